/// Gives bytes from front to back. What lies behind it, a file, a gzip stream or a member of an
/// archive, is of no concern to who reads.
class ByteSource {
  /// Puts up to `buffer.count` bytes into `buffer`; how many, 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int { 0 }

  /// Passes over `count` bytes without reading them; how many it passed over, which may be none.
  func passOver(_ count: UInt64) -> UInt64 { 0 }
}

/// A file, a pipe, or a part of a file.
final class FileSource: ByteSource {
  private let descriptor: FileDescriptor
  /// Where the next byte is; nil for what has no positions.
  private var offset: UInt64?
  /// Behind the last byte that is read: files of the kernel's have more than their size says.
  private let end: UInt64
  /// The size of a regular file, beyond which nothing is passed over.
  private let size: UInt64

  /// Reads all of a file: a regular one may be gone through more than once, a pipe may not.
  init(_ descriptor: consuming FileDescriptor) throws(ArchiveError) {
    do throws(Errno) {
      let status = try FileStatus(of: descriptor.rawValue)
      offset = status.kind == .file ? 0 : nil
      size = status.size
    } catch {
      throw .system(error)
    }
    self.descriptor = descriptor
    end = .max
  }

  /// Reads the bytes from `start` to `end` of a regular file.
  init(_ descriptor: consuming FileDescriptor, from start: UInt64, to end: UInt64) {
    self.descriptor = descriptor
    offset = start
    size = end
    self.end = end
  }

  /// Opens the file at `path`.
  static func open(_ path: [UInt8]) throws(ArchiveError) -> FileDescriptor {
    do throws(Errno) {
      return try path.withCString { (path) throws(Errno) in try FileDescriptor.openInput(path) }
    } catch {
      throw .system(error)
    }
  }

  /// Whether ``rewind()`` can be called.
  var isRegular: Bool { offset != nil }

  override func read(
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(ArchiveError) -> Int {
    do throws(Errno) {
      guard let offset else { return try descriptor.read(into: buffer) }
      guard offset < end else { return 0 }
      let wanted = Int(min(UInt64(buffer.count), end - offset))
      let count = try descriptor.read(
        into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]), at: offset)
      self.offset = offset + UInt64(count)
      return count
    } catch {
      throw .system(error)
    }
  }

  override func passOver(_ count: UInt64) -> UInt64 {
    guard let offset, offset < size else { return 0 }
    let passed = min(count, size - offset)
    self.offset = offset + passed
    return passed
  }

  /// Goes back to the beginning of a regular file.
  func rewind() {
    if offset != nil { offset = 0 }
  }
}
