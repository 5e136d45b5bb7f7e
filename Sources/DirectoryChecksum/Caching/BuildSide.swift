/// One of two builds that are compared: its Dockerfile, and what its context is known to be.
package struct BuildSide: Sendable {
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

/// Whether two things are the same.
enum Sameness: UInt8, Comparable {
  case no, unknown, yes

  static func < (left: Sameness, right: Sameness) -> Bool { left.rawValue < right.rawValue }
}

extension BuildSide {
  /// Whether a step takes the same from this context as one takes from another. `changes` are those
  /// of the contexts: where not all is known, one of what both steps take still tells.
  func likeness(
    of step: Int, _ other: BuildSide, _ otherStep: Int, _ changes: KnownChanges
  ) -> Sameness {
    guard let own = use.place(of: step), let others = other.use.place(of: otherStep) else {
      let takesNothing = use.place(of: step) == nil && other.use.place(of: otherStep) == nil
      return takesNothing ? .yes : .no
    }
    let isDoubtful = doubt != nil || other.doubt != nil
    if !isDoubtful {
      // What fails leaves nothing in the cache, and finds nothing there; but a commit may lack what
      // was there.
      let fault = use.takings[own].fault?.kind
      let mayHaveWorked = isOfGit && fault == nil
      if let fault = fault ?? other.use.takings[others].fault?.kind, !mayHaveWorked {
        return fault == .unreadable ? .unknown : .no
      }
      if let left = use.digest(own), let right = other.use.digest(others) {
        if left == right { return .yes }
        if !isOfGit, !other.mayCoverIgnored { return .no }
      }
    }
    if isDoubtful || isOfGit || other.mayCoverIgnored {
      let knowsFiles = hasAllFiles && other.hasAllFiles
      return changes.concern(
        use.takings[own].selection, other.use.takings[others].selection, withFiles: knowsFiles)
        ? .no : .unknown
    }
    guard let left = certain.digest(own), let right = other.certain.digest(others) else {
      return .unknown
    }
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

extension BuildSide {
  /// One for each step that takes something, in the order of the steps.
  package var takings: [ContextUse.Taking] { use.takings }

  package var plan: BuildPlan { use.plan }

  /// What a step takes; nil where it takes nothing, or fails.
  package func selection(of step: Int) -> Selection? {
    use.place(of: step).flatMap { use.takings[$0].selection }
  }

  /// The entry of the context that a record is about; -1 for none.
  package func entry(of record: Record?) -> Int {
    record.flatMap { use.tree.node(of: $0) } ?? -1
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

extension ContextUse {
  fileprivate func digest(_ taking: Int) -> Digest? { takings[taking].selection?.digest }
}
