// One entry that both sides have: which of its facts differ.

extension ListingMerge {
  mutating func compareLeaves(_ b: Int, _ a: Int) {
    let (b, a) = (before.order[b], after.order[a])
    let left = before.listing.records[b]
    let right = after.listing.records[a]
    if left.kind != right.kind {
      note(.kind, b, a)
    } else if let beforeDigest = left.digest, let afterDigest = right.digest {
      if beforeDigest != afterDigest { noteContent(b, a) }
    } else if left.kind.isSpecial && before.listing.format == .content {
      if knowsInodes,
        before.listing.facts(ofRecord: b).device != after.listing.facts(ofRecord: a).device
      {
        note(.content, b, a)
      }
    } else {
      if left.digest == nil { unreadableBefore += 1 }
      if right.digest == nil { unreadableAfter += 1 }
      note(.unreadable, b, a)
    }
    compareMetadata(b, a)
  }

  /// Two digests differ: names what it is, as far as the format tells it apart.
  private mutating func noteContent(_ b: Int, _ a: Int) {
    let left = before.listing.records[b]
    let right = after.listing.records[a]
    let isLink = left.kind == .link
    if before.listing.format == .content { return note(isLink ? .target : .content, b, a) }
    guard let old = left.metadata, let new = right.metadata else { return note(.entry, b, a) }
    if isLink, left.target != right.target { note(.target, b, a) }
    if old.mode != new.mode || old.attributesTag != new.attributesTag {
      // Reason enough for the digest; whether the content is another as well can't be seen.
      scope.hiddenContents += isLink ? 0 : 1
    } else if !isLink || left.target == right.target {
      note(.content, b, a)
    }
  }

  /// Notes what differs besides the content of two entries that are taken for one.
  mutating func compareMetadata(_ b: Int, _ a: Int) {
    let left = before.listing.records[b]
    let right = after.listing.records[a]
    guard let old = left.metadata, let new = right.metadata else {
      scope.lacksMetadata = true
      return
    }
    if old.mode != new.mode {
      // A link or a directory has another mode than a file as a matter of course.
      let isLeaf = left.kind.isLeaf && right.kind.isLeaf
      if left.kind == right.kind || isLeaf { note(.mode, b, a) }
    } else if left.kind != .link && depth(of: left.path) > 0 {
      // The root is often made by someone else, so that its mode tells nothing of the umask.
      scope.countUnchanged(old.mode, isDirectory: left.kind == .directory)
    }
    if old.owner != new.owner || old.group != new.group { note(.owner, b, a) }
    if old.attributesTag != new.attributesTag { note(.attributes, b, a) }
  }

  mutating func note(_ aspect: Change.Aspect, _ b: Int, _ a: Int) {
    changes.append(Change(aspect, before: b, after: a))
    switch aspect {
    case .owner, .unreadable: break
    case .mode, .attributes:
      // BuildKit's digest of a directory covers the modes below it, and its own but for the root.
      let isRoot = depth(of: after.listing.records[a].path) == 0
      if before.listing.format == .buildkit && !isRoot { explanations += 1 }
    default: explanations += 1
    }
  }
}

extension EntryKind {
  fileprivate var isLeaf: Bool { self != .directory && self != .link }
}
