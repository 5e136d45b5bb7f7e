/// A wildcard pattern cut at its slashes, so that a walk need not go into directories whose names
/// do not match.
struct NamePatterns {
  enum Fit {
    case none
    /// Something below may match.
    case onTheWay
    case whole
  }

  private let pattern: [UInt8]
  /// Where the pattern of each name ends; empty where only a whole path tells.
  private let ends: [Int]

  init(_ pattern: WildcardPath?) {
    self.pattern = pattern?.pattern ?? []
    ends = pattern?.nameEnds ?? []
  }
}

extension NamePatterns {
  /// Whether names tell; not where there is no pattern, or an element of it may match a `/`.
  var areKnown: Bool { !ends.isEmpty }

  /// How the entry `node` fits that has `depth` names, all but the last of which do.
  func fit(of node: Int, in tree: ContextTree, at depth: Int) -> Fit {
    guard depth > 0, depth <= ends.count else { return .none }
    let isMatch = pattern.withUnsafeBufferPointer { pattern in
      let name = pattern.slice(depth == 1 ? 0 : ends[depth - 2] + 1, ends[depth - 1])
      return tree.withName(of: node) { WildcardPath.matches(name, $0) }
    }
    if !isMatch { return .none }
    return depth == ends.count ? .whole : .onTheWay
  }
}
