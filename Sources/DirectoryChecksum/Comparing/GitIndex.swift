/// The paths that git tracks in a working tree: an index file, version 2 to 4 (gitformat-index(5)).
///
///     "DIRC", VERSION, COUNT, then COUNT entries in byte order of their paths
///
/// Numbers are big-endian, of four bytes. An entry has 40 bytes of what `stat` said, the name of an
/// object (20 bytes, 32 in a repository of SHA-256, which the file does not tell), two bytes of
/// flags, two more where the flags say so (0x4000 in those: "skip-worktree"), and the path. In version
/// 4 that is a number of bytes to take away from the path before and what comes behind them; in the
/// others the whole path, and NULs up to a multiple of eight bytes. The lowest twelve flags are the
/// length of the path, or all set.
package struct GitIndex: Sendable {
  private let bytes: [UInt8]
  private let version: Int
  private let count: Int
  private let objectNameSize: Int

  /// Nil where the bytes are no such file, or a damaged one.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count >= 12, bytes.hasPrefix("DIRC") else { return nil }
    for size in [20, 32] {
      let index = GitIndex(bytes, objectNameSize: size)
      if (2...4).contains(index.version), index.forEachPath({ _, _ in }) {
        self = index
        return
      }
    }
    return nil
  }

  private init(_ bytes: [UInt8], objectNameSize: Int) {
    self.bytes = bytes
    self.objectNameSize = objectNameSize
    version = Self.number(bytes, 4, size: 4)
    count = Self.number(bytes, 8, size: 4)
  }
}

extension GitIndex {
  /// Calls `body` with each path from the top of the working tree, and whether what is there is not
  /// to be checked out; a path that ends in `/` stands for all below it. Gives whether all could be
  /// read.
  @discardableResult
  package func forEachPath(_ body: (_ path: [UInt8], _ isSkipped: Bool) -> Void) -> Bool {
    var path: [UInt8] = []
    var start = 12
    for _ in 0..<count {
      var isSkipped = false
      guard let end = readEntry(at: start, path: &path, &isSkipped) else { return false }
      body(path, isSkipped)
      start = end
    }
    return true
  }

  /// Reads the entry at `start`, where `path` is that of the one before; gives its end.
  private func readEntry(
    at start: Int, path: inout [UInt8], _ isSkipped: inout Bool
  ) -> Int? {
    var place = start + 40 + objectNameSize + 2
    guard place + 2 <= bytes.count else { return nil }
    let flags = Self.number(bytes, place - 2, size: 2)
    if flags & 0x4000 != 0 {
      isSkipped = bytes[place] & 0x40 != 0
      place += 2
    }
    var kept = 0
    if version == 4 {
      guard let dropped = varint(at: &place), dropped <= path.count else { return nil }
      kept = path.count - dropped
    }
    guard place < bytes.count, let end = bytes[place...].firstIndex(of: 0) else { return nil }
    path.shorten(to: kept)
    bytes.withUnsafeBufferPointer { path.append($0.slice(place, end)) }
    guard !path.isEmpty, flags & 0xFFF == min(path.count, 0xFFF) else { return nil }
    return version == 4 ? end + 1 : start + (end - start + 8) & ~7
  }

  /// A number of which each byte but the last has its highest bit set, and counts from one.
  private func varint(at place: inout Int) -> Int? {
    var value = 0
    for _ in 0..<4 {
      guard place < bytes.count else { return nil }
      let byte = bytes[place]
      place += 1
      value = value << 7 | Int(byte & 127)
      if byte & 128 == 0 { return value }
      value += 1
    }
    return nil
  }

  @inline(never)
  private static func number(_ bytes: [UInt8], _ offset: Int, size: Int) -> Int {
    var number = 0
    for index in offset..<offset + size { number = number << 8 | Int(bytes[index]) }
    return number
  }
}
