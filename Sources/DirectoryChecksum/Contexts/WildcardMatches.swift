/// What patterns with wildcards match in a context, and the digests of that, each made once: many
/// instructions of a build ask for the same.
struct WildcardMatches: ~Copyable {
  /// What one pattern matches.
  struct Entries {
    /// The entries that match, with all below each, in order. Nothing below a match is looked at.
    fileprivate(set) var ranges: [Range<Int>] = []
    /// Whether no other can match that the tree does not show.
    fileprivate(set) var isKnown = true

    fileprivate mutating func insert(_ range: Range<Int>) {
      if let last = ranges.last, last.upperBound == range.lowerBound {
        ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
      } else {
        ranges.append(range)
      }
    }
  }

  private let tree: ContextTree
  private var known: [Entries] = []
  private var patterns = ByteTable()
  private var digests: [(ranges: [Range<Int>], start: Int, digest: Digest)] = []

  init(_ tree: ContextTree) {
    self.tree = tree
  }
}

extension WildcardMatches {
  /// The entries below `start` whose path from there matches.
  mutating func entries(_ pattern: WildcardPath, below start: Int) -> Entries {
    var key: [UInt8] = []
    key.append(decimal: UInt64(start))
    key.append(UInt8(ascii: ":"))
    key.append(pattern.pattern)
    let number = patterns.add(key)
    if number == known.count {
      let names = NamePatterns(pattern)
      known.append(names.areKnown ? matches(names, start) : matches(pattern, start))
    }
    return known[number]
  }

  /// The entries that match themselves.
  func tops(of entries: Entries) -> [Int] {
    var tops: [Int] = []
    for range in entries.ranges {
      var node = range.lowerBound
      while node < range.upperBound {
        tops.append(node)
        node = tree.nodes[node].end
      }
    }
    return tops
  }

  /// Goes into those directories alone whose names match.
  private func matches(_ names: NamePatterns, _ start: Int) -> Entries {
    var entries = Entries()
    entries.isKnown = !tree.nodes[start].hidesEntries
    var levels = [(next: start + 1, end: tree.nodes[start].end)]
    while let (first, end) = levels.popLast() {
      let depth = levels.count + 1
      var next = first
      while next < end, !names.matches(next, in: tree, at: depth) { next = tree.nodes[next].end }
      guard next < end else { continue }
      let behind = tree.nodes[next].end
      levels.append((behind, end))
      if depth == names.count {
        entries.insert(next..<behind)
      } else {
        if tree.nodes[next].hidesEntries { entries.isKnown = false }
        levels.append((next + 1, behind))
      }
    }
    return entries
  }

  /// Compares whole paths.
  private func matches(_ pattern: WildcardPath, _ start: Int) -> Entries {
    var entries = Entries()
    var walk = TreeWalk(tree, from: start)
    let nameStart = tree.path(of: start).count + 1
    while let node = walk.next() {
      if node > start, walk.withPath({ pattern.matches($0.from(nameStart)) }) {
        entries.insert(node..<tree.nodes[node].end)
        walk.skipEntries()
      } else if tree.nodes[node].hidesEntries {
        entries.isKnown = false
      }
    }
    return entries
  }
}

extension WildcardMatches {
  /// The digest of rows that has been made of all these entries, their keys behind `start`.
  func digest(of entries: Entries, below start: Int) -> Digest? {
    for (ranges, place, digest) in digests where place == start && ranges == entries.ranges {
      return digest
    }
    return nil
  }

  mutating func remember(_ digest: Digest, of entries: Entries, below start: Int) {
    digests.append((entries.ranges, start, digest))
  }
}
