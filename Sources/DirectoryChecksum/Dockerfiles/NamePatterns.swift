/// A wildcard pattern cut at its slashes, so that a walk need not go into directories whose names
/// do not match.
struct NamePatterns {
  enum Fit {
    case none
    /// Something below may match.
    case onTheWay
    case whole
  }

  private let names: [WildcardPath]

  /// Nil where only a whole path tells, for an element may match a `/`.
  init?(_ pattern: WildcardPath) {
    guard let names = pattern.names else { return nil }
    self.names = names
  }
}

extension NamePatterns {
  /// How the entry `node` fits that has `depth` names, all but the last of which do.
  func fit(of node: Int, in tree: ContextTree, at depth: Int) -> Fit {
    guard depth > 0, depth <= names.count,
      tree.withName(of: node, { names[depth - 1].matches($0) })
    else { return .none }
    return depth == names.count ? .whole : .onTheWay
  }
}
