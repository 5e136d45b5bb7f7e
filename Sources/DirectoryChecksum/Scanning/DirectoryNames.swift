/// The names of one directory, as they are read and then sorted.
///
/// Memory is kept for the next directory, as long as it is not much.
struct DirectoryNames {
  /// A name with all that sorting needs, in 16 bytes.
  private struct Key {
    /// The first eight bytes of the name as a number, so that most comparisons end here.
    let prefix: UInt64
    let offset: UInt32
    let length: UInt16
    let kind: EntryKind
    let state: Entry.State
  }

  private var bytes: [UInt8] = []
  private var keys: [Key] = []
}

extension DirectoryNames {
  mutating func removeAll() {
    if bytes.capacity > 1 << 20 { bytes = [] }
    if keys.capacity > 1 << 16 { keys = [] }
    bytes.removeAll(keepingCapacity: true)
    keys.removeAll(keepingCapacity: true)
  }

  /// Whether `name` can be added: there are less than 4 GiB of names, each with a NUL, and no name
  /// is longer than 65,535 bytes.
  func hasRoom(for name: ByteView) -> Bool {
    bytes.count + keys.count + name.count < UInt32.max && name.count <= UInt16.max
  }

  /// Adds a name for which there is room.
  mutating func append(_ name: ByteView, kind: EntryKind, state: Entry.State) {
    var prefix: UInt64 = 0
    for index in 0..<8 {
      prefix = prefix << 8 | (index < name.count ? UInt64(name[index]) : 0)
    }
    keys.append(
      Key(
        prefix: prefix, offset: UInt32(bytes.count), length: UInt16(name.count), kind: kind,
        state: state))
    bytes.append(name)
  }

  /// Sorts the names and makes a directory of them.
  mutating func makeDirectory(format: DigestFormat, metadata: Bool) -> Directory {
    bytes.withUnsafeBufferPointer { bytes in
      sortInPlace(&keys) { Self.precedes($0, $1, bytes) }
      removeDoubles(bytes)
      var directoryCount = 0
      for key in keys where key.kind == .directory { directoryCount += 1 }
      let directory = Directory(
        count: keys.count, directoryCount: directoryCount,
        nameByteCount: bytes.count + keys.count, format: format, metadata: metadata)
      var offset = 0
      for index in keys.indices {
        let key = keys[index]
        let start = Int(key.offset)
        directory.setEntry(
          index, kind: key.kind, state: key.state,
          name: bytes.slice(start, start + Int(key.length)), at: offset)
        offset += Int(key.length) + 1
      }
      return directory
    }
  }
}

extension DirectoryNames {
  /// Leaves out what a directory names a second time, as it may while something else changes it.
  private mutating func removeDoubles(_ bytes: ByteView) {
    var kept = 0
    for index in keys.indices {
      if kept > 0, Self.isSame(keys[kept - 1], keys[index], bytes) { continue }
      if kept < index { keys[kept] = keys[index] }
      kept += 1
    }
    while keys.count > kept { keys.removeLast() }
  }

  /// Directories come first, then names in byte order.
  private static func precedes(_ left: Key, _ right: Key, _ bytes: ByteView) -> Bool {
    let leftIsDirectory = left.kind == .directory
    if leftIsDirectory != (right.kind == .directory) { return leftIsDirectory }
    if left.prefix != right.prefix { return left.prefix < right.prefix }
    // The first eight bytes are the same.
    let shared = Int(min(left.length, right.length))
    for index in min(8, shared)..<shared {
      let (l, r) = (bytes[Int(left.offset) + index], bytes[Int(right.offset) + index])
      if l != r { return l < r }
    }
    return left.length < right.length
  }

  private static func isSame(_ left: Key, _ right: Key, _ bytes: ByteView) -> Bool {
    guard left.prefix == right.prefix, left.length == right.length, left.kind == right.kind else {
      return false
    }
    for index in 0..<Int(left.length)
    where bytes[Int(left.offset) + index] != bytes[Int(right.offset) + index] {
      return false
    }
    return true
  }
}
