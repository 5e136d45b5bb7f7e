/// One of two builds that are compared: its Dockerfile, and what its context is known to be.
package struct BuildSide: Sendable {
  package let plan: BuildPlan
  package let listing: Listing
  /// What the instructions take, by all facts that BuildKit's digests cover and both sides have.
  let use: ContextUse
  /// The same by contents alone, where the listing does not have the other facts.
  let certain: ContextUse
  /// What keeps all of it from being compared.
  let doubt: ContextDoubt?
  /// Whether the plan is that of the build, and not that of another one which is all there is.
  let isOwnPlan: Bool
  /// Whether a side is a commit, which does not know all that the build got: then it is the changes
  /// that are proven which decide.
  let isOfGit: Bool
  /// Whether not all that BuildKit counts is compared.
  let isPartial: Bool
  /// Whether the digest of a directory may cover what the build does not get of it: then another
  /// digest proves nothing.
  let mayCoverIgnored: Bool

  /// - Parameters:
  ///   - listing: What the build gets of its context: what ignore rules leave out is not in it.
  ///   - leftOut: What one of the two sides can't know, so that it is not compared.
  package init(
    _ plan: BuildPlan, _ listing: Listing, doubt: ContextDoubt? = nil, isOwnPlan: Bool = true,
    leavingOut leftOut: UnknownFacts = [], mayCoverIgnored: Bool = false
  ) {
    self.plan = plan
    self.listing = listing
    self.isOwnPlan = isOwnPlan
    self.mayCoverIgnored = mayCoverIgnored
    let isWhole =
      listing.integrity == .complete
      && listing.unknown.subtracting(leftOut).isDisjoint(with: [.emptyDirectories, .specials])
    self.doubt = doubt ?? (isWhole ? nil : .incomplete)
    isOfGit = !leftOut.isDisjoint(with: [.emptyDirectories, .groupModes])
    isPartial = !leftOut.isEmpty
    use = ContextUse(plan, ContextTree(listing, ListingFacts(leftOut: leftOut)))
    certain =
      !isOfGit && listing.format == .content
      ? ContextUse(plan, ContextTree(listing, .contents)) : use
  }
}

/// Why what a build got of its context is not known.
package enum ContextDoubt: Sendable {
  /// Lines are missing, or facts.
  case incomplete
  /// There are FIFOs, sockets or devices, which one side does not show.
  case specials
  /// The ignore file was another one, so that other things were left out.
  case ignoreFile
  /// It differs in what git does not keep: files that are not in the commit, or modes.
  case git
  /// The part of an image that there is does not show it.
  case notInImage
}

extension BuildSide {
  /// The takings of both kinds of the step `index`; nil where it takes nothing.
  func takings(of index: Int) -> (full: ContextUse.Taking, certain: ContextUse.Taking)? {
    for (place, taking) in use.takings.enumerated() where taking.step == index {
      return (taking, certain.takings[place])
    }
    return nil
  }
}

/// Whether two things are the same.
enum Sameness: UInt8, Comparable {
  case no, unknown, yes

  static func < (left: Sameness, right: Sameness) -> Bool { left.rawValue < right.rawValue }
}

extension BuildSide {
  /// Whether a step takes the same from this context as one takes from another. `changes` are those
  /// of the contexts: where not all is known, one of what both steps take still tells.
  func likeness(
    of step: Int, _ other: BuildSide, _ otherStep: Int, _ changes: [KnownChange]
  ) -> Sameness {
    guard let own = takings(of: step), let others = other.takings(of: otherStep) else {
      let takesNothing = takings(of: step) == nil && other.takings(of: otherStep) == nil
      return takesNothing ? .yes : .no
    }
    let isDoubtful = doubt != nil || other.doubt != nil
    if !isDoubtful {
      // What fails leaves nothing in the cache, and finds nothing there; but a commit may lack what
      // was there.
      let mayHaveWorked = isOfGit && own.full.fault == nil
      if let fault = own.full.fault ?? others.full.fault, !mayHaveWorked {
        return fault.kind == .unreadable ? .unknown : .no
      }
      if let left = own.full.selection?.digest, let right = others.full.selection?.digest {
        if left == right { return .yes }
        if !isOfGit, !other.mayCoverIgnored { return .no }
      }
    }
    if isDoubtful || isOfGit || other.mayCoverIgnored {
      let knowsFiles = hasAllFiles && other.hasAllFiles
      for change in changes where knowsFiles || change.isOfBoth {
        let isTaken = change.after.map { own.full.selection?.contains($0) ?? false } ?? false
        let wasTaken = change.before.map { others.full.selection?.contains($0) ?? false } ?? false
        if change.isOfBoth ? isTaken && wasTaken : isTaken || wasTaken { return .no }
      }
      return .unknown
    }
    guard let left = own.certain.selection?.digest, let right = others.certain.selection?.digest
    else { return .unknown }
    return left == right ? .unknown : .no
  }

  /// Whether no file that the build gets is missing in the listing, and none is in it besides.
  private var hasAllFiles: Bool {
    listing.integrity == .complete && (doubt == .incomplete || doubt == .specials || doubt == nil)
  }

  /// Why it can't be told whether a step takes the same as before, where that can't be told.
  func doubt(about step: Int, _ other: BuildSide) -> ContextDoubt {
    if let doubt = doubt ?? other.doubt { return doubt }
    return isOfGit ? .git : .incomplete
  }
}

/// A change of something that BuildKit's digests cover, by the entries of the contexts' trees.
struct KnownChange {
  let before: Int?
  let after: Int?
  /// Whether it is of an entry that both contexts have at one place.
  let isOfBoth: Bool

  /// Nil for a change that need not change any digest.
  init?(_ change: Change, _ before: BuildSide, _ after: BuildSide) {
    switch change.aspect {
    case .content, .kind, .target, .entry, .mode, .attributes: isOfBoth = true
    // Directories are not all known, where files are.
    case .added, .removed, .moved:
      if change.record.kind == .directory { return nil }
      isOfBoth = false
    case .owner, .below, .unreadable: return nil
    }
    // What the root is called and may do is not copied.
    if change.record.isRoot { return nil }
    self.before = change.before.flatMap { before.use.tree.node(of: $0) }
    // Beside a commit, what moved may have been there before.
    let isNew = change.aspect == .moved && after.isOfGit
    self.after = isNew ? nil : change.after.flatMap { after.use.tree.node(of: $0) }
  }
}

extension BuildSide {
  /// One for each step that takes something, in the order of the steps.
  package var takings: [ContextUse.Taking] { use.takings }

  /// The places of the takings that an entry is in.
  package func takers(of record: Record?) -> [Int] {
    guard let record, let node = use.tree.node(of: record) else { return [] }
    var takers: [Int] = []
    for (place, taking) in use.takings.enumerated()
    where taking.selection?.contains(node) ?? false {
      takers.append(place)
    }
    return takers
  }
}

extension Listing {
  /// The listing of an archive with the facts of those directories that are there for what is in them
  /// alone, which it can't know, as another listing has them.
  package func withImplied(by other: Listing) -> Listing {
    var others: OrderedListing?
    var adopted: [Record] = []
    for record in records {
      guard record.inodeFacts?.isMadeUp == true else {
        adopted.append(record)
        continue
      }
      let ordered = others ?? OrderedListing(other, withSpecials: false)
      others = ordered
      let metadata = ordered.records.entry(at: record.path)?.metadata ?? record.metadata
      adopted.append(
        Record(digest: record.digest, kind: record.kind, path: record.path, metadata: metadata))
    }
    return others == nil ? self : with(records: adopted)
  }
}
