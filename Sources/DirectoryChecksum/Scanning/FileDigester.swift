/// Reads files and gives their digests.
///
/// What was read is what is hashed: a size that was told before only says when there is no more to
/// be asked for. What a directory called a file is read once its descriptor says that it is one.
struct FileDigester {
  /// No real file is this large; the kernel's images of memory say they are.
  private static let implausibleSize: UInt64 = 1 << 44
  /// As much is read of a file that says it is empty and is not: files of `/proc` do, and some of
  /// them have no end.
  private static let unsizedLimit: UInt64 = 64 << 20
  /// As often is asked for more of a file that has grown beyond the size it had: somebody may append
  /// to it faster than it is read. Units: reads, each of a buffer at most.
  private static let mostReadsBeyond = 1 << 16
  /// The interval of ``onProgress`` within one file, in bytes; a power of two.
  private static let progressInterval: UInt64 = 1 << 20

  /// Holds what is being read. Large enough that a call costs little beside the bytes it brings,
  /// small enough to stay in a processor's cache between reading and hashing.
  let buffer: UnsafeMutableRawBufferPointer
}

extension FileDigester {
  /// The SHA-1 of the content of the open `file`, which may be of any kind.
  ///
  /// `onProgress` is called for each further mebibyte of a large file.
  @inline(__always)
  func contentDigest(
    of file: borrowing FileDescriptor, onProgress: () -> Void
  ) throws(ScanFailure) -> Digest {
    var hash = SHA1()
    let status = try status(of: file)
    _ = try read(
      file, status, into: &hash, mostReadsBeyond: Self.mostReadsBeyond, onProgress: onProgress)
    return hash.finalize()
  }

  /// Reads `file` to the end and hashes what comes; the number of bytes, and whether they can be
  /// read once more.
  ///
  /// Fails where the end is not found by so many reads behind the size that `status` tells.
  @inline(__always)
  func read<Function: HashFunction>(
    _ file: borrowing FileDescriptor, _ status: FileStatus, into hash: inout Function,
    mostReadsBeyond: Int, onProgress: () -> Void
  ) throws(ScanFailure) -> (size: UInt64, canRepeat: Bool) {
    guard status.kind == .regular else { throw .replaced }
    if status.size >= Self.implausibleSize, status.blocks == 0 { throw .endless }
    let limit = status.size == 0 ? Self.unsizedLimit : .max
    var offset: UInt64 = 0
    var hasPositions = true
    var readsBeyond = 0
    while true {
      let count = try readSome(file, at: offset, &hasPositions)
      if count == 0 { return (offset, hasPositions) }
      hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      offset += UInt64(count)
      // Nearly every file ends here: another call would only find the end.
      if offset == status.size, count < buffer.count { return (offset, hasPositions) }
      if offset & (Self.progressInterval - 1) < UInt64(count) { onProgress() }
      guard offset > status.size else { continue }
      if offset > limit { throw .endless }
      readsBeyond += 1
      if readsBeyond > mostReadsBeyond { throw .changing }
    }
  }

  @inline(__always)
  private func readSome(
    _ file: borrowing FileDescriptor, at offset: UInt64, _ hasPositions: inout Bool
  ) throws(ScanFailure) -> Int {
    do throws(Errno) {
      if hasPositions { return try file.read(into: buffer, at: offset) }
      return try file.read(into: buffer)
    } catch {
      guard error == .illegalSeek, offset == 0, hasPositions else { throw .system(error) }
    }
    // A file of the kernel's making that can only be read from the beginning to the end.
    hasPositions = false
    do throws(Errno) { return try file.read(into: buffer) } catch { throw .system(error) }
  }

  func status(of file: borrowing FileDescriptor) throws(ScanFailure) -> FileStatus {
    do throws(Errno) { return try FileStatus(of: file.rawValue) } catch { throw .system(error) }
  }
}
