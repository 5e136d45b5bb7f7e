/// The digests with which BuildKit keys a COPY: each begins with what the system says of the entry.
extension FileDigester {
  /// How often a file that changes while it is read is begun again.
  private static let attempts = 3

  /// The digest of the open regular `file`, for which `status` was asked before.
  ///
  /// The size comes before the content, so a file that does not end where it said it would is read
  /// once more from its beginning. With `delivered: false` the content is left out, as BuildKit
  /// leaves it out of a file that its second look at the ignore rules drops.
  func buildKitDigest(
    of file: borrowing FileDescriptor, status: FileStatus, attributes: [UInt8],
    delivered: Bool, onProgress: () -> Void
  ) throws(ScanFailure) -> Digest {
    var status = status
    for _ in 0..<Self.attempts {
      var hash = SHA256()
      BuildKitFormat.updateHeader(&hash, kind: .file, mode: status.mode, size: status.size)
      attributes.withBytes { hash.update($0) }
      guard delivered else { return hash.finalize() }
      do throws(ScanFailure) {
        let (size, canRepeat) = try read(
          file, status, into: &hash, mostReadsBeyond: 0, onProgress: onProgress)
        if size == status.size { return hash.finalize() }
        guard canRepeat else { break }
      } catch {
        // Longer than it said it was.
        guard error == .changing else { throw error }
      }
      status = try self.status(of: file)
    }
    throw .changing
  }

  /// The digest of an entry without content: the header and the attributes behind it.
  func buildKitDigest(
    of kind: EntryKind, status: FileStatus,
    target: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0),
    attributes: [UInt8]
  ) -> Digest {
    let isDevice = kind == .characterDevice || kind == .blockDevice
    var hash = SHA256()
    BuildKitFormat.updateHeader(
      &hash, kind: kind, mode: status.mode, target: target,
      device: isDevice ? BuildKitFormat.deviceNumbers(status.specialDevice) : (0, 0))
    attributes.withBytes { hash.update($0) }
    return hash.finalize()
  }
}
