// The walk itself: which directory both sides are in, what of it is known, and what one side has alone.

extension ListingMerge {
  /// Goes through both sides, each record once.
  func walk() {
    let (left, right) = (before.listing, after.listing)
    // What is around everything, and the directories that both sides are in.
    var frames = [
      Frame(
        before: outermost(before), after: outermost(after), depth: nil, isProvenEqual: false,
        explanations: 0)
    ]
    var b = 0
    var a = 0
    while b < left.records.count || a < right.records.count {
      let order =
        b == left.records.count
        ? 1 : a == right.records.count ? -1 : left.records[b].walkOrder(to: right.records[a])
      let record = order > 0 ? right.records[a] : left.records[b]
      leave(&frames, for: record)
      let frame = frames[frames.count - 1]
      if order == 0, (record.kind == .directory) == (right.records[a].kind == .directory) {
        if record.kind == .directory {
          frames.append(enter(b, a, in: frame))
        } else {
          passLeaves(record, right.records[a], in: frame)
        }
      } else {
        if order <= 0, !isUnknown(b, of: before, to: right) {
          passOnly(b, of: before, frame, isListed: frame.after.listsAll && frame.before.vouches)
        }
        if order >= 0, !isUnknown(a, of: after, to: left) {
          passOnly(a, of: after, frame, isListed: frame.before.listsAll && frame.after.vouches)
        }
      }
      if order <= 0 { b += 1 }
      if order >= 0 { a += 1 }
    }
    leave(&frames, for: nil)
  }

  /// Leaves the directories that `record`, the next one, is not in; all of them where there is none.
  private func leave(_ frames: inout [Frame], for record: Record?) {
    while frames.count > 1 {
      let frame = frames[frames.count - 1]
      if let record, record.isBelow(before.listing.records[frame.before.place]) { return }
      leave(frame)
      frames.removeLast()
    }
  }

  /// What is around all that a side lists.
  private func outermost(_ side: Side) -> Frame.Half {
    Frame.Half(
      place: -1, isKnown: false, listsAll: side.listing.root != nil && side.listing.listsAll(at: 0),
      vouches: !side.listing.listing.findings.isDoubtful, unreadable: 0)
  }

  private func enter(_ b: Int, _ a: Int, in frame: Frame) -> Frame {
    let (left, right) = (before.listing.records[b], after.listing.records[a])
    let haveDigests = left.hasDigest && right.hasDigest
    let areEqual = haveDigests && left.digestOrder(to: right) == 0
    if !left.hasDigest { before.unreadable += 1 }
    if !right.hasDigest { after.unreadable += 1 }
    if frame.isProvenEqual && haveDigests && !areEqual { scope.contradictions += 1 }
    let inner = Frame(
      before: half(b, of: before, in: frame, frame.before),
      after: half(a, of: after, in: frame, frame.after), depth: left.depth,
      isProvenEqual: frame.isProvenEqual || areEqual, explanations: explanations)
    if !inner.before.listsAll || !inner.after.listsAll { scope.hidesMetadata = true }
    if inner.before.isKnown && inner.after.isKnown { compareMetadata(left, right) }
    return inner
  }

  /// The directory at `place` of a side, of which `outer` is what it is in.
  private func half(
    _ place: Int, of side: Side, in frame: Frame, _ outer: Frame.Half
  ) -> Frame.Half {
    let listing = side.listing
    let listsAll = listing.listsAll(at: place)
    // Its own entries vouch for it as well.
    let isKnown =
      isKnown(listing.records[place], of: side, in: frame, outer)
      || listsAll && listing.hasEntries(at: place)
    return Frame.Half(
      place: place, isKnown: isKnown, listsAll: isKnown && listsAll,
      vouches: listing.vouches(forEntriesOf: place), unreadable: side.unreadable)
  }

  /// Whether a digest, or the log itself, vouches for the record, which stands in this frame.
  private func isKnown(
    _ record: Record, of side: Side, in frame: Frame, _ half: Frame.Half
  ) -> Bool {
    // The line of a directory in between may be lost.
    let isChild = record.depth == (frame.depth ?? -1) + 1
    return side.listing.isTrusted || isChild && half.vouches
  }

  private func leave(_ frame: Frame) {
    let left = before.listing.records[frame.before.place]
    let right = after.listing.records[frame.after.place]
    if !left.hasDigest && before.unreadable == frame.before.unreadable
      || !right.hasDigest && after.unreadable == frame.after.unreadable
    {
      note(.unreadable, left, right)
    } else if left.hasDigest, right.hasDigest, left.digestOrder(to: right) != 0,
      explanations == frame.explanations, frame.before.isKnown, frame.after.isKnown
    {
      // With nothing left that could differ below it, it is BuildKit's digest of the directory.
      let isItself =
        format == .buildkit && frame.before.listsAll && frame.after.listsAll && !left.isRoot
      note(isItself ? .entry : .below, left, right)
    }
  }
}

extension ListingMerge {
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
    let isChild = record.depth == (frame.depth ?? 0) + 1
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
    guard isKnown(left, of: before, in: frame, frame.before),
      isKnown(right, of: after, in: frame, frame.after)
    else {
      if isOther && !contradicts { before.unlisted += 1 }
      return
    }
    // Of a damaged side, equal digests above prove that the line is not what was listed.
    if !(contradicts && scope.isIncomplete) { compareLeaves(left, right) }
  }
}
