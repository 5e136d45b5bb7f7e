/// The files of an archive that may be an image's, taken as they pass: on a pipe they come before
/// what says that they are.
final class ImageBlobs {
  private struct Entry {
    let node: Int
    let blob: ImageBlob
  }

  private let format: DigestFormat
  private var entries: [Entry] = []
  private var textSize = 0

  /// No file of an image has more directories above it: `blobs/sha256/HEX`.
  static let deepest: UInt16 = 3
  /// So much JSON is kept, in bytes: an archive of anything else may have a lot of it.
  private static let mostText = 64 << 20

  init(_ format: DigestFormat) {
    self.format = format
  }

  /// The blob that the file `node` of the archive is.
  func blob(_ node: Int) -> ImageBlob? {
    // A later member of a name replaces an earlier one.
    for entry in entries.reversed() where entry.node == node { return entry.blob }
    return nil
  }

  /// Whether a file may be one of an image, by its path, `depth` names long, and its first bytes:
  /// JSON, or an archive that may be compressed. Deeper than the root a directory's or a file's name
  /// is a digest.
  static func mayBeBlob(
    _ path: [UInt8], depth: UInt16, _ start: UnsafeRawBufferPointer
  ) -> Bool {
    guard depth <= deepest, let first = start.first else { return false }
    guard depth == 1 || hasDigest(path) else { return false }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
      || GzipSource.begins(with: start) || TarHeader(start) != nil || TarHeader.isZero(start)
      || PackedForm(start.bindMemory(to: UInt8.self)) == .zstd
  }

  private static func hasDigest(_ path: [UInt8]) -> Bool {
    path.withUnsafeBufferPointer { path in
      var start = 0
      while start < path.count {
        let end = path.nameEnd(from: start)
        if ImageDigest.isHexadecimal(path.slice(start, min(end, start + 64))) { return true }
        start = end + 1
      }
      return false
    }
  }

  /// Reads the content of the member `node`; `hash` has what is hashed in front of it. The digest
  /// of the member as a file.
  func read(
    _ tar: TarReader, _ node: Int, _ hash: HashFunction
  ) throws(ArchiveError) -> Digest {
    let source = MemberSource(tar, hash)
    let blob = try ImageBlob(source, format)
    if blob.layer != nil || blob.json != nil || blob.failure != nil {
      textSize += blob.json?.count ?? 0
      if textSize <= Self.mostText { entries.append(Entry(node: node, blob: blob)) }
    }
    var end = source.hash
    return end.finalize()
  }
}
