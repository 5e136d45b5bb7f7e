// What one change is to a builder.

extension Change {
  /// The fact that the change comes down to.
  fileprivate var fact: BuilderFact {
    let isRoot = record.isRoot
    switch aspect {
    case .added, .removed, .moved:
      return record.kind == .link ? .link : record.kind == .socket ? .socket : .name
    case .kind: return .kind
    case .content:
      return record.kind == .characterDevice || record.kind == .blockDevice ? .device : .content
    case .target: return .target
    case .entry: return .entry
    case .mode:
      if isRoot { return .rootMode }
      // With any other bit changed it counts where these two do, and elsewhere as well.
      let bits = (before?.metadata?.mode ?? 0) ^ (after?.metadata?.mode ?? 0)
      return bits & 0o6000 == bits ? .setIDs : .mode
    case .owner: return isRoot ? .rootOwner : .owner
    case .attributes: return isRoot ? .rootAttributes : .attributes
    case .below: return .below
    case .unreadable: return .unreadable
    }
  }
}

extension BuilderFact {
  /// What of a listing's origin keeps the fact from being known.
  fileprivate var origins: UnknownFacts {
    switch self {
    case .mode: [.modes, .groupModes]
    case .setIDs: [.modes, .groupModes, .setIDs, .directorySetIDs]
    case .rootMode: [.modes, .groupModes, .rootMode]
    case .owner: .owners
    case .rootOwner: [.owners, .rootMode]
    case .attributes: .attributes
    default: []
    }
  }
}

extension Comparison {
  /// Decides what the change alone decides; leaves ``BuilderWeight/bySequence`` and
  /// ``BuilderWeight/byPointee``, which all changes decide together.
  func weight(of change: Change, for builder: Builder) -> BuilderWeight {
    let weight = change.fact.weight(for: builder)
    let takesSockets = builder == .buildkit || builder == .kaniko
    if !takesSockets, mayBeSocket(change) { return .unknown }
    guard weight != .ignored, let (old, new) = change.sides else { return weight }
    switch change.aspect {
    case .mode, .owner, .attributes:
      // A socket is nothing to these two, whatever its facts.
      if old.kind == .socket, new.kind == .socket, !takesSockets { return .ignored }
      // A directory that the rules leave out is to others but the place of what is below it.
      if old.isReincluded || new.isReincluded, builder != .buildkit { return .ignored }
      // The owner's execute bit is the one that git keeps.
      let isKnown =
        change.aspect == .mode && old.kind == .file && !unknown.contains(.modes)
        && ((old.metadata?.mode ?? 0) ^ (new.metadata?.mode ?? 0)) & 0o100 != 0
      if !isKnown, !unknown.isDisjoint(with: change.fact.origins) { return .unknown }
    default: break
    }
    if change.aspect == .below && before.format == .buildkit && builder != .buildkit {
      // Not necessarily content: that digest covers modes and attributes as well.
      return .unknown
    }
    switch weight {
    case .exceptSockets: return kindWeight(old, new)
    case .byOwnerName: return ownerWeight(old, new)
    case .byAttributes:
      // Classic Docker takes what a link leads to, and of one that leads nowhere its path alone.
      if builder == .dockerClassic, old.kind == .link, new.kind == .link { return .ignored }
      // What stands for them in a listing is made of those that BuildKit counts.
      guard knowsInodes else { return builder == .buildkit ? .counts : .unknown }
      let isEqual =
        switch builder {
        case .buildkit: old.attributes.forBuildKit == new.attributes.forBuildKit
        case .buildah: old.attributes.forBuildah == new.attributes.forBuildah
        default: old.attributes.capability == new.attributes.capability
        }
      return isEqual ? .ignored : .counts
    default: return weight
    }
  }

  /// Whether what came, went or moved is an empty file of an image, which BuildKit makes of a socket.
  private func mayBeSocket(_ change: Change) -> Bool {
    switch change.aspect {
    case .added, .removed, .moved, .kind: break
    default: return false
    }
    for (record, listing) in [(change.before, before), (change.after, after)] {
      if let record, record.kind == .file, listing.place != .directory,
        listing.format == .buildkit || record.hasDigestOfNothing
      {
        return true
      }
    }
    return false
  }

  private func kindWeight(_ old: Record, _ new: Record) -> BuilderWeight {
    if old.kind == .socket && new.kind == .file { return kindWeight(new, old) }
    guard old.kind == .file && new.kind == .socket else { return .counts }
    guard old.digest != nil else { return .unknown }
    // Another mode, where it is known, is a change of its own.
    let isEqual =
      before.format == .buildkit ? old.digestOrder(to: new) == 0 : old.hasDigestOfNothing
    return isEqual ? .ignored : .counts
  }

  /// Buildah counts owners by name, which it looks up inside the context. The user 0 is `root`
  /// everywhere; whether the group 0 and 65534 have names depends on the modules that the host asks
  /// for them; any other has one only where the context names it.
  private func ownerWeight(_ old: Record, _ new: Record) -> BuilderWeight {
    guard let old = old.metadata, let new = new.metadata else { return .unknown }
    var weight = BuilderWeight.ignored
    if old.owner != new.owner {
      if mayBeNamed(in: "etc/passwd") || old.owner == 65534 || new.owner == 65534 {
        weight = .unknown
      }
      if old.owner == 0 || new.owner == 0, weight == .ignored { return .counts }
    }
    if old.group != new.group {
      for group in [old.group, new.group] where group == 0 || group == 65534 { weight = .unknown }
      if mayBeNamed(in: "etc/group") { weight = .unknown }
    }
    return weight
  }

  /// Whether the file of names at a path in `etc` may exist, on one side at least.
  private func mayBeNamed(in path: StaticString) -> Bool {
    let path = [UInt8](path)
    let directory = [UInt8]("etc" as StaticString)
    for side in [orderedBefore.records, orderedAfter.records] {
      if side.entry(at: path) != nil || side.entry(at: directory)?.kind == .link { return true }
    }
    // Left out, it gives names nevertheless; so may one that a listing is too short to show.
    return unknown.contains(.ownerNames) || scope.isIncomplete || scope.hidesMetadata
  }

  /// Whether all that counts for BuildKit is of the kind that its daemon overlooks when it built
  /// from the same directory before. Then it uses what it had.
  public var isOverlookedInPlace: Bool {
    var isFound = false
    for change in changes {
      if change.before == nil || change.after == nil { return false }
      if !countsForBuildKit(change) { continue }
      if !change.isOverlookedInPlace { return false }
      isFound = true
    }
    return isFound
  }
}

extension Comparison {
  /// Whether the change is of something that BuildKit's digests cover.
  func countsForBuildKit(_ change: Change) -> Bool {
    weight(of: change, for: .buildkit) != .ignored
  }
}

extension Change {
  /// Whether BuildKit's daemon overlooks it where it built from the same directory before: the mode
  /// of a directory, and extended attributes of a file whose time is the same.
  var isOverlookedInPlace: Bool {
    before != nil && after != nil
      && (aspect == .attributes || aspect == .mode && record.kind == .directory)
  }
}

extension Attributes {
  /// Those that BuildKit hashes, of those that any builder does.
  fileprivate var forBuildKit: Attributes { filtered { !$0.isLiteral("security.ima") } }

  /// Those that Buildah hashes.
  fileprivate var forBuildah: Attributes {
    filtered {
      $0.hasPrefix("user.") || $0.isLiteral("security.capability")
        || $0.isLiteral("security.ima")
    }
  }

  /// The value of `security.capability` without the root id that its revision 3 adds, as the
  /// classic builder sees it.
  fileprivate var capability: [UInt8]? {
    guard var value = value(of: "security.capability") else { return nil }
    // Revision 3 of `vfs_cap_data` as revision 2: the revision is the highest byte of the first
    // little-endian word, and 20 bytes are all that revision 2 has.
    if value.count == 24, value[3] == 3 {
      value.shorten(to: 20)
      value[3] = 2
    }
    return value
  }
}
