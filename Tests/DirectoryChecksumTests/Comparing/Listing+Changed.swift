@testable import DirectoryChecksum

extension Listing {
  /// The listing with other records; `change` gets those it has.
  func changed(
    integrity: Integrity? = nil, label: [UInt8]? = nil, unprovenDirectories: [Int]? = nil,
    _ change: (inout [Record]) -> Void = { _ in }
  ) -> Listing {
    var records = records
    change(&records)
    return Listing(
      format: format, records: records, integrity: integrity ?? self.integrity,
      label: label ?? self.label,
      unprovenDirectories: unprovenDirectories ?? self.unprovenDirectories,
      hasInodeFacts: hasInodeFacts,
      findings: findings)
  }
}

extension Record {
  /// The record with another path or digest.
  func changed(digest: Digest?? = nil, path: [UInt8]? = nil) -> Record {
    Record(
      digest: digest ?? self.digest, kind: kind, path: path ?? self.path, metadata: metadata,
      target: target, inodeFacts: inodeFacts)
  }
}
