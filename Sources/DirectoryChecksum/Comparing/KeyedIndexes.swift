/// Indexes, sorted by a key that each has; those with equal keys by number.
struct KeyedIndexes {
  private struct Item {
    let key: [UInt8]
    let index: Int
  }

  private var items: [Item] = []

  /// The indexes below `count`, but those that have no key.
  init(_ count: Int, key: (Int) -> [UInt8]?) {
    var unsorted: [Item] = []
    for index in 0..<count {
      if let key = key(index) { unsorted.append(Item(key: key, index: index)) }
    }
    for place in sortedIndexes(unsorted.count, by: { precedes(unsorted[$0].key, unsorted[$1].key) }) {
      items.append(unsorted[place])
    }
  }
}

extension KeyedIndexes {
  /// Calls `body` with the indexes of each key that `other` has as well, and with those of `other`.
  func forEachGroup(with other: KeyedIndexes, _ body: ([Int], [Int]) -> Void) {
    var (first, second) = (0, 0)
    while first < items.count, second < other.items.count {
      let (left, right) = (items[first].key, other.items[second].key)
      if left == right {
        body(group(&first), other.group(&second))
      } else if precedes(left, right) {
        first += 1
      } else {
        second += 1
      }
    }
  }

  /// The indexes of the key at `place`, which is moved behind them.
  private func group(_ place: inout Int) -> [Int] {
    let key = items[place].key
    var group: [Int] = []
    while place < items.count, items[place].key == key {
      group.append(items[place].index)
      place += 1
    }
    return group
  }

  /// The indexes whose keys begin with `prefix`, by key.
  func indexes(withPrefix prefix: [UInt8]) -> [Int] {
    var place = lowerBound(below: items.count) { precedes(items[$0].key, prefix) }
    var indexes: [Int] = []
    while place < items.count, items[place].key.starts(with: prefix) {
      indexes.append(items[place].index)
      place += 1
    }
    return indexes
  }
}
