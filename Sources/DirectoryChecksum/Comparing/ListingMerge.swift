/// Walks two ordered listings side by side, once, and notes what differs.
///
/// Takes memory for the changes, for what one side alone has, and for the directories above the
/// current path.
final class ListingMerge {
  /// What was met on one side so far.
  final class Side {
    let listing: OrderedListing
    /// Records without a digest.
    var unreadable = 0
    /// Records in walk order that the other side does not have. Whether they were added, removed,
    /// moved or are now of another kind is decided when all are known.
    var only: RecordWalk
    /// The topmost directory that only this side has and that was passed last: what is below it
    /// has no counterpart either.
    var lastOnly: Record?
    /// Paths that the other side, being incomplete, may have or not.
    var unlisted = 0

    init(_ listing: OrderedListing) {
      self.listing = listing
      only = RecordWalk(like: listing.records)
    }
  }

  /// A directory that both sides have and whose entries are being merged.
  struct Frame {
    /// One side of it.
    struct Half {
      /// The place of its record; negative for what is around everything.
      let place: Int
      /// Whether the directory is known to be what its line says.
      let isKnown: Bool
      /// Whether a name that is not listed is a name that it does not have.
      let listsAll: Bool
      /// Whether what is listed in it is what the directory had.
      let vouches: Bool
      /// How many records without a digest had been met when it was entered.
      let unreadable: Int
    }

    let before: Half
    let after: Half
    /// Nil for what is around everything.
    let depth: Int?
    /// Whether its digests, or those of a directory above, prove that its content is equal.
    let isProvenEqual: Bool
    /// How many explanations there were when it was entered.
    let explanations: Int
  }

  let before: Side
  let after: Side
  let format: DigestFormat
  /// Whether devices can be compared by their numbers.
  let knowsInodes: Bool

  /// What a side can't know of any entry, by its origin.
  let unknown: UnknownFacts

  var changes: [Change] = []
  var scope = ComparisonScope()
  /// Changes so far that explain why the directories above have other digests.
  var explanations = 0
  /// How many entries kept their mode, by ``UmaskShift/slot(_:isDirectory:)``.
  var unchangedModes = [Int](repeating: 0, count: UmaskShift.slots)

  init(_ before: OrderedListing, _ after: OrderedListing, knowsInodes: Bool) {
    self.before = Side(before)
    self.after = Side(after)
    format = before.listing.format
    unknown = before.listing.unknown.union(after.listing.unknown)
    self.knowsInodes = knowsInodes
    scope.isIncomplete = true
    scope.lacksMetadata = true
  }
}

extension ListingMerge {
  /// Compares the two listings, which have records and one format.
  func run() {
    scope.isIncomplete = !before.listing.isComplete || !after.listing.isComplete
    scope.lacksMetadata = false
    walk()
    settleCounterparts()
    scope.unlistedAfter = before.unlisted
    scope.unlistedBefore = after.unlisted
    let found = changes
    changes = []
    for index in sortedIndexes(found.count, by: { found[$0].order(to: found[$1]) < 0 }) {
      changes.append(found[index])
    }
  }
}

extension Change {
  fileprivate func order(to other: Change) -> Int {
    let order = record.walkOrder(to: other.record)
    return order == 0 ? Int(aspect.rawValue) - Int(other.aspect.rawValue) : order
  }
}
