// One entry that both sides have: which of its facts differ.

extension ListingMerge {
  func compareLeaves(_ left: Record, _ right: Record) {
    if left.kind != right.kind {
      note(.kind, left, right)
    } else if left.digest != nil && right.digest != nil {
      if left.digestOrder(to: right) != 0 { noteContent(left, right) }
    } else if left.kind.isSpecial && format == .content {
      if knowsInodes, (left.inodeFacts?.device ?? 0) != (right.inodeFacts?.device ?? 0) {
        note(.content, left, right)
      }
    } else {
      if left.digest == nil { before.unreadable += 1 }
      if right.digest == nil { after.unreadable += 1 }
      note(.unreadable, left, right)
    }
    compareMetadata(left, right)
  }

  /// Two digests differ: names what it is, as far as the format tells it apart.
  private func noteContent(_ left: Record, _ right: Record) {
    let isLink = left.kind == .link
    if format == .content { return note(isLink ? .target : .content, left, right) }
    guard let old = left.metadata, let new = right.metadata else {
      return note(.entry, left, right)
    }
    let hasOtherTarget = isLink && left.target != right.target
    if hasOtherTarget { note(.target, left, right) }
    if old.mode != new.mode || haveOtherAttributes(left, right) {
      // Reason enough for the digest; whether the content is another as well can't be seen.
      scope.hiddenContents += isLink ? 0 : 1
    } else if !hasOtherTarget {
      note(.content, left, right)
    }
  }

  /// Notes what differs besides the content of two entries that are taken for one.
  func compareMetadata(_ left: Record, _ right: Record) {
    guard let old = left.metadata, let new = right.metadata else {
      scope.lacksMetadata = true
      return
    }
    let unknown = unknown(of: left, right)
    let bits = Self.comparedBits(of: left, unknown)
    if (old.mode ^ new.mode) & bits != 0 {
      // A link or a directory has another mode than a file as a matter of course.
      if left.kind == right.kind || left.kind.isLeaf && right.kind.isLeaf {
        note(.mode, left, right)
      }
    } else if left.kind != .link && !left.isRoot && bits != 0 {
      // The root is often made by someone else, so that its mode tells nothing of the umask.
      unchangedModes[UmaskShift.slot(old.mode, isDirectory: left.kind == .directory)] += 1
    }
    if left.isReincluded != right.isReincluded, knowsInodes { scope.hasOtherRules = true }
    for tag in [old.attributesTag, new.attributesTag] where tag?.isShort == true {
      scope.hasShortTags = true
    }
    if old.owner != new.owner || old.group != new.group, !unknown.contains(.owners) {
      note(.owner, left, right)
    }
    // Those of an entry that could not be read are not known.
    if !unknown.contains(.attributes), haveOtherAttributes(left, right), wasRead(left),
      wasRead(right)
    {
      note(.attributes, left, right)
    }
  }

  /// Whether nothing kept the entry from being read; content listings have no digest of some kinds.
  private func wasRead(_ record: Record) -> Bool {
    record.digest != nil || format == .content && record.kind.isSpecial
  }

  /// What is not known of this entry on one side at least.
  private func unknown(of left: Record, _ right: Record) -> UnknownFacts {
    let isMadeUp = left.inodeFacts?.isMadeUp == true || right.inodeFacts?.isMadeUp == true
    if isMadeUp { return unknown.union([.modes, .owners, .attributes]) }
    let isUnknownRoot = left.isRoot && unknown.contains(.rootMode)
    return isUnknownRoot ? unknown.union([.owners, .attributes]) : unknown
  }

  /// The bits of a mode that both sides know.
  private static func comparedBits(of record: Record, _ unknown: UnknownFacts) -> UInt16 {
    if unknown.contains(.modes) || record.isRoot && unknown.contains(.rootMode) { return 0 }
    let setIDs: UnknownFacts = record.kind == .directory ? .directorySetIDs : .setIDs
    return unknown.contains(setIDs) ? 0o1777 : 0o7777
  }

  /// Compares the attributes whole where both sides are at hand, else what stands for them.
  private func haveOtherAttributes(_ left: Record, _ right: Record) -> Bool {
    if knowsInodes { return left.attributes != right.attributes }
    return AttributesTag.differ(left.metadata?.attributesTag, right.metadata?.attributesTag)
  }

  func note(_ aspect: Change.Aspect, _ left: Record, _ right: Record) {
    changes.append(Change(aspect, left, right))
    switch aspect {
    case .owner, .unreadable: break
    case .mode, .attributes:
      // BuildKit's digest of a directory covers the modes below it, and its own but for the root.
      if format == .buildkit && !right.isRoot { explanations += 1 }
    default: explanations += 1
    }
  }
}

extension Record {
  /// The extended attributes, where a scan knows them whole.
  var attributes: Attributes { inodeFacts?.attributes ?? Attributes() }

  /// Whether it is there for the sake of what the ignore rules keep below it.
  var isReincluded: Bool { inodeFacts?.isReincluded ?? false }
}

extension EntryKind {
  fileprivate var isLeaf: Bool { self != .directory && self != .link }
}
