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
  static func isBelow(_ path: [UInt8], _ ancestor: [UInt8]) -> Bool {
    if isRoot(ancestor) { return !isRoot(path) }
    guard path.count > ancestor.count, path[ancestor.count] == UInt8(ascii: "/") else {
      return false
    }
    for index in 0..<ancestor.count where path[index] != ancestor[index] { return false }
    return true
  }
}

extension Record {
  var isRoot: Bool { RecordPath.isRoot(path) }

  /// Whether this record stands before (negative), at (zero) or after (positive) the place of
  /// `other` in a listing whose paths are cut at `separator`: a directory, then its
  /// sub-directories with what is below them, then its other entries, both in byte order of names.
  func order(to other: Record, separator: UInt8) -> Int {
    let count = min(path.count, other.path.count)
    var index = 0
    while index < count, path[index] == other.path[index] { index += 1 }
    if index == path.count, index == other.path.count {
      return (kind == .directory ? 0 : 1) - (other.kind == .directory ? 0 : 1)
    }
    if isRoot { return -1 }
    if other.isRoot { return 1 }
    // One is an ancestor of the other.
    if index == path.count, other.path[index] == separator { return -1 }
    if index == other.path.count, path[index] == separator { return 1 }
    let isDirectory = componentIsDirectory(from: index, separator)
    if isDirectory != other.componentIsDirectory(from: index, separator) {
      return isDirectory ? -1 : 1
    }
    // A component that ends here is the other's prefix.
    if index == path.count || path[index] == separator { return -1 }
    if index == other.path.count || other.path[index] == separator { return 1 }
    return path[index] < other.path[index] ? -1 : 1
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
