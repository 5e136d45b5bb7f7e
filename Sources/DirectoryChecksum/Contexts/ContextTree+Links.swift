extension ContextTree {
  /// Where a path leads.
  enum Destination {
    case entry(Int)
    case missing
    case loop
    /// Behind a link whose target is not known.
    case unknown
  }

  /// As many links as BuildKit follows on one way.
  private static let maximumLinkCount = 255

  /// Follows `path`, as ``Selector/path``, among the entries that `isPresent` tells of, and all
  /// links on the way; of the last component only where `followsLast` says so. A link's target is
  /// taken from the root where it begins with `/`, and none leads out of it.
  func destination(
    of path: [UInt8], followsLast: Bool = true, isPresent: (Int) -> Bool
  ) -> Destination {
    var rest = path
    var index = 0
    var node = 0
    var links = 0
    while true {
      while index < rest.count, rest[index] == UInt8(ascii: "/") { index += 1 }
      guard index < rest.count else { return .entry(node) }
      let start = index
      while index < rest.count, rest[index] != UInt8(ascii: "/") { index += 1 }
      if nodes[node].kind != .directory { return .missing }
      if index - start == 1, rest[start] == UInt8(ascii: ".") { continue }
      if index - start == 2, rest[start] == UInt8(ascii: "."), rest[start + 1] == rest[start] {
        node = max(0, nodes[node].parent)
        continue
      }
      let child = rest.withUnsafeBufferPointer { self.child(of: node, $0.slice(start, index)) }
      guard let child, isPresent(child) else {
        return nodes[node].hidesEntries ? .unknown : .missing
      }
      let isLast = index == rest.count
      guard nodes[child].kind == .link, followsLast || !isLast else {
        node = child
        continue
      }
      links += 1
      guard links <= Self.maximumLinkCount else { return .loop }
      guard var target = target(of: child) else { return .unknown }
      if target.first == UInt8(ascii: "/") { node = 0 }
      rest.withUnsafeBufferPointer { target.append($0.from(index)) }
      rest = target
      index = 0
    }
  }

  /// Where the link `node` leads.
  func pointee(of node: Int, isPresent: (Int) -> Bool) -> Destination {
    destination(of: path(of: node), isPresent: isPresent)
  }
}
