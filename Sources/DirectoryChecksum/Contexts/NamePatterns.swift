/// A wildcard pattern cut at its slashes, so that a walk need not go into directories whose names
/// do not match.
struct NamePatterns {
  private let pattern: [UInt8]
  /// Where the pattern of each name ends; empty where only a whole path tells.
  private let ends: [Int]
  /// The bytes that what matches the pattern of each name has.
  private var byteSets: [UInt64] = []

  init(_ pattern: WildcardPath?) {
    self.pattern = pattern?.pattern ?? []
    ends = pattern?.nameEnds ?? []
    for index in ends.indices { byteSets.append(withPattern(index) { WildcardPath.byteSet($0) }) }
  }
}

extension NamePatterns {
  /// Whether names tell; not where there is no pattern, or an element of it may match a `/`.
  var areKnown: Bool { !ends.isEmpty }

  var count: Int { ends.count }

  /// Whether the last name of the entry `node` matches the one at `depth`, 1 being the first.
  func matches(_ node: Int, in tree: ContextTree, at depth: Int) -> Bool {
    guard depth <= ends.count, byteSets[depth - 1] & ~tree.nodes[node].nameSet == 0 else {
      return false
    }
    return withPattern(depth - 1) { name in
      tree.withName(of: node) { WildcardPath.matches(name, $0) }
    }
  }

  private func withPattern<Result>(_ index: Int, _ body: (ByteView) -> Result) -> Result {
    pattern.withUnsafeBufferPointer {
      body($0.slice(index == 0 ? 0 : ends[index - 1] + 1, ends[index]))
    }
  }
}
