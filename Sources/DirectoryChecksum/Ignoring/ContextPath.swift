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

/// The path of what is called `name` in `context`, as short as the user's own words allow.
package func contextPath(of name: [UInt8], in context: [UInt8]) -> [UInt8] {
  var path: [UInt8] = []
  if !context.isLiteral(".") {
    path.append(context)
    if path.last != UInt8(ascii: "/") { path.append(UInt8(ascii: "/")) }
  }
  path.append(name)
  return path
}

/// `path` as a clean path from the root, without the slash in front, relative to `directory`, which is
/// such a path; empty for the root.
func rootedPath(_ path: [UInt8], below directory: [UInt8]) -> [UInt8] {
  var whole: [UInt8] = [UInt8(ascii: "/")]
  if path.first != UInt8(ascii: "/") {
    whole.append(directory)
    whole.append(UInt8(ascii: "/"))
  }
  whole.append(path)
  let clean = whole.withUnsafeBufferPointer { cleanedPath($0) }
  return clean.withUnsafeBufferPointer { [UInt8]($0.from(1)) }
}

/// The shortest path that is textually the same as `path`: no empty names, no `.`, and no `..` but
/// in front. Never empty; what is nothing else is `.`.
func cleanedPath(_ path: ByteView) -> [UInt8] {
  let slash = UInt8(ascii: "/")
  let dot = UInt8(ascii: ".")
  let isRooted = path.first == slash
  var result: [UInt8] = []
  if isRooted { result.append(slash) }
  // The length of what no `..` removes: the root, or those `..` that are kept.
  var floor = result.count
  var start = 0
  while start < path.count {
    var end = start
    while end < path.count, path[end] != slash { end += 1 }
    let name = path.slice(start, end)
    start = end + 1
    if name.isEmpty || name.count == 1 && name[0] == dot { continue }
    let isParent = name.count == 2 && name[0] == dot && name[1] == dot
    if isParent, result.count > floor {
      var cut = result.count - 1
      while cut > floor, result[cut] != slash { cut -= 1 }
      result.shorten(to: cut)
      continue
    }
    if isParent, isRooted { continue }
    if result.count > (isRooted ? 1 : 0) { result.append(slash) }
    result.append(name)
    if isParent { floor = result.count }
  }
  if result.isEmpty { result.append(dot) }
  return result
}
