/// The entries that one listing alone has, and what was found out about each.
private final class Leftovers {
  enum Fate: UInt8 {
    case open
    /// One of the other side has its digest. A directory above may yet take it along.
    case paired
    case changedKind, moved
  }

  /// In walk order: what is below a directory follows it.
  let records: [Record]
  /// For each entry the place behind what is below it.
  let ends: [Int]
  private(set) var fates: [Fate]

  init(_ records: [Record]) {
    var ends = [Int](repeating: 0, count: records.count)
    for place in records.indices.reversed() {
      var end = place + 1
      while end < records.count, records[end].isBelow(records[place]) { end = ends[end] }
      ends[place] = end
    }
    self.records = records
    self.ends = ends
    fates = [Fate](repeating: .open, count: records.count)
  }

  func settle(_ place: Int, _ fate: Fate) { fates[place] = fate }

  /// How many of the entry and what is below it are not settled.
  func openCount(_ place: Int) -> Int {
    var count = 0
    for place in place..<ends[place] where fates[place].rawValue <= Fate.paired.rawValue {
      count += 1
    }
    return count
  }

  /// The directories, or the others, that have no counterpart yet: sorted by kind, digest and name.
  func candidates(_ directories: Bool) -> [Int] {
    var places: [Int] = []
    for place in records.indices
    where fates[place] == .open && records[place].digest != nil
      && (records[place].kind == .directory) == directories
    {
      places.append(place)
    }
    sort(&places) { records[$0].contentOrder(to: records[$1], withNames: true) < 0 }
    return places
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
    for place in removed.records.indices {
      guard let other = added.records.place(of: removed.records[place].path) else { continue }
      removed.settle(place, .changedKind)
      added.settle(other, .changedKind)
    }
    settleMoves(removed, added, ofDirectories: true)
    settleMoves(removed, added, ofDirectories: false)
    for place in removed.records.indices where removed.fates[place] == .changedKind {
      guard let other = added.records.place(of: removed.records[place].path) else { continue }
      let (old, new) = (removed.records[place], added.records[other])
      let below = removed.openCount(place) + added.openCount(other)
      changes.append(Change(.kind, old, new, entriesBelow: below))
      compareMetadata(old, new)
    }
    tell(removed, wereAdded: false)
    tell(added, wereAdded: true)
  }

  /// Notes what has no counterpart.
  private func tell(_ entries: Leftovers, wereAdded: Bool) {
    var end = 0
    for place in entries.records.indices where entries.fates[place] != .moved {
      let isTold = place < end
      if !isTold { end = entries.ends[place] }
      if entries.fates[place] == .changedKind { continue }
      changes.append(
        Change(
          entries.records[place], wasAdded: wereAdded,
          entriesBelow: isTold ? nil : entries.openCount(place) - 1))
    }
  }
}

// MARK: - One digest that left a path and came up at another

extension ListingMerge {
  private func settleMoves(
    _ removed: Leftovers, _ added: Leftovers, ofDirectories directories: Bool
  ) {
    var sources: [Int] = []
    var targets: [Int] = []
    // First those that kept their name, then the rest in order. What is empty has a digest in
    // common with everything empty, so that it must have kept its name.
    func pair(withNames: Bool) {
      let from = removed.candidates(directories)
      let to = added.candidates(directories)
      var (s, t) = (0, 0)
      while s < from.count && t < to.count {
        let source = removed.records[from[s]]
        let order = source.contentOrder(to: added.records[to[t]], withNames: withNames)
        let isPair =
          order == 0 && (withNames || format == .buildkit || !source.hasDigestOfNothing)
        if isPair {
          sources.append(from[s])
          targets.append(to[t])
          removed.settle(from[s], .paired)
          added.settle(to[t], .paired)
        }
        if order <= 0 { s += 1 }
        if order > 0 || isPair { t += 1 }
      }
    }
    pair(withNames: true)
    pair(withNames: false)
    // From the top down: what is below a moved directory has moved with it and nowhere else.
    let sizes = sources.indices.map { place in
      removed.ends[sources[place]] - sources[place] + added.ends[targets[place]] - targets[place]
    }
    for index in sortedIndexes(sizes.count, by: { sizes[$0] > sizes[$1] }) {
      let (source, target) = (sources[index], targets[index])
      guard removed.openCount(source) == removed.ends[source] - source,
        added.openCount(target) == added.ends[target] - target
      else { continue }
      for place in source..<removed.ends[source] { removed.settle(place, .moved) }
      for place in target..<added.ends[target] { added.settle(place, .moved) }
      note(.moved, removed.records[source], added.records[target])
      compareMoved(removed, source, added, target)
    }
  }

  /// What is below a directory that moved has the same names and contents on both sides; mode and
  /// owner may differ.
  private func compareMoved(_ removed: Leftovers, _ source: Int, _ added: Leftovers, _ target: Int)
  {
    let length = removed.records[source].path.count
    for place in source..<removed.ends[source] {
      let old = removed.records[place]
      var path = added.records[target].path
      old.path.withUnsafeBytes { path.append($0.from(length)) }
      if let new = added.records.entry(at: path) { compareMetadata(old, new) }
    }
  }
}

extension Record {
  /// Sorts by kind, digest and, with names, the last name of the path.
  fileprivate func contentOrder(to other: Record, withNames: Bool) -> Int {
    if kind != other.kind { return Int(kind.rawValue) - Int(other.kind.rawValue) }
    let order = digestOrder(to: other)
    if order != 0 || !withNames { return order }
    return RecordPath.walkOrder(path, from: nameStart, other.path, from: other.nameStart)
  }

  /// Where the last name of the path starts.
  private var nameStart: Int {
    let end = RecordPath.parentLength(path)
    return end == 0 ? 0 : end + 1
  }
}
