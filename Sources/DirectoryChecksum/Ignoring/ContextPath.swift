/// What keeps an argument from naming something in the context.
public enum ContextPathError: Error, Sendable {
  /// The argument is empty.
  case empty
  /// The argument begins with `/`.
  case absolute
  /// The argument leads out of the context (`../x`).
  case outside
}

/// The path from the context's root that `argument` names; empty for the root itself.
///
/// A matter of text alone: `./a//b/` and `x/../a/b` are `a/b`, whatever `x` is.
public func contextPath(_ argument: [UInt8]) throws(ContextPathError) -> [UInt8] {
  guard let first = argument.first else { throw .empty }
  guard first != UInt8(ascii: "/") else { throw .absolute }
  let path = argument.withUnsafeBufferPointer { cleanedPath($0) }
  let dot = UInt8(ascii: ".")
  guard path[0] == dot else { return path }
  if path.count == 1 { return [] }
  guard path[1] == dot, path.count == 2 || path[2] == UInt8(ascii: "/") else { return path }
  throw .outside
}
