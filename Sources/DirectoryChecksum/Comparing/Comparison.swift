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
  }

  public let before: Listing
  public let after: Listing
  /// Sorted by path, names of a directory in order whatever they are; the changes of one path in
  /// the order of ``Change/Aspect``.
  public let changes: [Change]
  public let outcome: Outcome
  /// Whether both roots are known and have one digest: whatever it covers is the same.
  let hasEqualRoots: Bool
  /// How far it could see.
  public let scope: ComparisonScope
  /// The change of the umask that explains changes of modes alone, where there is one.
  public let umaskShift: UmaskShift?

  /// Compares two listings of the same tree, or of two copies of it.
  ///
  /// Facts that only one side knows (modes, where only one is a long listing; levels that one
  /// does not show) are left out.
  public init(before: Listing, after: Listing) {
    self.before = before
    self.after = after
    let knowsInodes = before.inodeFacts != nil && after.inodeFacts != nil
    let withSpecials = before.format == .buildkit || knowsInodes
    let left = OrderedListing(before, withSpecials: withSpecials)
    let right = OrderedListing(after, withSpecials: withSpecials)
    guard before.format == after.format, !left.order.isEmpty, !right.order.isEmpty else {
      changes = []
      outcome = .undecided(before.format != after.format ? .formats : .nothingListed)
      hasEqualRoots = false
      scope = ComparisonScope(incomplete: true)
      umaskShift = nil
      return
    }
    var merge = ListingMerge(left, right, knowsInodes: knowsInodes)
    merge.run()
    merge.settleCounterparts()
    let found = merge.sortedChanges()
    changes = found
    hasEqualRoots = left.root?.digest != nil && left.root?.digest == right.root?.digest
    scope = merge.finishedScope
    outcome = Comparison.outcome(of: found, left, right, scope)
    umaskShift = UmaskShift(explaining: found, of: before, after, scope: merge.finishedScope)
  }

  private static func outcome(
    of changes: [Change], _ before: OrderedListing, _ after: OrderedListing,
    _ scope: ComparisonScope
  ) -> Outcome {
    var isUnreadable = false
    for change in changes {
      guard change.aspect == .unreadable else { return .different }
      isUnreadable = true
    }
    if isUnreadable { return .undecided(.unreadable) }
    guard let left = before.root, let right = after.root else { return .undecided(.noRoot) }
    // Two roots with one digest differ in nothing that it covers, whatever lines were lost below.
    // With two digests a change was found, if only that something below the root is another.
    guard left.digest != nil, left.digest == right.digest else { return .undecided(.unreadable) }
    let isLong = left.metadata != nil && right.metadata != nil
    return isLong && scope.isIncomplete ? .undecided(.missingLines) : .same
  }
}

extension Comparison {
  /// The record after, or, of what was removed, the record before.
  func record(of change: Change) -> Record {
    if let index = change.after { return after.records[index] }
    guard let index = change.before else { return after.records[0] }
    return before.records[index]
  }

  /// The record before and the record after a change of an entry that both sides have.
  func records(of change: Change) -> (before: Record, after: Record)? {
    guard let old = change.before, let new = change.after else { return nil }
    return (before.records[old], after.records[new])
  }
}
