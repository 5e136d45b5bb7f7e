/// The entries that one listing alone has, and what was found out about each.
final class Leftovers {
  /// In walk order: what is below a directory follows it.
  let records: RecordWalk
  /// For each entry the place behind what is below it.
  private var ends: [UInt32]
  /// For each entry its place among the other side's: what has its path or its digest; -1 where
  /// there is none, or none is known yet.
  private var counterparts: [Int32]
  /// Whether it is settled that an entry moved or became one of another kind.
  private(set) var isSettled: [Bool]

  init(_ records: RecordWalk) {
    self.records = records
    ends = [UInt32](repeating: 0, count: records.count)
    counterparts = [Int32](repeating: -1, count: records.count)
    isSettled = [Bool](repeating: false, count: records.count)
    var place = records.count
    while place > 0 {
      place -= 1
      var end = place + 1
      while end < records.count, records[end].isBelow(records[place]) { end = Int(ends[end]) }
      ends[place] = UInt32(truncatingIfNeeded: end)
    }
  }

  /// The place behind what is below an entry.
  func end(of place: Int) -> Int { Int(ends[place]) }

  /// The place of its counterpart, which there is.
  func counterpart(of place: Int) -> Int { Int(counterparts[place]) }

  /// How many places an entry takes with what is below it.
  func size(at place: Int) -> Int { end(of: place) - place }

  /// How many of them are not settled.
  func openCount(at place: Int) -> Int {
    var count = 0
    for place in place..<end(of: place) where !isSettled[place] { count += 1 }
    return count
  }

  @inline(never)
  func pair(_ place: Int, with counterpart: Int) {
    counterparts[place] = Int32(truncatingIfNeeded: counterpart)
  }

  /// Settles `count` entries from `place` on.
  func settle(_ place: Int, count: Int) {
    for place in place..<place + count { isSettled[place] = true }
  }

  /// The directories, or the others, that have no counterpart yet: sorted by kind, digest and name.
  func candidates(_ directories: Bool) -> Candidates {
    var places: [Int] = []
    for place in records.indices where isOpen(place) {
      let record = records[place]
      if record.hasDigest, (record.kind == .directory) == directories { places.append(place) }
    }
    let keys = records.contentKeys
    let all = Candidates(records: records, keys: keys, places: [])
    sort(&places) { all.order($0, to: $1, of: all, withNames: true) < 0 }
    return Candidates(records: records, keys: keys, places: places)
  }

  /// Those that still have none.
  func open(_ candidates: Candidates) -> Candidates {
    Candidates(
      records: records, keys: candidates.keys, places: candidates.places.filter { isOpen($0) })
  }

  private func isOpen(_ place: Int) -> Bool { counterparts[place] < 0 && !isSettled[place] }
}

/// Entries of one side that may have moved.
struct Candidates {
  let records: RecordWalk
  let keys: [UInt64]
  let places: [Int]

  /// How the entry at `place` stands to one of the other side: negative, 0 or positive.
  func order(_ place: Int, to other: Int, of others: Candidates, withNames: Bool) -> Int {
    let (key, otherKey) = (keys[place], others.keys[other])
    if key != otherKey { return key < otherKey ? -1 : 1 }
    return records[place].contentOrder(to: others.records[other], withNames: withNames)
  }
}

extension Record {
  /// Sorts by kind, digest and, with names, the last name of the path.
  fileprivate func contentOrder(to other: Record, withNames: Bool) -> Int {
    if kind != other.kind { return Int(kind.rawValue) - Int(other.kind.rawValue) }
    let order = digestOrder(to: other)
    if order != 0 || !withNames { return order }
    return withPaths(other) {
      RecordPath.walkOrder($0, from: nameStart, $1, from: other.nameStart)
    }
  }
}
