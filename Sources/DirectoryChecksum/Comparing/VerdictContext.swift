/// The two trees as far as a single change does not say what a builder makes of it.
struct VerdictContext {
  let comparison: Comparison
  private let knowsInodes: Bool
  private let hasUserNames: Bool
  private let hasGroupNames: Bool

  /// Whether other files are names of one inode, or the same in another grouping; nil where that
  /// is not known.
  lazy var hardLinksDiffer: Bool? = HardLinks.differ(comparison)
  /// Whether the entries without their names are another sequence.
  lazy var sequencesDiffer: Bool? = NamelessWalk.differ(comparison)
  /// Whether the links that came, went, moved or have another target point at something else.
  lazy var pointeesDiffer: Bool? = LinkPointees.differ(comparison)

  init(_ comparison: Comparison) {
    self.comparison = comparison
    knowsInodes = comparison.before.inodeFacts != nil && comparison.after.inodeFacts != nil
    var hasUserNames = false
    var hasGroupNames = false
    let passwd = [UInt8]("etc/passwd" as StaticString)
    let group = [UInt8]("etc/group" as StaticString)
    for listing in [comparison.before, comparison.after] {
      for record in listing.records where record.kind == .file {
        if record.path == passwd { hasUserNames = true }
        if record.path == group { hasGroupNames = true }
      }
    }
    self.hasUserNames = hasUserNames
    self.hasGroupNames = hasGroupNames
  }
}

extension VerdictContext {
  /// The fact, or two facts, that a change comes down to.
  func facts(of change: Change) -> (BuilderFact, BuilderFact?) {
    if let (old, new) = comparison.records(of: change) {
      return VerdictContext.facts(of: change, old, new)
    }
    switch comparison.record(of: change).kind {
    case .link: return (.link, nil)
    case .socket: return (.socket, nil)
    default: return (.name, nil)
    }
  }

  /// The same, of a change of an entry that both sides have.
  static func facts(
    of change: Change, _ old: Record, _ new: Record
  ) -> (BuilderFact, BuilderFact?) {
    let isRoot = depth(of: new.path) == 0
    switch change.aspect {
    case .added, .removed, .moved:
      switch new.kind {
      case .link: return (.link, nil)
      case .socket: return (.socket, nil)
      default: return (.name, nil)
      }
    case .kind: return (.kind, nil)
    case .content: return (new.kind.isDevice ? .device : .content, nil)
    case .target: return (.target, nil)
    case .entry: return (.entry, nil)
    case .mode:
      if isRoot { return (.rootMode, nil) }
      let bits = (old.metadata?.mode ?? 0) ^ (new.metadata?.mode ?? 0)
      if bits & 0o6000 == 0 { return (.mode, nil) }
      return (.setIDs, bits & 0o1777 == 0 ? nil : .mode)
    case .owner: return (isRoot ? .rootOwner : .owner, nil)
    case .attributes: return (isRoot ? .rootAttributes : .attributes, nil)
    case .below: return (.below, nil)
    case .unreadable: return (.unreadable, nil)
    }
  }

  /// Decides what the change alone decides; leaves ``BuilderWeight/bySequence`` and
  /// ``BuilderWeight/byPointee``, which all changes decide together.
  func resolved(
    _ weight: BuilderWeight, of change: Change, for builder: Builder
  ) -> BuilderWeight {
    guard let (old, new) = comparison.records(of: change) else { return weight }
    if change.aspect == .below && comparison.before.format == .buildkit {
      // Not necessarily content: that digest covers modes and attributes as well.
      return builder == .buildkit ? weight : .unknown
    }
    switch weight {
    case .exceptSockets:
      guard old.kind == .socket && new.kind == .file || old.kind == .file && new.kind == .socket
      else { return .counts }
      guard let digest = old.kind == .file ? old.digest : new.digest else { return .unknown }
      if comparison.before.format == .buildkit {
        return old.digest == new.digest ? .ignored : .counts
      }
      // Another mode, where it is known, is a change of its own.
      return isDigestOfNothing(digest) ? .ignored : .counts
    case .byOwnerName: return ownerWeight(old, new)
    case .byAttributes:
      guard knowsInodes, let b = change.before, let a = change.after else { return .unknown }
      let oldFacts = comparison.before.facts(ofRecord: b)
      let newFacts = comparison.after.facts(ofRecord: a)
      let isEqual =
        builder == .buildah
        ? oldFacts.userAttributesTag == newFacts.userAttributesTag
        : oldFacts.capabilityTag == newFacts.capabilityTag
      return isEqual ? .ignored : .counts
    default: return weight
    }
  }

  /// Buildah looks names up inside the context: 0 and 65534 have one wherever systemd's module
  /// answers, others only where the context has a file of its own that names them.
  private func ownerWeight(_ old: Record, _ new: Record) -> BuilderWeight {
    guard let old = old.metadata, let new = new.metadata else { return .unknown }
    func nameClass(_ id: UInt32) -> UInt32 { id == 0 || id == 65534 ? id : 1 }
    if nameClass(old.owner) != nameClass(new.owner) || nameClass(old.group) != nameClass(new.group)
    {
      return .counts
    }
    if old.owner != new.owner && hasUserNames || old.group != new.group && hasGroupNames {
      return .unknown
    }
    return .ignored
  }
}

extension EntryKind {
  var isDevice: Bool { self == .characterDevice || self == .blockDevice }
}
