/// Reads files and gives their digests.
///
/// What was read is what is hashed: nothing here trusts a size that was told before. A file is
/// only believed to be one as far as its descriptor proves it. Proof that costs a call for each
/// file is not asked for where the way it reads is proof enough: a FIFO has no positions to read
/// at, and a device gives nothing at all or fills any buffer.
struct FileDigester {
  /// No real file is this large; the kernel's images of memory say they are.
  private static let implausibleSize: UInt64 = 1 << 44
  /// As much is read of a file that says it is empty and is not: files of `/proc` do, and some of
  /// them have no end.
  private static let unsizedLimit: UInt64 = 256 << 20
  /// The interval of ``onProgress`` within one file, in bytes; a power of two.
  private static let progressInterval: UInt64 = 1 << 20

  /// Holds what is being read. Large enough that a call costs little beside the bytes it brings,
  /// small enough to stay in a processor's cache between reading and hashing.
  let buffer: UnsafeMutableRawBufferPointer
}

extension FileDigester {
  /// The SHA-1 of the content of the open `file`.
  ///
  /// `onProgress` is called for each further mebibyte of a large file.
  @inline(__always)
  func contentDigest(
    of file: borrowing FileDescriptor, onProgress: () -> Void
  ) throws(ScanFailure) -> Digest {
    var hash = SHA1()
    _ = try read(file, into: &hash, from: 0, onProgress: onProgress)
    return hash.finalize()
  }

  /// Reads from `offset` to the end and hashes what comes; the offset of the end.
  @inline(__always)
  func read<Function: HashFunction>(
    _ file: borrowing FileDescriptor, into hash: inout Function, from start: UInt64,
    onProgress: () -> Void
  ) throws(ScanFailure) -> UInt64 {
    var offset = start
    var limit = UInt64.max
    while true {
      let count = try readSome(file, at: offset)
      if offset == 0, count == 0 || count == buffer.count {
        limit = try plausibleEnd(of: file)
      }
      if count == 0 { return offset }
      hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      offset += UInt64(count)
      if offset & (Self.progressInterval - 1) < UInt64(count) { onProgress() }
      if offset > limit { throw .endless }
    }
  }

  @inline(__always)
  private func readSome(
    _ file: borrowing FileDescriptor, at offset: UInt64
  ) throws(ScanFailure) -> Int {
    do throws(Errno) {
      return try file.read(into: buffer, at: offset)
    } catch {
      guard error == .illegalSeek else {
        throw error == .isDirectory ? .replaced : .system(error)
      }
    }
    // No positions: a FIFO that took a file's place, or a file of the kernel's making.
    guard try status(of: file).kind == .regular else { throw .replaced }
    do throws(Errno) { return try file.read(into: buffer) } catch { throw .system(error) }
  }

  /// Where reading has to have come to an end. Fails for what is no file.
  private func plausibleEnd(of file: borrowing FileDescriptor) throws(ScanFailure) -> UInt64 {
    let status = try status(of: file)
    guard status.kind == .regular else { throw .replaced }
    if status.size == 0 { return Self.unsizedLimit }
    if status.size >= Self.implausibleSize, status.blocks == 0 { throw .endless }
    return .max
  }

  func status(of file: borrowing FileDescriptor) throws(ScanFailure) -> FileStatus {
    do throws(Errno) { return try FileStatus(of: file.rawValue) } catch { throw .system(error) }
  }
}
