/// A listing in the order of a walk, and what can be concluded from a line that it does not have.
final class OrderedListing: Sendable {
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
    if place + 1 < records.count, records[place + 1].isBelow(record) {
      return isComplete || isProven[place]
    }
    if DirectoryCheck.isEmpty(record, format: listing.format) { return true }
    guard listing.format == .buildkit, isComplete, record.digest != nil else { return false }
    return listing.hasInodeFacts || record.depth < maximumDepth
  }
}

extension OrderedListing {
  /// So many paths that begin like a record's are tried, and names of so many bytes more.
  private static let maximumLikePaths = 256
  private static let maximumName = 256

  /// Whether a record that no digest vouches for may be another run's, or the line of another entry,
  /// which `other` lists and this does not: cut, or with what followed it glued to it.
  func mayMisspell(_ record: Record, of other: OrderedListing) -> Bool {
    func isMissing(_ entry: Record) -> Bool {
      entry.kind == record.kind && records.place(of: entry.path) == nil
    }
    if listing.findings.isMixed { return true }
    let path = record.path
    let start = lowerBound(below: other.records.count) {
      other.records[$0].walkOrder(to: path) < 0
    }
    for place in start..<min(start + Self.maximumLikePaths, other.records.count) {
      let entry = other.records[place]
      guard entry.withPath({ $0.starts(with: path) }) else { break }
      // A line may as well be cut within the name of a directory.
      if entry.depth == record.depth || entry.hasKnownDigest(of: record), isMissing(entry) {
        return true
      }
    }
    var shorter = path
    let parent = RecordPath.parentLength(path)
    while shorter.count > parent + 1, path.count - shorter.count < Self.maximumName {
      shorter.removeLast()
      if let entry = other.records.entry(at: shorter), isMissing(entry) { return true }
    }
    return false
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
  var hasDigestOfNothing: Bool { digest == HashFunction.sha1.digest(of: []) }
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
