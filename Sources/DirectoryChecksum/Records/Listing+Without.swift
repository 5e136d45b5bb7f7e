extension Listing {
  /// The listing as it would be without the entry at `path`, for one of content digests that lists
  /// it: the directories above it get the digests that follow from what else is in them.
  package func without(_ path: [UInt8]) -> Listing {
    var kept: [Record] = []
    for record in records where !record.isAt(path) { kept.append(record) }
    guard kept.count < records.count else { return self }
    var length = path.count
    while format == .content, length > 0 {
      length = RecordPath.parentLength([UInt8](path[..<length]))
      let directory = length == 0 ? [UInt8(ascii: ".")] : [UInt8](path[..<length])
      for index in kept.indices where kept[index].isAt(directory) {
        kept[index] = kept[index].with(digest: Self.content(of: directory, in: kept))
      }
    }
    return Listing(
      format: format, records: kept, integrity: integrity, label: label,
      hasInodeFacts: hasInodeFacts, findings: findings)
  }

  /// The digest of a directory all of whose children are among `records`, which are in listing
  /// order; nil where one of them has none.
  private static func content(of directory: [UInt8], in records: [Record]) -> Digest? {
    var text: [UInt8] = []
    let start = RecordPath.isRoot(directory) ? 0 : directory.count + 1
    for record in records
    where !record.isRoot && record.nameStart == start
      && (start == 0 || record.withPath { $0.starts(with: directory) })
    {
      guard let digest = record.digest else { return nil }
      record.withName {
        ContentFormat.append(name: $0, kind: record.kind, digest: digest, to: &text)
      }
    }
    return HashFunction.sha1(of: text)
  }
}

extension Record {
  /// The record with another digest.
  func with(digest: Digest?) -> Record {
    Record(
      digest: digest, kind: kind, path: path, metadata: metadata, target: target,
      inodeFacts: inodeFacts)
  }
}
