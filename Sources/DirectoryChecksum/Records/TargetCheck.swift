/// Whether a link's digest is that of the target beside it: a long record checks itself.
enum TargetCheck {
  /// Whether the record's target is not the one that its digest covers.
  static func isWrong(_ record: Record) -> Bool {
    guard let target = record.target else { return false }
    return target.withUnsafeBufferPointer { matches(record.digest, record.metadata, target: $0) }
      == false
  }

  /// Nil where digest and metadata do not say enough: an unreadable link, or one of a BuildKit listing
  /// with extended attributes, whose values no record has.
  static func matches(
    _ digest: Digest?, _ metadata: Metadata?, target: ByteView
  ) -> Bool? {
    guard let digest else { return nil }
    if digest.byteCount == DigestFormat.content.byteCount {
      return HashFunction.sha1.digest(of: target.raw) == digest
    }
    guard let metadata, metadata.attributesTag == nil else { return nil }
    var header: [UInt8] = []
    BuildKitFormat.appendHeader(.link, mode: metadata.mode, target: target, to: &header)
    return HashFunction.sha256(of: header) == digest
  }
}
