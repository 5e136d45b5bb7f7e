/// The files behind changes of content, where both sides are directories at hand: what only they
/// themselves tell.
package struct ChangedFiles {
  private let before: [UInt8]
  private let after: [UInt8]

  /// How many bytes are read at the most to compare line ends, of each side.
  static let byteBudget = 256 << 20

  /// - Parameters:
  ///   - before: The directory before, as the system takes its path.
  ///   - after: The directory after.
  package init(before: [UInt8], after: [UInt8]) {
    self.before = before
    self.after = after
  }
}

extension ChangedFiles {
  /// Whether the two files have one size and one time of their last change, down to the nanosecond.
  /// A builder that tells files apart by these takes the one for the other.
  package func haveSameSizeAndTime(_ change: Change) -> Bool {
    guard let (old, new) = paths(of: change) else { return false }
    do throws(Errno) {
      let (old, new) = (try Self.status(of: old), try Self.status(of: new))
      return old.size == new.size && old.modified == new.modified
    } catch {
      return false
    }
  }

  /// Whether the two files are the same but for a CR in front of their LFs; false as well where they
  /// can't be read, or where more than `budget` would have to be.
  func differInLineEnds(_ change: Change, budget: inout Int) -> Bool {
    guard let (old, new) = paths(of: change) else { return false }
    do throws(Errno) {
      let size = max(try Self.status(of: old).size, try Self.status(of: new).size)
      guard size < UInt64(budget) else { return false }
      budget -= Int(size)
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

  private func paths(of change: Change) -> (before: [UInt8], after: [UInt8])? {
    guard let (old, new) = change.sides, old.kind == .file, new.kind == .file else { return nil }
    func path(_ record: Record, in directory: [UInt8]) -> [UInt8] {
      directory + [UInt8(ascii: "/")] + record.path
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
