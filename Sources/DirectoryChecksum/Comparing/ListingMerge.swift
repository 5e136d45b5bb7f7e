/// Walks two ordered listings side by side, once, and notes what differs.
///
/// Takes memory for the changes and for the directories above the current path alone.
struct ListingMerge {
  /// A directory that both sides have and whose entries are being merged.
  private struct Frame {
    /// Positions in the order of either side; -1 for the frame around everything.
    var before: Int
    var after: Int
    /// Whether a name that a side does not list is a name it does not have.
    var beforeListsAll: Bool
    var afterListsAll: Bool
    /// Whether its digests, or those of a directory above, prove that its content is equal.
    var isProvenEqual: Bool
    /// Counters as they stood when the directory was entered.
    var explanations: Int
    var unreadableBefore: Int
    var unreadableAfter: Int
  }

  let before: OrderedListing
  let after: OrderedListing
  /// Whether devices can be compared by their numbers.
  let knowsInodes: Bool

  var changes: [Change] = []
  /// Records, in no certain order, that only one side has. Whether they were added, moved or are
  /// now of another kind is decided when all are known.
  private(set) var onlyBefore: [Int] = []
  private(set) var onlyAfter: [Int] = []
  var scope = ComparisonScope()

  private var frames: [Frame] = []
  /// Changes so far that explain why the directories above have other digests.
  var explanations = 0
  /// Records without a digest so far.
  var unreadableBefore = 0
  var unreadableAfter = 0
  /// The topmost directory that only one side has and that was passed last: what is below it has
  /// no counterpart either.
  private var lastOnlyBefore: Int?
  private var lastOnlyAfter: Int?

  init(_ before: OrderedListing, _ after: OrderedListing, knowsInodes: Bool) {
    self.before = before
    self.after = after
    self.knowsInodes = knowsInodes
  }
}

extension ListingMerge {
  mutating func run() {
    let beforeHasRoot = before.root != nil
    let afterHasRoot = after.root != nil
    frames.append(
      Frame(
        before: -1, after: -1, beforeListsAll: beforeHasRoot && before.listsAll(at: 0),
        afterListsAll: afterHasRoot && after.listsAll(at: 0), isProvenEqual: false,
        explanations: 0, unreadableBefore: 0, unreadableAfter: 0))
    var b = 0
    var a = 0
    while b < before.order.count || a < after.order.count {
      let order: Int
      if b == before.order.count {
        order = 1
      } else if a == after.order.count {
        order = -1
      } else {
        order = listingOrder(recordBefore(b), recordAfter(a))
      }
      leaveFrames(notAbove: order > 0 ? recordAfter(a).path : recordBefore(b).path)
      if order < 0 {
        passOnlyBefore(b)
      } else if order > 0 {
        passOnlyAfter(a)
      } else {
        passBoth(b, a)
      }
      if order <= 0 { b += 1 }
      if order >= 0 { a += 1 }
    }
    while frames.count > 1 { leaveFrame() }
  }

  private func recordBefore(_ position: Int) -> Record {
    before.listing.records[before.order[position]]
  }

  private func recordAfter(_ position: Int) -> Record {
    after.listing.records[after.order[position]]
  }
}

// MARK: - What one side alone has

extension ListingMerge {
  private mutating func passOnlyBefore(_ position: Int) {
    let record = recordBefore(position)
    if record.digest == nil && !record.kind.isSpecial { unreadableBefore += 1 }
    let frame = frames[frames.count - 1]
    if let last = lastOnlyBefore, isBelow(record.path, before.listing.records[last].path) {
      onlyBefore.append(before.order[position])
    } else if isChild(record.path, of: frame), frame.afterListsAll {
      onlyBefore.append(before.order[position])
      if record.kind == .directory { lastOnlyBefore = before.order[position] }
      explanations += 1
      if frame.isProvenEqual { scope.contradictions += 1 }
    } else if depth(of: record.path) > 0 && !frame.isProvenEqual {
      scope.unlistedAfter += 1
    }
  }

  private mutating func passOnlyAfter(_ position: Int) {
    let record = recordAfter(position)
    if record.digest == nil && !record.kind.isSpecial { unreadableAfter += 1 }
    let frame = frames[frames.count - 1]
    if let last = lastOnlyAfter, isBelow(record.path, after.listing.records[last].path) {
      onlyAfter.append(after.order[position])
    } else if isChild(record.path, of: frame), frame.beforeListsAll {
      onlyAfter.append(after.order[position])
      if record.kind == .directory { lastOnlyAfter = after.order[position] }
      explanations += 1
      if frame.isProvenEqual { scope.contradictions += 1 }
    } else if depth(of: record.path) > 0 && !frame.isProvenEqual {
      scope.unlistedBefore += 1
    }
  }

  /// Whether nothing stands between `path` and the frame's directory. A directory in between
  /// whose own line was lost would make a missing line no proof.
  private func isChild(_ path: [UInt8], of frame: Frame) -> Bool {
    depth(of: path) == (frame.before < 0 ? 1 : depth(of: recordBefore(frame.before).path) + 1)
  }
}

// MARK: - What both sides have

extension ListingMerge {
  private mutating func passBoth(_ b: Int, _ a: Int) {
    let left = recordBefore(b)
    let right = recordAfter(a)
    let frame = frames[frames.count - 1]
    guard left.kind == .directory else {
      compareLeaves(b, a)
      if frame.isProvenEqual && left.digest != right.digest { scope.contradictions += 1 }
      return
    }
    let known = left.digest != nil && right.digest != nil
    let listsAll = (before.listsAll(at: b), after.listsAll(at: a))
    if left.digest == nil { unreadableBefore += 1 }
    if right.digest == nil { unreadableAfter += 1 }
    if frame.isProvenEqual && known && left.digest != right.digest { scope.contradictions += 1 }
    if !listsAll.0 || !listsAll.1 { scope.hidesMetadata = true }
    frames.append(
      Frame(
        before: b, after: a, beforeListsAll: listsAll.0, afterListsAll: listsAll.1,
        isProvenEqual: frame.isProvenEqual || known && left.digest == right.digest,
        explanations: explanations, unreadableBefore: unreadableBefore,
        unreadableAfter: unreadableAfter))
    compareMetadata(before.order[b], after.order[a])
  }
}

// MARK: - Directories that are done

extension ListingMerge {
  private mutating func leaveFrames(notAbove path: [UInt8]) {
    while frames.count > 1,
      !isBelow(path, recordBefore(frames[frames.count - 1].before).path)
    {
      leaveFrame()
    }
  }

  private mutating func leaveFrame() {
    let frame = frames.removeLast()
    let left = recordBefore(frame.before)
    let right = recordAfter(frame.after)
    let (b, a) = (before.order[frame.before], after.order[frame.after])
    if left.digest == nil && unreadableBefore == frame.unreadableBefore
      || right.digest == nil && unreadableAfter == frame.unreadableAfter
    {
      note(.unreadable, b, a)
    } else if let old = left.digest, let new = right.digest, old != new,
      explanations == frame.explanations
    {
      // With nothing left that could differ below it, it is BuildKit's digest of the directory.
      let isItself =
        before.listing.format == .buildkit && frame.beforeListsAll && frame.afterListsAll
        && depth(of: left.path) > 0
      note(isItself ? .entry : .below, b, a)
    }
  }
}
