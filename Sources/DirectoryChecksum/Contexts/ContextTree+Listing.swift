// Two listings of a context are compared by digests that follow from their records. They are not
// BuildKit's, unless the listings have those: they only have to be the same where BuildKit's are.

/// Which facts of a listing's records a tree is made of.
package struct ListingFacts: Sendable {
  /// All that BuildKit's digests cover. What the listing does not say has no digest.
  package static let all = ListingFacts()
  /// Kinds and contents alone: what differs in them differs for BuildKit as well.
  package static let contents = ListingFacts(hasContentsAlone: true)

  /// What one of two sides can't know: it is in no digest, be it known here or not.
  var leftOut: UnknownFacts = []
  var hasContentsAlone = false
}

extension ListingFacts {
  /// The bits of a mode that count.
  fileprivate func modeBits(of kind: EntryKind) -> UInt16 {
    if leftOut.contains(.modes) { return 0 }
    return leftOut.contains(kind == .directory ? .directorySetIDs : .setIDs) ? 0o1777 : 0o7777
  }
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
      records[$0].walkOrder(to: records[$1]) < 0
    }
    var rootDigest: Digest?
    for record in records where record.isRoot { rootDigest = record.digest }
    self.init(rootDigest: rootDigest)
    for index in order {
      let record = records[index]
      guard !record.isRoot, ContentFormat.counts(record.kind) || !facts.leftOut.contains(.specials)
      else { continue }
      let depth = record.depth
      close(to: depth)
      // Where the line of a directory is lost, so is what is in it.
      guard openCount == depth else { continue }
      record.withName {
        append(
          name: $0, record.kind, size: 0, digest: Self.digest(of: record, listing, facts),
          header: Self.header(of: record, listing, facts), target: record.target, depth: depth)
      }
    }
    close(to: 0)
    hideUnlisted(listing)
    if !facts.hasContentsAlone, listing.format == .content { foldDirectories() }
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
      folded.append(record.with(digest: tree.contents[node].digest))
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
    for record in listing.records where record.kind == .directory {
      // Something in it could not be read, or is not shown.
      if record.digest == nil, let node = node(of: record) { hide(node) }
      guard record.depth == limit else { continue }
      guard let digest = record.digest, let node = node(of: record), nodes[node].end == node + 1
      else { continue }
      var isEmpty = false
      if listing.format == .content {
        isEmpty = digest == HashFunction.sha1(of: [])
      } else if let header = header(of: node) {
        var text: [UInt8] = []
        BuildKitFormat.appendDirectory(header: header, to: &text)
        isEmpty = digest == HashFunction.sha256(of: text)
      }
      if !isEmpty { hide(node) }
    }
  }

  /// Stands for what BuildKit hashes of an entry that is no directory, or for all that is known of
  /// one that is; nil where something is missing.
  private static func digest(
    of record: Record, _ listing: Listing, _ facts: ListingFacts
  ) -> Digest? {
    var known = record.digest
    // FIFOs, sockets and devices have nothing in them, and so no digest in a scan for contents.
    if listing.format == .content, listing.hasInodeFacts, !ContentFormat.counts(record.kind) {
      known = HashFunction.sha1(of: [])
    }
    guard let digest = known else { return nil }
    if facts.hasContentsAlone || listing.format == .buildkit { return digest }
    guard record.kind != .directory, let text = header(of: record, in: listing, facts) else {
      return nil
    }
    var whole = text
    whole.append(hexadecimal: digest)
    return HashFunction.sha256(of: whole)
  }

  private static func header(
    of record: Record, _ listing: Listing, _ facts: ListingFacts
  ) -> Digest? {
    guard record.kind == .directory else { return nil }
    if facts.hasContentsAlone { return HashFunction.sha256(of: []) }
    return header(of: record, in: listing, facts).map { HashFunction.sha256(of: $0) }
  }

  /// BuildKit's header with a tag for the attributes; nil where the mode is not known, or the tag
  /// is one of those that others share.
  private static func header(
    of record: Record, in listing: Listing, _ facts: ListingFacts
  ) -> [UInt8]? {
    let unknown = listing.unknown.subtracting(facts.leftOut)
    guard let metadata = record.metadata, unknown.isDisjoint(with: .countedByBuildKit),
      record.inodeFacts?.isMadeUp != true
    else { return nil }
    let tag = facts.leftOut.contains(.attributes) ? nil : metadata.attributesTag
    if tag?.isShort ?? false { return nil }
    var text: [UInt8] = []
    BuildKitFormat.appendHeader(
      record.kind, mode: metadata.mode & facts.modeBits(of: record.kind),
      device: record.inodeFacts?.device ?? 0, to: &text)
    if let tag { text.append(tag) }
    return text
  }
}
