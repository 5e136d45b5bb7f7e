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
  static func depth(_ path: ByteView) -> Int {
    if isRoot(path) { return 0 }
    var depth = 1
    for byte in path where byte == UInt8(ascii: "/") { depth += 1 }
    return depth
  }

  static func isRoot(_ path: ByteView) -> Bool {
    path.count == 1 && path[0] == UInt8(ascii: ".")
  }

  /// The length of the path of the directory that holds `path`; 0 where that is the root.
  static func parentLength(_ path: ByteView) -> Int {
    var end = path.count
    while end > 0 {
      end -= 1
      if path[end] == UInt8(ascii: "/") { return end }
    }
    return 0
  }

  /// Whether `path` names something below the directory `ancestor`.
  @inline(never)
  static func isBelow(_ path: ByteView, _ ancestor: ByteView) -> Bool {
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
    _ left: ByteView, from leftStart: Int = 0, _ right: ByteView, from rightStart: Int = 0
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
  fileprivate static func sortKey(_ path: ByteView, _ index: Int, _ separator: UInt8) -> Int {
    if index == path.count || isRoot(path) { return -2 }
    return path[index] == separator ? -1 : Int(path[index])
  }
}

extension RecordPath {
  static func isRoot(_ path: [UInt8]) -> Bool { path.withUnsafeBufferPointer { isRoot($0) } }

  static func parentLength(_ path: [UInt8]) -> Int {
    path.withUnsafeBufferPointer { parentLength($0) }
  }

  static func isBelow(_ path: [UInt8], _ ancestor: [UInt8]) -> Bool {
    path.withUnsafeBufferPointer { path in
      ancestor.withUnsafeBufferPointer { isBelow(path, $0) }
    }
  }
}

extension Record {
  @inline(never)
  var isRoot: Bool { withPath { RecordPath.isRoot($0) } }

  /// How many names the path has; none for the root.
  @inline(never)
  var depth: Int { withPath { RecordPath.depth($0) } }

  /// Where the last name of the path starts.
  @inline(never)
  var nameStart: Int {
    let end = withPath { RecordPath.parentLength($0) }
    return end == 0 ? 0 : end + 1
  }

  /// Calls `body` with the last name of the path.
  func withName<Result>(_ body: (ByteView) -> Result) -> Result {
    let start = nameStart
    return withPath { body($0.from(start)) }
  }

  /// Whether the last name of the path is one that BuildKit hashes twice, see ``NameTail``.
  var beginsTail: Bool { withName { $0.first == 0xff } }

  /// Whether it is the entry at `path`.
  @inline(never)
  package func isAt(_ path: [UInt8]) -> Bool { withPath { $0.elementsEqual(path) } }

  @inline(never)
  func hasSamePath(as other: Record) -> Bool { withPaths(other) { $0.elementsEqual($1) } }

  /// Whether this is an entry below the directory `other`, at any depth.
  @inline(never)
  func isBelow(_ other: Record) -> Bool { withPaths(other) { RecordPath.isBelow($0, $1) } }

  /// How the paths stand to each other in a walk, as ``RecordPath/walkOrder(_:from:_:from:)``.
  @inline(never)
  func walkOrder(to other: Record) -> Int {
    withPaths(other) { RecordPath.walkOrder($0, $1) }
  }

  @inline(never)
  func walkOrder(to path: [UInt8]) -> Int {
    withPath { own in path.withUnsafeBufferPointer { RecordPath.walkOrder(own, $0) } }
  }

  /// Calls `body` with both paths.
  func withPaths<Result>(
    _ other: Record, _ body: (ByteView, ByteView) -> Result
  ) -> Result {
    withPath { path in other.withPath { body(path, $0) } }
  }

  /// Whether this record stands before (negative), at (zero) or after (positive) the place of
  /// `other` in a listing whose paths are cut at `separator`: a directory, then its
  /// sub-directories with what is below them, then its other entries, both in byte order of names.
  @inline(never)
  func order(to other: Record, separator: UInt8) -> Int {
    withPaths(other) { path, otherPath in
      let count = min(path.count, otherPath.count)
      var index = 0
      while index < count, path[index] == otherPath[index] { index += 1 }
      let isInDirectory = kind == .directory || path.from(index).contains(separator)
      let isOtherInDirectory =
        other.kind == .directory || otherPath.from(index).contains(separator)
      if isInDirectory != isOtherInDirectory { return isInDirectory ? -1 : 1 }
      return RecordPath.sortKey(path, index, separator)
        - RecordPath.sortKey(otherPath, index, separator)
    }
  }
}
