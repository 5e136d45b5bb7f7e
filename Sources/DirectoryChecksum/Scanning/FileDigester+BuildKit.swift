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
      let header = BuildKitFormat.Header(kind: .file, mode: status.mode, size: status.size)
      var hash = headerHash(header, target: nil, attributes: attributes)
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
    of header: BuildKitFormat.Header, target: UnsafeRawBufferPointer? = nil, attributes: [UInt8]
  ) -> Digest {
    var hash = headerHash(header, target: target, attributes: attributes)
    return hash.finalize()
  }

  private func headerHash(
    _ header: BuildKitFormat.Header, target: UnsafeRawBufferPointer?, attributes: [UInt8]
  ) -> SHA256 {
    withUnsafeTemporaryAllocation(byteCount: 512, alignment: 8) { scratch in
      var writer = HashingWriter<SHA256>(buffer: scratch)
      BuildKitFormat.append(
        header, target: target ?? UnsafeRawBufferPointer(start: nil, count: 0), to: &writer)
      attributes.withUnsafeBytes { writer.append($0) }
      return writer.finish()
    }
  }
}
