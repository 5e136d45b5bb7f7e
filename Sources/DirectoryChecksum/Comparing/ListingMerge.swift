/// Walks two ordered listings side by side, once, and notes what differs.
///
/// Takes memory for the changes, for what one side alone has, and for the directories above the
/// current path.
final class ListingMerge {
  /// What was met on one side so far.
  final class Side {
    let listing: OrderedListing
    /// Records without a digest.
    var unreadable = 0
    /// Records in walk order that the other side does not have. Whether they were added, removed,
    /// moved or are now of another kind is decided when all are known.
    fileprivate(set) var only: RecordWalk
    /// The topmost directory that only this side has and that was passed last: what is below it
    /// has no counterpart either.
    fileprivate var lastOnly: Record?
    /// Paths that the other side, being incomplete, may have or not.
    fileprivate(set) var unlisted = 0

    init(_ listing: OrderedListing) {
      self.listing = listing
      only = RecordWalk(like: listing.records)
    }
  }

  /// A directory that both sides have and whose entries are being merged; one without records is
  /// around everything.
  private final class Frame {
    let parent: Frame?
    let before: Record?
    let after: Record?
    /// Whether a name that a side does not list is a name it does not have.
    let beforeListsAll: Bool
    let afterListsAll: Bool
    /// Whether what a side lists in it is what the directory had.
    let beforeVouches: Bool
    let afterVouches: Bool
    /// Whether the directory is known to be what its lines say, on both sides.
    let isKnown: Bool
    /// Whether its digests, or those of a directory above, prove that its content is equal.
    let isProvenEqual: Bool
    /// Counters as they stood when the directory was entered.
    let explanations: Int
    let unreadableBefore: Int
    let unreadableAfter: Int

    init(
      _ merge: ListingMerge, parent: Frame?, before: Record?, after: Record?,
      beforeListsAll: Bool, afterListsAll: Bool, beforeVouches: Bool, afterVouches: Bool,
      isKnown: Bool, isProvenEqual: Bool
    ) {
      self.parent = parent
      self.before = before
      self.after = after
      self.beforeListsAll = beforeListsAll
      self.afterListsAll = afterListsAll
      self.beforeVouches = beforeVouches
      self.afterVouches = afterVouches
      self.isKnown = isKnown
      self.isProvenEqual = isProvenEqual
      explanations = merge.explanations
      unreadableBefore = merge.before.unreadable
      unreadableAfter = merge.after.unreadable
    }
  }

  let before: Side
  let after: Side
  let format: DigestFormat
  /// Whether devices can be compared by their numbers.
  let knowsInodes: Bool

  /// What a side can't know of any entry, by its origin.
  let unknown: UnknownFacts

  var changes: [Change] = []
  var scope = ComparisonScope()
  /// Changes so far that explain why the directories above have other digests.
  var explanations = 0
  /// How many entries kept their mode, by ``UmaskShift/slot(_:isDirectory:)``.
  var unchangedModes = [Int](repeating: 0, count: UmaskShift.slots)

  init(_ before: OrderedListing, _ after: OrderedListing, knowsInodes: Bool) {
    self.before = Side(before)
    self.after = Side(after)
    format = before.listing.format
    unknown = before.listing.unknown.union(after.listing.unknown)
    self.knowsInodes = knowsInodes
    scope.isIncomplete = true
    scope.lacksMetadata = true
  }
}

extension ListingMerge {
  /// Compares the two listings, which have records and one format.
  func run() {
    scope.isIncomplete = !before.listing.isComplete || !after.listing.isComplete
    scope.lacksMetadata = false
    merge()
    settleCounterparts()
    scope.unlistedAfter = before.unlisted
    scope.unlistedBefore = after.unlisted
    let found = changes
    changes = []
    for index in sortedIndexes(found.count, by: { found[$0].order(to: found[$1]) < 0 }) {
      changes.append(found[index])
    }
  }

  private func merge() {
    let (left, right) = (before.listing, after.listing)
    var frame = Frame(
      self, parent: nil, before: nil, after: nil,
      beforeListsAll: left.root != nil && left.listsAll(at: 0),
      afterListsAll: right.root != nil && right.listsAll(at: 0),
      beforeVouches: !left.listing.findings.isDoubtful,
      afterVouches: !right.listing.findings.isDoubtful, isKnown: false, isProvenEqual: false)
    var b = 0
    var a = 0
    while b < left.records.count || a < right.records.count {
      let order =
        b == left.records.count
        ? 1 : a == right.records.count ? -1 : left.records[b].walkOrder(to: right.records[a])
      let record = order > 0 ? right.records[a] : left.records[b]
      while let parent = frame.parent, let directory = frame.before, !record.isBelow(directory) {
        leave(frame)
        frame = parent
      }
      if order == 0, (record.kind == .directory) == (right.records[a].kind == .directory) {
        if record.kind == .directory {
          frame = enter(b, a, in: frame)
        } else {
          passLeaves(record, right.records[a], in: frame)
        }
      } else {
        if order <= 0, !isUnknown(b, of: before, to: right) {
          passOnly(
            b, of: before, frame, isListed: frame.afterListsAll && frame.beforeVouches)
        }
        if order >= 0, !isUnknown(a, of: after, to: left) {
          passOnly(
            a, of: after, frame, isListed: frame.beforeListsAll && frame.afterVouches)
        }
      }
      if order <= 0 { b += 1 }
      if order >= 0 { a += 1 }
    }
    while let parent = frame.parent {
      leave(frame)
      frame = parent
    }
  }

  /// Whether a directory that one side alone has is of the kind that the other can't have.
  private func isUnknown(_ place: Int, of side: Side, to other: OrderedListing) -> Bool {
    let records = side.listing.records
    guard other.listing.unknown.contains(.emptyDirectories), records[place].kind == .directory,
      side.lastOnly.map({ !records[place].isBelow($0) }) ?? true
    else { return false }
    var next = place + 1
    while next < records.count, records[next].isBelow(records[place]) {
      if records[next].kind != .directory { return false }
      next += 1
    }
    if scope.uncomparedDirectories == 0 { scope.firstUncompared = records[place].path }
    scope.uncomparedDirectories += 1
    // Those above have other digests for it.
    explanations += 1
    return true
  }

  /// Passes what one side alone has; `isListed`: the other side would list it if it had it, and the
  /// record is what it says.
  private func passOnly(_ place: Int, of side: Side, _ frame: Frame, isListed: Bool) {
    let record = side.listing.records[place]
    if !record.hasDigest && !record.kind.isSpecial { side.unreadable += 1 }
    if let last = side.lastOnly, record.isBelow(last) {
      if side.listing.vouches(for: record) {
        side.only.append(place, of: side.listing.records)
      } else {
        side.unlisted += 1
      }
      return
    }
    // A directory in between whose own line was lost would make a missing line no proof.
    let isChild = record.depth == (frame.before?.depth ?? 0) + 1
    let contradicts = frame.isProvenEqual && (format == .buildkit || !record.kind.isSpecial)
    if isChild && isListed && contradicts { scope.contradictions += 1 }
    if isChild && isListed && !(contradicts && scope.isIncomplete) {
      side.only.append(place, of: side.listing.records)
      if record.kind == .directory { side.lastOnly = record }
      explanations += 1
    } else if !record.isRoot && !frame.isProvenEqual {
      side.unlisted += 1
    }
  }

  private func passLeaves(_ left: Record, _ right: Record, in frame: Frame) {
    let isOther = left.digestOrder(to: right) != 0
    let contradicts = frame.isProvenEqual && isOther
    if contradicts { scope.contradictions += 1 }
    guard isKnown(left, of: before, in: frame), isKnown(right, of: after, in: frame) else {
      if isOther && !contradicts { before.unlisted += 1 }
      return
    }
    // Of a damaged side, equal digests above prove that the line is not what was listed.
    if !(contradicts && scope.isIncomplete) { compareLeaves(left, right) }
  }

  /// Whether a digest, or the log itself, vouches for the record, which stands in this frame.
  private func isKnown(_ record: Record, of side: Side, in frame: Frame) -> Bool {
    // The line of a directory in between may be lost.
    let isChild = record.depth == (frame.before?.depth ?? -1) + 1
    return side.listing.isTrusted
      || isChild && (side === before ? frame.beforeVouches : frame.afterVouches)
  }

  private func enter(_ b: Int, _ a: Int, in frame: Frame) -> Frame {
    let (left, right) = (before.listing.records[b], after.listing.records[a])
    let haveDigests = left.digest != nil && right.digest != nil
    let areEqual = haveDigests && left.digestOrder(to: right) == 0
    if left.digest == nil { before.unreadable += 1 }
    if right.digest == nil { after.unreadable += 1 }
    if frame.isProvenEqual && haveDigests && !areEqual { scope.contradictions += 1 }
    let old = extent(left, at: b, of: before, in: frame)
    let new = extent(right, at: a, of: after, in: frame)
    let inner = Frame(
      self, parent: frame, before: left, after: right,
      beforeListsAll: old.listsAll, afterListsAll: new.listsAll,
      beforeVouches: before.listing.vouches(forEntriesOf: b),
      afterVouches: after.listing.vouches(forEntriesOf: a),
      isKnown: old.isKnown && new.isKnown, isProvenEqual: frame.isProvenEqual || areEqual)
    if !old.listsAll || !new.listsAll { scope.hidesMetadata = true }
    if inner.isKnown { compareMetadata(left, right) }
    return inner
  }

  /// What is known of the directory at `place` of a side.
  private func extent(
    _ record: Record, at place: Int, of side: Side, in frame: Frame
  ) -> (isKnown: Bool, listsAll: Bool) {
    let listsAll = side.listing.listsAll(at: place)
    // Its own entries vouch for it as well.
    let isKnown =
      isKnown(record, of: side, in: frame) || listsAll && side.listing.hasEntries(at: place)
    return (isKnown, isKnown && listsAll)
  }

  private func leave(_ frame: Frame) {
    guard let left = frame.before, let right = frame.after else { return }
    if left.digest == nil && before.unreadable == frame.unreadableBefore
      || right.digest == nil && after.unreadable == frame.unreadableAfter
    {
      note(.unreadable, left, right)
    } else if left.digest != nil, right.digest != nil, left.digestOrder(to: right) != 0,
      explanations == frame.explanations, frame.isKnown
    {
      // With nothing left that could differ below it, it is BuildKit's digest of the directory.
      let isItself =
        format == .buildkit && frame.beforeListsAll && frame.afterListsAll && !left.isRoot
      note(isItself ? .entry : .below, left, right)
    }
  }
}

extension Change {
  fileprivate func order(to other: Change) -> Int {
    let order = record.walkOrder(to: other.record)
    return order == 0 ? Int(aspect.rawValue) - Int(other.aspect.rawValue) : order
  }
}
