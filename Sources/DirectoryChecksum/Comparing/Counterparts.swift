/// Entries that only one listing has, and which of them belong together: one path with two kinds,
/// or one digest that left a path and came up at another.
///
/// Every entry gets one counterpart at most. A directory that moved as a whole takes everything
/// below it along.
struct Counterparts {
  /// Places in `removed` and `added`.
  struct Pair {
    var removed: Int
    var added: Int
  }

  let before: Listing
  let after: Listing
  /// Indexes of records, in walk order: what is below a directory follows it.
  private(set) var removed: [Int]
  private(set) var added: [Int]
  /// Whether an entry needs no telling any more.
  private(set) var isRemovedSettled: [Bool]
  private(set) var isAddedSettled: [Bool]
  /// For each entry the place behind what is below it.
  private(set) var removedEnds: [Int] = []
  private(set) var addedEnds: [Int] = []

  init(before: Listing, removed: [Int], after: Listing, added: [Int]) {
    self.before = before
    self.after = after
    self.removed = removed
    self.added = added
    sort(&self.removed) { walkOrder(before.records[$0].path, before.records[$1].path) < 0 }
    sort(&self.added) { walkOrder(after.records[$0].path, after.records[$1].path) < 0 }
    isRemovedSettled = [Bool](repeating: false, count: removed.count)
    isAddedSettled = [Bool](repeating: false, count: added.count)
    removedEnds = Counterparts.ends(of: self.removed, in: before)
    addedEnds = Counterparts.ends(of: self.added, in: after)
  }

  private static func ends(of indexes: [Int], in listing: Listing) -> [Int] {
    var ends = [Int](repeating: 0, count: indexes.count)
    var open: [Int] = []
    for place in indexes.indices {
      let path = listing.records[indexes[place]].path
      while let last = open.last, !isBelow(path, listing.records[indexes[last]].path) {
        ends[last] = place
        open.removeLast()
      }
      open.append(place)
    }
    for place in open { ends[place] = indexes.count }
    return ends
  }
}

extension Counterparts {
  /// Settles the paths that are on both sides as different kinds of entries.
  mutating func takeKindChanges() -> [Pair] {
    var pairs: [Pair] = []
    var r = 0
    var a = 0
    while r < removed.count && a < added.count {
      let order = walkOrder(before.records[removed[r]].path, after.records[added[a]].path)
      if order == 0 {
        pairs.append(Pair(removed: r, added: a))
        isRemovedSettled[r] = true
        isAddedSettled[a] = true
      }
      if order <= 0 { r += 1 }
      if order >= 0 { a += 1 }
    }
    return pairs
  }

  /// Settles the directories that moved as a whole, with everything below them.
  mutating func takeMovedDirectories() -> [Pair] {
    var candidates = pairs(ofDirectories: true)
    // From the top down: what is below a moved directory has moved with it and nowhere else.
    var order = Array(candidates.indices)
    sort(&order) { left, right in
      let (leftSize, rightSize) = (size(candidates[left]), size(candidates[right]))
      return leftSize == rightSize ? left < right : leftSize > rightSize
    }
    var pairs: [Pair] = []
    for index in order {
      let pair = candidates[index]
      guard !isRemovedSettled[pair.removed..<removedEnds[pair.removed]].contains(true),
        !isAddedSettled[pair.added..<addedEnds[pair.added]].contains(true)
      else { continue }
      for place in pair.removed..<removedEnds[pair.removed] { isRemovedSettled[place] = true }
      for place in pair.added..<addedEnds[pair.added] { isAddedSettled[place] = true }
      pairs.append(pair)
    }
    candidates = []
    return pairs
  }

  /// Settles the files and links that moved alone.
  mutating func takeMovedFiles() -> [Pair] {
    let pairs = pairs(ofDirectories: false)
    for pair in pairs {
      isRemovedSettled[pair.removed] = true
      isAddedSettled[pair.added] = true
    }
    return pairs
  }

  private func size(_ pair: Pair) -> Int {
    removedEnds[pair.removed] - pair.removed + addedEnds[pair.added] - pair.added
  }

  /// Pairs what is not settled by kind and digest: first those that kept their name, then the
  /// rest in order. What is empty has a digest in common with everything empty, so that it must
  /// have kept its name.
  private func pairs(ofDirectories directories: Bool) -> [Pair] {
    var sources = removed.indices.filter {
      !isRemovedSettled[$0] && isCandidate(before.records[removed[$0]], directories)
    }
    var targets = added.indices.filter {
      !isAddedSettled[$0] && isCandidate(after.records[added[$0]], directories)
    }
    sort(&sources) {
      let order = digestOrder(
        before.records[removed[$0]], before.records[removed[$1]], withNames: true)
      return order == 0 ? $0 < $1 : order < 0
    }
    sort(&targets) {
      let order = digestOrder(after.records[added[$0]], after.records[added[$1]], withNames: true)
      return order == 0 ? $0 < $1 : order < 0
    }
    var pairs: [Pair] = []
    pair(&sources, &targets, withNames: true, into: &pairs)
    pair(&sources, &targets, withNames: false, into: &pairs)
    return pairs
  }

  /// Moves what belongs together from the sorted `sources` and `targets` to `pairs`.
  private func pair(
    _ sources: inout [Int], _ targets: inout [Int], withNames: Bool, into pairs: inout [Pair]
  ) {
    var sourcesLeft: [Int] = []
    var targetsLeft: [Int] = []
    var s = 0
    var t = 0
    while s < sources.count && t < targets.count {
      let source = before.records[removed[sources[s]]]
      let order = digestOrder(source, after.records[added[targets[t]]], withNames: withNames)
      if order == 0 && (withNames || !isEmpty(source)) {
        pairs.append(Pair(removed: sources[s], added: targets[t]))
        s += 1
        t += 1
      } else if order <= 0 {
        sourcesLeft.append(sources[s])
        s += 1
      } else {
        targetsLeft.append(targets[t])
        t += 1
      }
    }
    sourcesLeft.append(contentsOf: sources[s...])
    targetsLeft.append(contentsOf: targets[t...])
    sources = sourcesLeft
    targets = targetsLeft
  }

  private func isCandidate(_ record: Record, _ directories: Bool) -> Bool {
    record.digest != nil && (record.kind == .directory) == directories
  }

  private func isEmpty(_ record: Record) -> Bool {
    before.format == .content && record.digest.map(isDigestOfNothing) == true
  }
}

/// Sorts by kind, digest and, with names, the last name of the path.
private func digestOrder(_ left: Record, _ right: Record, withNames: Bool) -> Int {
  if left.kind != right.kind { return Int(left.kind.rawValue) - Int(right.kind.rawValue) }
  guard let leftDigest = left.digest, let rightDigest = right.digest else { return 0 }
  let order = leftDigest.withUnsafeBytes { left in
    rightDigest.withUnsafeBytes { byteOrder(left, $0) }
  }
  if order != 0 || !withNames { return order }
  return left.path.withUnsafeBytes { left in
    right.path.withUnsafeBytes { right in
      byteOrder(
        UnsafeRawBufferPointer(rebasing: left[startOfName(left)...]),
        UnsafeRawBufferPointer(rebasing: right[startOfName(right)...]))
    }
  }
}
