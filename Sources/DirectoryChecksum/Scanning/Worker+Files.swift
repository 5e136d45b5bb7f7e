/// How a worker reads files.
///
/// What was read is what is hashed: a size that was told before only says when there is no more to
/// be asked for. What a directory called a file is read once its descriptor says that it is one.
extension Worker {
  /// No real file is this large; the kernel's images of memory say they are.
  private static let implausibleSize: UInt64 = 1 << 44
  /// As much is read of a file that says it is empty and is not: files of `/proc` do, and some of
  /// them have no end.
  private static let unsizedLimit: UInt64 = 64 << 20
  /// As often is asked for more of a file that has grown beyond the size it had: somebody may append
  /// to it faster than it is read. Units: reads, each of a buffer at most.
  private static let mostReadsBeyond = 1 << 16
  /// How often a file that changes while it is read is begun again, where the size comes before the
  /// content in its digest.
  private static let attempts = 3
  /// The interval of ``didReadMore()`` within one file, in bytes; a power of two.
  static let progressInterval: UInt64 = 1 << 20

  /// The digest of the file at `index`.
  ///
  /// A file whose content BuildKit leaves out, because of its second look at the ignore rules, is
  /// hashed as if it were empty.
  func fileDigest(
    _ index: Int, of directory: Directory, _ descriptor: CInt
  ) throws(ScanFailure) -> Digest {
    let file = try open(index, of: directory, descriptor)
    var status = try status(of: file.rawValue)
    guard status.kind == .file else { throw .replaced }
    var attributes = Attributes()
    if engine.needsMetadata {
      attributes = try describe(index, of: directory, status, .descriptor(file.rawValue))
    }
    for _ in 0..<Self.attempts {
      var hash =
        switch engine.options.format {
        case .content: HashFunction.sha1
        case .buildkit: hashHeader(.file, status, attributes)
        }
      if directory.state(of: index) == .deliveredEmpty || !engine.options.readsContents {
        return hash.finalize()
      }
      let (size, canRepeat) = try read(file, status, into: &hash)
      if let size, engine.options.format == .content || size == status.size {
        return hash.finalize()
      }
      guard canRepeat, engine.options.format == .buildkit else { break }
      status = try self.status(of: file.rawValue)
    }
    throw .changing
  }

  private func open(
    _ index: Int, of directory: Directory, _ descriptor: CInt
  ) throws(ScanFailure) -> FileDescriptor {
    let name = directory.cName(of: index)
    do throws(Errno) {
      return try engine.withDescriptorsAtHand { () throws(Errno) in
        try FileDescriptor.openFile(at: descriptor, name)
      }
    } catch {
      let isOther = error == .tooManyLinks || error == .noSuchDevice
      throw isOther ? .replaced : .system(error)
    }
  }

  /// Reads `file` to the end and hashes what comes; the number of bytes, and whether they can be
  /// read once more.
  ///
  /// Nil where the end is not found by so many reads behind the size that `status` tells.
  private func read(
    _ file: borrowing FileDescriptor, _ status: FileStatus, into hash: inout HashFunction
  ) throws(ScanFailure) -> (size: UInt64?, canRepeat: Bool) {
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
      if offset & (Self.progressInterval - 1) < UInt64(count) { didReadMore() }
      guard offset > status.size else { continue }
      if offset > limit { throw .endless }
      readsBeyond += 1
      if engine.options.format == .buildkit || readsBeyond > Self.mostReadsBeyond {
        return (nil, hasPositions)
      }
    }
  }

  private func readSome(
    _ file: borrowing FileDescriptor, at offset: UInt64, _ hasPositions: inout Bool
  ) throws(ScanFailure) -> Int {
    do throws(Errno) {
      if hasPositions {
        do throws(Errno) { return try file.read(into: buffer, at: offset) } catch {
          guard error == .illegalSeek, offset == 0 else { throw error }
        }
        // A file of the kernel's making that can only be read from the beginning to the end.
        hasPositions = false
      }
      return try file.read(into: buffer)
    } catch {
      throw .system(error)
    }
  }
}
