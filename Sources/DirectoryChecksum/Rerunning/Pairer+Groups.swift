// Listings by a key: those with one key are of one another.

extension Pairer {
  struct Group {
    let key: [UInt8]
    var members: [Int]
  }

  static func key(_ build: Int, _ step: Int) -> [UInt8] {
    var key: [UInt8] = []
    key.append(decimal: UInt64(build))
    key.append(UInt8(ascii: "/"))
    key.append(decimal: UInt64(step))
    return key
  }

  /// The listings of a log that have no counterpart yet, by what `key` gives for their step.
  func groups(
    _ log: BuildLog, _ isPaired: [Bool], _ key: (BuildLog.Place) -> [UInt8]
  ) -> [Group] {
    Self.grouped(
      log.listings.indices.map { isPaired[$0] ? [] : log.places[$0].map(key) ?? [] })
  }

  /// The indexes of equal keys together, sorted by key; none of what has no key.
  static func grouped(_ keys: [[UInt8]]) -> [Group] {
    var groups: [Group] = []
    for index in sortedIndexes(keys.count, by: { precedes(keys[$0], keys[$1]) })
    where !keys[index].isEmpty {
      if groups.last?.key == keys[index] {
        groups[groups.count - 1].members.append(index)
      } else {
        groups.append(Group(key: keys[index], members: [index]))
      }
    }
    return groups
  }

  /// The members of the groups that both have.
  static func common(_ old: [Group], _ new: [Group]) -> [([Int], [Int])] {
    var found: [([Int], [Int])] = []
    var next = 0
    for group in new {
      while next < old.count, precedes(old[next].key, group.key) { next += 1 }
      if next < old.count, old[next].key == group.key {
        found.append((old[next].members, group.members))
      }
    }
    return found
  }
}
