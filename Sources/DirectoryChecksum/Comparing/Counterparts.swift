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
      let order = advance(&other, below: added.records.count) {
        record.walkOrder(to: added.records[$0])
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
      let order = advance(&next, below: targets.count) {
        sourceCandidates.order(
          place, to: targets[$0], of: targetCandidates, withNames: withNames)
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

/// Moves `index` on to the first element of a sorted side that an element of the other side does not
/// come behind. `order` is how that stands to the one at an index; gives how it stands to the one
/// found: negative or 0, and 1 where there is none.
private func advance(_ index: inout Int, below count: Int, _ order: (Int) -> Int) -> Int {
  while index < count {
    let order = order(index)
    if order <= 0 { return order }
    index += 1
  }
  return 1
}
