/// The entries that one listing alone has, and what was found out about each.
private final class Leftovers {
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
private struct Candidates {
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

extension ListingMerge {
  /// Decides of everything that one side alone has whether it changed its kind, moved, was
  /// removed or added.
  ///
  /// Every entry gets one counterpart at most. A directory that moved as a whole takes everything
  /// below it along.
  func settleCounterparts() {
    let removed = Leftovers(before.only)
    let added = Leftovers(after.only)
    var kinds: [Int] = []
    var other = 0
    for place in removed.records.indices {
      let record = removed.records[place]
      var order = 1
      while other < added.records.count {
        order = record.walkOrder(to: added.records[other])
        if order <= 0 { break }
        other += 1
      }
      if order != 0 { continue }
      kinds.append(place)
      removed.pair(place, with: other)
      removed.settle(place, count: 1)
      added.settle(other, count: 1)
    }
    settleMoves(removed, added, ofDirectories: true)
    settleMoves(removed, added, ofDirectories: false)
    for place in kinds {
      let other = removed.counterpart(of: place)
      noteCounterpart(
        .kind, removed.records[place], added.records[other],
        entriesBelow: removed.openCount(at: place) + added.openCount(at: other))
    }
    tell(removed, wereAdded: false)
    tell(added, wereAdded: true)
  }

  private func noteCounterpart(
    _ aspect: Change.Aspect, _ old: Record, _ new: Record, entriesBelow: Int
  ) {
    changes.append(Change(aspect, old, new, entriesBelow: entriesBelow))
    compareMetadata(old, new)
  }

  /// Notes what has no counterpart.
  private func tell(_ entries: Leftovers, wereAdded: Bool) {
    var end = 0
    for place in entries.records.indices {
      let isTold = place < end
      // All that is left below a directory went with it, or was there when it was another kind.
      if !isTold { end = entries.end(of: place) }
      if entries.isSettled[place] { continue }
      changes.append(
        Change(
          entries.records[place], wasAdded: wereAdded,
          entriesBelow: isTold ? nil : entries.openCount(at: place) - 1))
    }
  }
}

// MARK: - One digest that left a path and came up at another

extension ListingMerge {
  private func settleMoves(
    _ removed: Leftovers, _ added: Leftovers, ofDirectories directories: Bool
  ) {
    var sources: [Int] = []
    let (old, new) = (removed.candidates(directories), added.candidates(directories))
    pair(removed, old, added, new, withNames: true, to: &sources)
    pair(removed, removed.open(old), added, added.open(new), withNames: false, to: &sources)
    // From the top down: what is below a moved directory has moved with it and nowhere else.
    sort(&sources) {
      let (size, other) = (removed.size(at: $0), removed.size(at: $1))
      return size == other ? $0 < $1 : size > other
    }
    for source in sources {
      let target = removed.counterpart(of: source)
      let (size, newSize) = (removed.size(at: source), added.size(at: target))
      guard removed.openCount(at: source) == size, added.openCount(at: target) == newSize else {
        continue
      }
      removed.settle(source, count: size)
      added.settle(target, count: newSize)
      let (old, new) = (removed.records[source], added.records[target])
      let length = old.withPath { $0.count }
      noteCounterpart(.moved, old, new, entriesBelow: 0)
      // What is below it has the same names and contents on both sides; mode and owner may differ.
      for place in source + 1..<removed.end(of: source) {
        let inner = removed.records[place]
        var path = new.path
        inner.withPath { path.append($0.from(length)) }
        if let other = added.records.entry(at: path) { compareMetadata(inner, other) }
      }
    }
  }

  /// Gives each entry a counterpart that there is one for, in order, and adds its place to
  /// `sources`. What is empty has a digest in common with everything empty, so that it must have
  /// kept its name.
  private func pair(
    _ removed: Leftovers, _ sourceCandidates: Candidates, _ added: Leftovers,
    _ targetCandidates: Candidates, withNames: Bool, to sources: inout [Int]
  ) {
    let targets = targetCandidates.places
    var next = 0
    for place in sourceCandidates.places {
      var order = 1
      while next < targets.count {
        order = sourceCandidates.order(
          place, to: targets[next], of: targetCandidates, withNames: withNames)
        if order <= 0 { break }
        next += 1
      }
      if order > 0 { break }
      if order < 0 { continue }
      if !withNames && format == .content && removed.records[place].hasDigestOfNothing { continue }
      removed.pair(place, with: targets[next])
      added.pair(targets[next], with: place)
      sources.append(place)
      next += 1
    }
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
