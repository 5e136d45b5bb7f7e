/// The files behind changes of content, where a side is a directory at hand: what only they
/// themselves tell.
package struct ChangedFiles: Sendable {
  private let before: [UInt8]?
  private let after: [UInt8]?

  /// How many bytes are read at the most to compare line ends, of each side.
  static let byteBudget = 256 << 20

  /// - Parameters:
  ///   - before: The directory before, as the system takes its path; nil where it is none.
  ///   - after: The directory after.
  package init(before: [UInt8]?, after: [UInt8]?) {
    self.before = before
    self.after = after
  }
}

extension ChangedFiles {
  /// Whether the two files have one size and one time of their last change, down to the nanosecond.
  /// A builder that tells files apart by these takes the one for the other.
  package func haveSameSizeAndTime(_ change: Change) -> Bool {
    guard let (old, new) = paths(of: change), let old, let new else { return false }
    do throws(Errno) {
      let (old, new) = (try Self.status(of: old), try Self.status(of: new))
      return old.size == new.size && old.modified == new.modified
    } catch {
      return false
    }
  }

  /// Whether the two files are the same but for a CR in front of their LFs; false as well where they
  /// can't be read, or where more than `budget` would have to be. Of a side that is not at hand the
  /// digest tells, where its line ends are all alike.
  func differInLineEnds(_ change: Change, budget: inout Int) -> Bool {
    guard let (old, new) = paths(of: change), let first = old ?? new else { return false }
    do throws(Errno) {
      let size = max(try Self.status(of: first).size, try Self.status(of: new ?? first).size)
      guard size < UInt64(budget) else { return false }
      budget -= Int(size)
      guard let old, let new else {
        return try Self.isWritten(first, (old == nil ? change.before : change.after)?.digest)
      }
      var left = try Lines(old)
      var right = try Lines(new)
      while true {
        let byte = try left.next()
        if try byte != right.next() { return false }
        if byte == nil { return true }
      }
    } catch {
      return false
    }
  }

  /// Whether the digest is that of the file with LF, or with CR LF, for each end of its lines.
  private static func isWritten(_ path: [UInt8], _ digest: Digest?) throws(Errno) -> Bool {
    guard let digest, digest.byteCount == DigestFormat.content.byteCount else { return false }
    var lines = try Lines(path)
    var short: [UInt8] = []
    var long: [UInt8] = []
    var shortHash = HashFunction.sha1
    var longHash = HashFunction.sha1
    while let byte = try lines.next() {
      // What is no text has no lines.
      if byte == 0 { return false }
      if byte == UInt8(ascii: "\n") { long.append(UInt8(ascii: "\r")) }
      long.append(byte)
      short.append(byte)
      guard short.count == 32 << 10 else { continue }
      short.withUnsafeBytes { shortHash.update($0) }
      long.withUnsafeBytes { longHash.update($0) }
      short.removeAll(keepingCapacity: true)
      long.removeAll(keepingCapacity: true)
    }
    return shortHash.digest(of: short) == digest || longHash.digest(of: long) == digest
  }

  /// What git, or the filter of Git LFS, may have made of a file so that the commit before has
  /// another content. `expands`: whether it replaces keywords.
  func conversion(of change: Change, expands: Bool) -> CommitDoubt? {
    guard let path = paths(of: change)?.after, let digest = change.before?.digest else {
      return nil
    }
    do throws(Errno) {
      _ = try Self.status(of: path)
      if try Self.isWritten(path, digest) { return .lineEnds }
      let start = try InputFile.start(of: path, limit: 1 << 20)
      if start.hasPrefix("version https://git-lfs") { return .pointer }
      let hasKeyword = start.withUnsafeBufferPointer {
        $0.firstIndex(of: "$Format:") != nil || $0.firstIndex(of: "$Id") != nil
      }
      if expands, hasKeyword { return .keywords }
      return HashFunction.sha1.digest(of: try Self.pointer(to: path)) == digest ? .pointer : nil
    } catch {
      return nil
    }
  }

  /// What Git LFS commits in the place of a file (git-lfs's spec.md):
  ///
  ///     version https://git-lfs.github.com/spec/v1
  ///     oid sha256:HEX
  ///     size BYTES
  private static func pointer(to path: [UInt8]) throws(Errno) -> [UInt8] {
    var hash = HashFunction.sha256
    var size: UInt64 = 0
    try InputFile.read(path) {
      hash.update($0)
      size += UInt64($0.count)
    }
    var text = [UInt8]("version https://git-lfs.github.com/spec/v1\noid sha256:")
    text.append(hexadecimal: hash.finalize())
    text.append("\nsize ")
    text.append(decimal: size)
    text.append("\n")
    return text
  }

  /// Where the files of both sides are; nil for one that is not at hand.
  private func paths(of change: Change) -> (before: [UInt8]?, after: [UInt8]?)? {
    guard let (old, new) = change.sides, old.kind == .file, new.kind == .file else { return nil }
    func path(_ record: Record, in directory: [UInt8]?) -> [UInt8]? {
      directory.map { $0 + [UInt8(ascii: "/")] + record.path }
    }
    return (path(old, in: before), path(new, in: after))
  }

  private static func status(of path: [UInt8]) throws(Errno) -> FileStatus {
    let status = try path.withCString { (path) throws(Errno) in
      try FileStatus(at: FileDescriptor.currentDirectory, path)
    }
    // What is no file any more might never end.
    guard status.kind == .file else { throw .staleFile }
    return status
  }
}

/// The bytes of a file, each CR LF as one LF.
private struct Lines: ~Copyable {
  private let file: FileDescriptor
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
  private var index = 0
  private var end = 0

  init(_ path: [UInt8]) throws(Errno) {
    file = try path.withCString { (path) throws(Errno) in try FileDescriptor.openInput(path) }
  }

  deinit { buffer.deallocate() }

  /// The next byte; nil at the end.
  mutating func next() throws(Errno) -> UInt8? {
    guard try fill() else { return nil }
    let byte = buffer[index]
    index += 1
    if byte == UInt8(ascii: "\r"), try fill(), buffer[index] == UInt8(ascii: "\n") {
      index += 1
      return UInt8(ascii: "\n")
    }
    return byte
  }

  /// Makes sure of a byte in the buffer; false at the end.
  private mutating func fill() throws(Errno) -> Bool {
    if index == end {
      index = 0
      end = try file.read(into: buffer)
    }
    return end > 0
  }
}
