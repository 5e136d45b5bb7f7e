/// What changed between two listings, and how sure that is.
public struct Comparison: Sendable {
  /// The answer to the question whether the two trees are the same.
  public enum Outcome: Equatable, Sendable {
    /// Proven: the digests of the roots are equal.
    case same
    case different
    /// Nothing was found that differs, and what is left of a side can't prove that nothing does.
    case undecided(Doubt)
  }

  /// Why a comparison proves nothing.
  public enum Doubt: Equatable, Sendable {
    /// One listing has content digests, the other BuildKit's.
    case formats
    /// A side has no record.
    case nothingListed
    /// A side has no record of the root.
    case noRoot
    /// Something could not be read when a side was listed.
    case unreadable
    /// The content is proven the same; the modes of lost lines are not.
    case missingLines
    /// What differs is not known to be a change: lines of a side are another run's, or cut.
    case strayLines
  }

  public let before: Listing
  public let after: Listing
  let orderedBefore: OrderedListing
  let orderedAfter: OrderedListing
  /// Whether both sides know what no listing shows.
  let knowsInodes: Bool
  /// Sorted by path, names of a directory in order whatever they are; the changes of one path in
  /// the order of ``Change/Aspect``.
  public let changes: [Change]
  public let outcome: Outcome
  /// How far it could see.
  public let scope: ComparisonScope
  /// What the origin of a side keeps from being known.
  public let unknown: UnknownFacts
  /// Which of the changes are known to be some.
  private let proven: ProvenChanges
  /// Whether all builders read the rules of the ignore file that a side has alike.
  let hasPlainRules: Bool
  /// The change of the umask that explains changes of modes alone, where there is one.
  public let umaskShift: UmaskShift?

  /// Compares two listings of the same tree, or of two copies of it.
  ///
  /// Facts that only one side knows (modes, where only one is a long listing; levels that one
  /// does not show) are left out. `hidden`: what the sides show in another way than a builder was
  /// given it: compared, but no reason for a verdict.
  public init(before: Listing, after: Listing, hidden: UnknownFacts = []) {
    self.init(before: before, after: after, hidden: hidden, tree: nil)
  }

  /// `hasPlainRules`: whether all builders read the ignore file in a side alike. `tree`: around the
  /// directory `after`, of use where `before` is a commit. `rules`: those that were applied to one
  /// side, where it is not known that they were to the other.
  package init(
    before: Listing, after: Listing, hidden: UnknownFacts = [], hasPlainRules: Bool = false,
    tree: WorkingTree?, rules: IgnoreRules = IgnoreRules()
  ) {
    self.hasPlainRules = hasPlainRules
    self.before = before
    self.after = after
    knowsInodes = before.hasInodeFacts && after.hasInodeFacts
    let withSpecials = before.format == .buildkit || knowsInodes
    var unknown = before.unknown.union(after.unknown).union(hidden)
    unknown.formUnion(before.place.unknown.union(after.place.unknown))
    if !withSpecials { unknown.insert(.specials) }
    self.unknown = unknown
    orderedBefore = OrderedListing(before, withSpecials: withSpecials)
    orderedAfter = OrderedListing(after, withSpecials: withSpecials)
    let merge = ListingMerge(orderedBefore, orderedAfter, knowsInodes: knowsInodes)
    if before.format != after.format {
      outcome = .undecided(.formats)
    } else if orderedBefore.records.isEmpty || orderedAfter.records.isEmpty {
      outcome = .undecided(.nothingListed)
    } else {
      merge.run()
      outcome = Self.outcome(of: merge, areFiles: before.isOfFile && after.isOfFile)
    }
    scope = merge.scope
    changes = merge.changes
    proven = ProvenChanges(
      merge.changes, besideCommit: Self.isBesideCommit(before, after), tree, rules)
    umaskShift = UmaskShift(explaining: merge.changes, unchanged: merge.unchangedModes)
  }

  private static func outcome(of merge: ListingMerge, areFiles: Bool) -> Outcome {
    for change in merge.changes where change.aspect != .unreadable { return .different }
    if !merge.changes.isEmpty { return .undecided(.unreadable) }
    guard let before = merge.before.listing.root, let after = merge.after.listing.root else {
      return areFiles ? .same : .undecided(.noRoot)
    }
    // Two roots with one digest differ in nothing that it covers, whatever lines were lost below.
    // With two digests a change was found, if only that something below the root is another, unless
    // one of them may be another run's.
    guard before.hasKnownDigest(of: after) else {
      let areKnown = before.digest != nil && after.digest != nil
      // Digests that cover what git can't keep differ for that alone, where all else was compared.
      let scope = merge.scope
      if scope.uncomparedDirectories > 0, !scope.isIncomplete, !scope.hidesMetadata,
        scope.hiddenContents == 0
      {
        return .same
      }
      return .undecided(areKnown ? .strayLines : .unreadable)
    }
    let isLong = before.metadata != nil && after.metadata != nil
    // A root alone, beside more lines, may be what is left of as many. BuildKit's digest has the modes.
    let isRootAlone = merge.before.listing.records.count == 1
    if isLong, before.digest?.byteCount == DigestFormat.content.byteCount,
      isRootAlone != (merge.after.listing.records.count == 1)
    {
      return .undecided(.missingLines)
    }
    let isDoubtful = isLong || merge.scope.contradictions > 0
    return isDoubtful && merge.scope.isIncomplete ? .undecided(.missingLines) : .same
  }
}

extension Comparison {
  /// Whether the build before is known by a commit alone, and the one after by more than another.
  package var isBesideCommit: Bool { Self.isBesideCommit(before, after) }

  private static func isBesideCommit(_ before: Listing, _ after: Listing) -> Bool {
    before.isOfCommit && !after.isOfCommit
  }

  /// Whether it is known of the change with that number that the build before got something else.
  package func isProven(_ change: Int) -> Bool { proven[change] == nil }

  /// What is left open of the change with that number.
  package func doubt(about change: Int) -> CommitDoubt? { proven[change] }

  /// Whether an entry, not its mode alone, may have been the same for both builds.
  package func isOpen(_ change: Int) -> Bool {
    proven[change] != nil && proven[change] != .mode
  }

  /// Whether both roots are known and have one digest: whatever it covers is the same.
  var hasEqualRoots: Bool {
    guard let old = orderedBefore.root, let new = orderedAfter.root else { return false }
    return old.hasKnownDigest(of: new)
  }
}

extension Listing {
  /// Whether it is of a single file, which has no root: what an instruction copied to a name.
  fileprivate var isOfFile: Bool {
    integrity == .complete && records.count == 1 && !records[0].isRoot
  }
}

extension Record {
  /// Whether both have a digest, and the same.
  func hasKnownDigest(of other: Record) -> Bool { hasDigest && digestOrder(to: other) == 0 }
}
