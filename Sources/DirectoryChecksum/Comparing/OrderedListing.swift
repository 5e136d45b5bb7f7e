/// A listing in the order of a walk, and what can be concluded from a line that it does not have.
struct OrderedListing: Sendable {
  let listing: Listing
  /// The records that count, in walk order, each path once.
  let records: RecordWalk
  /// Whether the listing is what it should be: proven complete, and no path twice with different
  /// facts.
  let isComplete: Bool
  /// Of each record, whether the listing proves that it has all that is in the directory.
  private let isProven: [Bool]
  /// The depth of the deepest record.
  private let maximumDepth: Int

  /// `withSpecials` takes FIFOs, sockets and devices in; a content listing that was printed has
  /// none, so that they can only be compared where both sides know them.
  init(_ listing: Listing, withSpecials: Bool) {
    let all = listing.records
    var listed = [Bool](repeating: false, count: all.count)
    if let unproven = listing.unprovenDirectories, listing.integrity != .complete {
      for index in all.indices { listed[index] = all[index].hasDigest }
      for index in unproven { listed[index] = false }
    }
    var isComplete = listing.integrity == .complete
    var records = RecordWalk(over: all)
    var isProven: [Bool] = []
    // A log may hold lines twice or in disorder.
    for index in sortedIndexes(all.count, by: { all[$0].walkOrder(to: all[$1]) < 0 })
    where withSpecials || !all[index].kind.isSpecial {
      if let last = records.last, last.walkOrder(to: all[index]) == 0 {
        if last != all[index] { isComplete = false }
      } else {
        records.append(index)
        isProven.append(listed[index])
      }
    }
    self.listing = listing
    self.records = records
    self.isComplete = isComplete
    self.isProven = isProven
    maximumDepth = listing.depthLimit
  }
}

extension OrderedListing {
  var root: Record? {
    guard let first = records.first, first.isRoot else { return nil }
    return first
  }

  /// Whether a name without a record is a name that the directory at `place` does not have.
  ///
  /// A complete listing has all children of a directory or, at its last level, none; which of the
  /// two only an empty directory's digest tells. BuildKit's depends on mode and attributes, so that
  /// there a directory without children also counts as empty above the last level, or in a scan,
  /// which has all levels. In any other listing each directory needs a proof of its own.
  func listsAll(at place: Int) -> Bool {
    let record = records[place]
    if hasEntries(at: place) { return isComplete || isProven[place] }
    if DirectoryCheck.isEmpty(record, format: listing.format) { return true }
    guard listing.format == .buildkit, isComplete, record.digest != nil else { return false }
    return listing.hasInodeFacts || record.depth < maximumDepth
  }

  /// Whether a record lies in the directory at `place`.
  func hasEntries(at place: Int) -> Bool {
    place + 1 < records.count && records[place + 1].isBelow(records[place])
  }

  /// Whether each line is one of the listing, whatever the digests say.
  var isTrusted: Bool { isComplete || !listing.findings.isDoubtful }

  /// Whether what is listed in the directory at `place` was listed with it.
  func vouches(forEntriesOf place: Int) -> Bool { isTrusted || isProven[place] }

  /// Whether the record was listed with its directory.
  func vouches(for record: Record) -> Bool {
    if isTrusted { return true }
    var directory = record.path
    directory.shorten(to: RecordPath.parentLength(directory))
    guard let place = records.place(of: directory) else { return false }
    return isProven[place]
  }
}

extension Record {
  /// Sorts by digest: negative, 0 or positive. Records without one come first.
  @inline(never)
  func digestOrder(to other: Record) -> Int {
    withDigest { digest in
      other.withDigest { others in
        if digest.count != others.count { return digest.count - others.count }
        for index in digest.indices where digest[index] != others[index] {
          return Int(digest[index]) - Int(others[index])
        }
        return 0
      }
    }
  }

  /// Whether the digest is the SHA-1 of no bytes: of an empty file or directory.
  @inline(never)
  var hasDigestOfNothing: Bool { digest == HashFunction.sha1(of: []) }
}

extension EntryKind {
  /// What a content listing leaves out.
  var isSpecial: Bool {
    switch self {
    case .directory, .file, .link: false
    case .fifo, .socket, .characterDevice, .blockDevice: true
    }
  }
}
