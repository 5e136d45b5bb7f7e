/// What makes bytes the path of a record, and the order in which a listing names paths.
enum RecordPath {
  /// Whether a tool that lists a directory can have written `path`: relative, without empty
  /// components and without `.` or `..`, or the root's `.` alone. Text that merely looks like a
  /// record mostly fails here.
  static func isPlausible(_ path: ByteView, kind: EntryKind) -> Bool {
    if path.count == 1, path[0] == UInt8(ascii: ".") { return kind == .directory }
    var start = 0
    for index in 0...path.count {
      if index < path.count {
        if path[index] == 0 { return false }
        if path[index] != UInt8(ascii: "/") { continue }
      }
      switch index - start {
      case 0: return false
      case 1: if path[start] == UInt8(ascii: ".") { return false }
      case 2: if path[start] == UInt8(ascii: "."), path[start + 1] == path[start] { return false }
      default: break
      }
      start = index + 1
    }
    return true
  }

  /// How many components `path` has; none for the root.
  @inline(never)
  static func depth(_ path: [UInt8]) -> Int {
    if isRoot(path) { return 0 }
    var depth = 1
    for byte in path where byte == UInt8(ascii: "/") { depth += 1 }
    return depth
  }

  static func isRoot(_ path: [UInt8]) -> Bool {
    path.count == 1 && path[0] == UInt8(ascii: ".")
  }

  /// The length of the path of the directory that holds `path`; 0 where that is the root.
  static func parentLength(_ path: [UInt8]) -> Int {
    var end = path.count
    while end > 0 {
      end -= 1
      if path[end] == UInt8(ascii: "/") { return end }
    }
    return 0
  }

  /// Whether `path` names something below the directory `ancestor`.
  @inline(never)
  static func isBelow(_ path: [UInt8], _ ancestor: [UInt8]) -> Bool {
    if isRoot(ancestor) { return !isRoot(path) }
    guard path.count > ancestor.count, path[ancestor.count] == UInt8(ascii: "/") else {
      return false
    }
    for index in 0..<ancestor.count where path[index] != ancestor[index] { return false }
    return true
  }
}

extension RecordPath {
  /// How two paths, from their starts on, stand to each other in a walk that takes the names of a
  /// directory in order, whatever they are: negative, 0 or positive. A directory comes before what
  /// is below it; bytes are unsigned numbers.
  @inline(never)
  static func walkOrder(
    _ left: [UInt8], from leftStart: Int = 0, _ right: [UInt8], from rightStart: Int = 0
  ) -> Int {
    var (l, r) = (leftStart, rightStart)
    while l < left.count, r < right.count, left[l] == right[r] {
      l += 1
      r += 1
    }
    return sortKey(left, l, UInt8(ascii: "/")) - sortKey(right, r, UInt8(ascii: "/"))
  }

  /// The byte at `index` as a sort key: the end of a path, then the end of a name, then bytes. The
  /// root is no name: it ends where it begins.
  fileprivate static func sortKey(_ path: [UInt8], _ index: Int, _ separator: UInt8) -> Int {
    if index == path.count || isRoot(path) { return -2 }
    return path[index] == separator ? -1 : Int(path[index])
  }
}

extension Record {
  var isRoot: Bool { RecordPath.isRoot(path) }

  /// How many names the path has; none for the root.
  var depth: Int { RecordPath.depth(path) }

  /// Whether this is an entry below the directory `other`, at any depth.
  func isBelow(_ other: Record) -> Bool { RecordPath.isBelow(path, other.path) }

  /// Whether this record stands before (negative), at (zero) or after (positive) the place of
  /// `other` in a listing whose paths are cut at `separator`: a directory, then its
  /// sub-directories with what is below them, then its other entries, both in byte order of names.
  func order(to other: Record, separator: UInt8) -> Int {
    let count = min(path.count, other.path.count)
    var index = 0
    while index < count, path[index] == other.path[index] { index += 1 }
    let isDirectory = componentIsDirectory(from: index, separator)
    if isDirectory != other.componentIsDirectory(from: index, separator) {
      return isDirectory ? -1 : 1
    }
    return RecordPath.sortKey(path, index, separator)
      - RecordPath.sortKey(other.path, index, separator)
  }

  /// Whether the component of the path that `index` lies in, or ends at, is a directory.
  private func componentIsDirectory(from index: Int, _ separator: UInt8) -> Bool {
    var index = index
    while index < path.count {
      if path[index] == separator { return true }
      index += 1
    }
    return kind == .directory
  }
}
