// The two orders of paths. Both compare name by name and bytes as unsigned numbers, and put a
// directory in front of what is below it; they differ in whether files stand among directories.

/// How two entries stand to each other in a listing: negative, 0 or positive. A directory's
/// sub-directories, with all that is below them, come before its files.
func listingOrder(_ left: borrowing Record, _ right: borrowing Record) -> Int {
  let leftIsDirectory = left.kind == .directory
  let rightIsDirectory = right.kind == .directory
  return left.path.withUnsafeBytes { left in
    right.path.withUnsafeBytes { right in
      if isRoot(left) || isRoot(right) { return (isRoot(left) ? 0 : 1) - (isRoot(right) ? 0 : 1) }
      let index = endOfCommonPrefix(left, right)
      let leftFirst = leftIsDirectory || hasSeparator(left, from: index)
      let rightFirst = rightIsDirectory || hasSeparator(right, from: index)
      if leftFirst != rightFirst { return leftFirst ? -1 : 1 }
      return sortKey(left, index) - sortKey(right, index)
    }
  }
}

/// How two paths stand to each other in a walk that takes the names of a directory in order,
/// whatever they are: negative, 0 or positive.
func walkOrder(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
  if isRoot(left) || isRoot(right) { return (isRoot(left) ? 0 : 1) - (isRoot(right) ? 0 : 1) }
  let index = endOfCommonPrefix(left, right)
  return sortKey(left, index) - sortKey(right, index)
}

func walkOrder(_ left: [UInt8], _ right: [UInt8]) -> Int {
  left.withUnsafeBytes { left in right.withUnsafeBytes { walkOrder(left, $0) } }
}

/// Whether `path` is below the directory `directory`, at any depth.
func isBelow(_ path: [UInt8], _ directory: [UInt8]) -> Bool {
  if directory.count == 1 && directory[0] == UInt8(ascii: ".") { return path != directory }
  guard path.count > directory.count, path[directory.count] == UInt8(ascii: "/") else {
    return false
  }
  return path.withUnsafeBytes { path in
    directory.withUnsafeBytes { endOfCommonPrefix(path, $0) == directory.count }
  }
}

/// The number of names in `path`: 0 for the root.
func depth(of path: [UInt8]) -> Int {
  if path.count == 1 && path[0] == UInt8(ascii: ".") { return 0 }
  var depth = 1
  for byte in path where byte == UInt8(ascii: "/") { depth += 1 }
  return depth
}

/// Where the last name of `path` starts.
func startOfName(_ path: UnsafeRawBufferPointer) -> Int {
  var index = path.count
  while index > 0 && path[index - 1] != UInt8(ascii: "/") { index -= 1 }
  return index
}

/// How two byte strings stand to each other, a prefix before its extension: negative, 0 or
/// positive.
func byteOrder(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
  for index in 0..<min(left.count, right.count) where left[index] != right[index] {
    return Int(left[index]) - Int(right[index])
  }
  return left.count - right.count
}

private func isRoot(_ path: UnsafeRawBufferPointer) -> Bool {
  path.count == 1 && path[0] == UInt8(ascii: ".")
}

private func endOfCommonPrefix(
  _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer
) -> Int {
  let end = min(left.count, right.count)
  var index = 0
  while index < end && left[index] == right[index] { index += 1 }
  return index
}

private func hasSeparator(_ path: UnsafeRawBufferPointer, from start: Int) -> Bool {
  for index in start..<path.count where path[index] == UInt8(ascii: "/") { return true }
  return false
}

/// The byte at `index` as a sort key: the end of a path, then the end of a name, then bytes.
private func sortKey(_ path: UnsafeRawBufferPointer, _ index: Int) -> Int {
  guard index < path.count else { return -2 }
  return path[index] == UInt8(ascii: "/") ? -1 : Int(path[index])
}
