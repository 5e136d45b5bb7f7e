extension RunAssessment {
  /// Puts the records in listing order, without doubts that repeat a record; other records with
  /// one path become rivals.
  mutating func sort(_ records: [Record], _ candidates: [Candidate]) {
    let firstDoubt = records.count - candidates.count
    var kept: [Record] = []
    for index in sortedIndexes(records.count, by: { Self.order(records[$0], records[$1]) < 0 }) {
      let record = records[index]
      var doubt = index < firstDoubt ? .none : candidates[index - firstDoubt].doubt
      if let last = kept.last, Self.order(last, record) == 0 {
        if last == record { continue }
        doubts[kept.count - 1] = .rival
        doubt = .rival
      }
      kept.append(record)
      doubts.append(doubt)
    }
    tree = HashTree(kept)
    tree.isOmitted = [Bool](repeating: false, count: kept.count)
  }

  /// Decides about each doubt: in each directory the choice that proves its digest, else the
  /// cautious one.
  mutating func settle() {
    for index in tree.records.indices where tree.records[index].kind == .directory {
      adoptListed(index)
      var doubtful: [Int] = []
      for place in 0..<tree.childCount(of: index) {
        let child = tree.child(place, of: index)
        if doubts[child] != .none { doubtful.append(child) }
      }
      if doubtful.isEmpty || choose(doubtful, in: index) { continue }
      for child in doubtful { decide(child) }
    }
    for index in tree.records.indices where tree.parents[index] == HashTree.orphan {
      decide(index)
    }
  }

  /// Of two records for one directory the first has the children, but the digest to check is that
  /// of the listed one, which the directory above has chosen by now.
  private mutating func adoptListed(_ index: Int) {
    guard !tree.isListed(index) else { return }
    var other = index + 1
    while other < tree.records.count, tree.hasSamePath(other, index) {
      if tree.isListed(other) {
        tree.records[index] = tree.records[other]
      }
      other += 1
    }
  }

  /// Tries which of the doubtful records, left out, prove the directory's digest.
  private mutating func choose(_ doubtful: [Int], in index: Int) -> Bool {
    guard tree.records[index].digest != nil else { return false }
    let count = min(doubtful.count, Self.maximumDoubts)
    for omitted in 0..<1 << count {
      trials += tree.childCount(of: index)
      guard trials <= Self.maximumTrials else { break }
      var hasRivals = false
      for place in doubtful.indices {
        let isListed = place < count && omitted >> place & 1 == 0
        tree.isOmitted[doubtful[place]] = !isListed
        if place > 0, isListed, tree.isListed(doubtful[place - 1]),
          tree.hasSamePath(doubtful[place], doubtful[place - 1])
        {
          hasRivals = true
        }
      }
      if !hasRivals, check.outcome(of: index, in: tree) == .proven { return true }
    }
    return false
  }

  /// Decides about a record that no digest vouches for: a whole line stays, one that may be cut
  /// goes, and so do two for one path, but for a directory with records in it: the listing is
  /// damaged.
  private mutating func decide(_ index: Int) {
    let isUsed = tree.childCount(of: index) > 0
    var isListed = true
    switch doubts[index] {
    case .none, .interrupted: break
    case .joined, .repeated, .whole, .part: isListed = false
    case .clipped: isListed = isUsed
    case .ended: isListed = isUsed || !hasRoot
    case .rival:
      isContradicted = true
      isListed = isUsed && (index == 0 || !tree.hasSamePath(index - 1, index))
    }
    tree.isOmitted[index] = !isListed
    guard !isListed, doubts[index] != .rival, doubts[index] != .repeated else { return }
    if doubts[index] == .clipped || doubts[index] == .ended { lacksLines = true }
    // Where it could stand there is a directory that may have it.
    if tree.parents[index] != HashTree.orphan {
      lacksLines = true
      isUndecided = true
    }
  }
}

extension RunAssessment {
  /// Of directories with more records than this, one is left out at most.
  private static let maximumInPairs = 48
  /// Records that may be hashed for it in one run: what a directory of 700 takes.
  private static let mendingBudget = 1 << 19

  /// The tree without records that no directory's digest knows of: those without one or two of
  /// which a digest that fails holds. They are lines of another run. Nil where there are none.
  mutating func mended() -> HashTree? {
    guard format == .content else { return nil }
    tree.isOmitted = [Bool](repeating: false, count: tree.records.count)
    var isMended = false
    var budget = Self.mendingBudget
    for index in failed where mend(index, &budget) { isMended = true }
    guard isMended else { return nil }
    var listed: [Record] = []
    // What is below a directory that is left out goes with it.
    var depth = Int.max
    for index in tree.records.indices where tree.depths[index] <= depth {
      depth = tree.isListed(index) ? .max : tree.depths[index]
      if tree.isListed(index) { listed.append(tree.records[index]) }
    }
    return HashTree(listed)
  }

  private mutating func mend(_ index: Int, _ budget: inout Int) -> Bool {
    let count = tree.childCount(of: index)
    for first in 0..<count {
      for second in first..<(count <= Self.maximumInPairs ? count : first + 1) {
        budget -= count
        guard budget >= 0 else { return false }
        tree.isOmitted[tree.child(first, of: index)] = true
        tree.isOmitted[tree.child(second, of: index)] = true
        if check.outcome(of: index, in: tree) == .proven { return true }
        tree.isOmitted[tree.child(first, of: index)] = false
        tree.isOmitted[tree.child(second, of: index)] = false
      }
    }
    return false
  }
}
