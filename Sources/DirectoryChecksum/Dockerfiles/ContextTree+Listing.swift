// Two listings of a context are compared by digests that follow from their records. They are not
// BuildKit's, unless the listings have those: they only have to be the same where BuildKit's are.

/// Which facts of a listing's records a tree is made of.
package enum ListingFacts: Sendable {
  /// All that BuildKit's digests cover. What the listing does not say has no digest.
  case all
  /// Kinds and contents alone: what differs in them differs for BuildKit as well.
  case contents
}

extension UnknownFacts {
  /// Those of an entry that BuildKit's digests cover.
  fileprivate static let countedByBuildKit: UnknownFacts = [
    .modes, .setIDs, .directorySetIDs, .groupModes, .attributes,
  ]
}

extension ContextTree {
  /// Takes the records of a listing, which need not have all levels.
  package init(_ listing: Listing, _ facts: ListingFacts) {
    let records = listing.records
    let order = sortedIndexes(records.count) {
      RecordPath.walkOrder(records[$0].path, records[$1].path) < 0
    }
    var rootDigest: Digest?
    for record in records where record.isRoot { rootDigest = record.digest }
    self.init(rootDigest: rootDigest)
    for index in order {
      let record = records[index]
      guard !record.isRoot else { continue }
      let depth = record.depth
      close(to: depth)
      // Where the line of a directory is lost, so is what is in it.
      guard openCount == depth else { continue }
      let start = RecordPath.parentLength(record.path)
      let name = record.path.withUnsafeBufferPointer {
        [UInt8]($0.from(start == 0 ? 0 : start + 1))
      }
      name.withUnsafeBufferPointer { name in
        append(
          name: name, record.kind, size: 0,
          digest: Self.digest(of: record, listing, facts),
          header: Self.header(of: record, listing, facts), target: record.target, depth: depth)
      }
    }
    close(to: 0)
    hideUnlisted(listing)
    if facts == .all, listing.format == .content { foldDirectories() }
  }

  /// The records of a listing with BuildKit's digests, from which some were taken away, with the
  /// digests of directories that follow; none where a directory has attributes, of which a listing
  /// shows too little.
  static func foldedRecords(_ listing: Listing) -> [Record] {
    let records = listing.records
    var tree = ContextTree(listing, .all)
    for record in records
    where record.kind == .directory && record.metadata?.attributesTag != nil {
      if let node = tree.node(of: record) { tree.hide(node) }
    }
    tree.foldDirectories()
    var folded: [Record] = []
    for record in records {
      guard record.kind == .directory, let node = tree.node(of: record) else {
        folded.append(record)
        continue
      }
      folded.append(record.with(digest: tree.nodes[node].digest))
    }
    return folded
  }

  /// The entry that a record is about; nil where there is none.
  package func node(of record: Record) -> Int? {
    if record.isRoot { return 0 }
    let path = record.path
    guard
      case .entry(let node) = destination(of: path, followsLast: false, isPresent: { _ in true })
    else { return nil }
    return node
  }

  /// Marks the directories that hold something of which the listing shows nothing.
  private mutating func hideUnlisted(_ listing: Listing) {
    let limit = listing.depthLimit
    for record in listing.records where record.kind == .directory && record.depth == limit {
      guard let digest = record.digest, let node = node(of: record), nodes[node].end == node + 1
      else { continue }
      var isEmpty = false
      if listing.format == .content {
        isEmpty = digest == HashFunction.sha1.digest(of: [])
      } else if let header = header(of: node) {
        var text: [UInt8] = []
        BuildKitFormat.appendDirectory(header: header, to: &text)
        isEmpty = digest == HashFunction.sha256.digest(of: text)
      }
      if !isEmpty { hide(node) }
    }
  }

  /// Stands for what BuildKit hashes of an entry that is no directory, or for all that is known of
  /// one that is; nil where something is missing.
  private static func digest(
    of record: Record, _ listing: Listing, _ facts: ListingFacts
  ) -> Digest? {
    guard let digest = record.digest else { return nil }
    if facts == .contents || listing.format == .buildkit { return digest }
    guard record.kind != .directory, let text = header(of: record, in: listing) else { return nil }
    var whole = text
    // A socket is an empty file.
    whole.append(hexadecimal: record.kind == .socket ? HashFunction.sha1.digest(of: []) : digest)
    return HashFunction.sha256.digest(of: whole)
  }

  private static func header(
    of record: Record, _ listing: Listing, _ facts: ListingFacts
  ) -> Digest? {
    guard record.kind == .directory else { return nil }
    if facts == .contents { return HashFunction.sha256.digest(of: []) }
    return header(of: record, in: listing).map { HashFunction.sha256.digest(of: $0) }
  }

  /// BuildKit's header with a tag for the attributes; nil where the mode is not known, or the tag
  /// is one of those that others share.
  private static func header(of record: Record, in listing: Listing) -> [UInt8]? {
    guard let metadata = record.metadata, listing.unknown.isDisjoint(with: .countedByBuildKit),
      record.inodeFacts?.isMadeUp != true
    else { return nil }
    if metadata.attributesTag?.isShort ?? false { return nil }
    var text: [UInt8] = []
    BuildKitFormat.appendHeader(
      record.kind, mode: metadata.mode, device: record.inodeFacts?.device ?? 0, to: &text)
    if let tag = metadata.attributesTag { text.append(tag) }
    return text
  }
}
