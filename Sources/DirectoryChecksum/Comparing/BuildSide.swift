/// One of two builds that are compared: its Dockerfile, and what its context is known to be.
package struct BuildSide: Sendable {
  package let plan: BuildPlan
  package let listing: Listing
  /// What the instructions take, by all facts that BuildKit's digests cover.
  let use: ContextUse
  /// The same by contents alone, where the listing does not have the other facts.
  let contents: ContextUse
  /// Whether no file that the build gets is missing in the listing, and none is in it besides.
  private let hasAllFiles: Bool
  /// Whether the listing is all that the build gets.
  private let isCertain: Bool

  /// - Parameters:
  ///   - listing: What the build gets of its context: what ignore rules leave out is not in it.
  ///   - isCertain: False where more or less may have been there.
  package init(_ plan: BuildPlan, _ listing: Listing, isCertain: Bool = true) {
    self.plan = plan
    self.listing = listing
    // An archive without empty directories may lack some that the build gets.
    hasAllFiles = isCertain && listing.integrity == .complete
    self.isCertain =
      hasAllFiles && listing.unknown.isDisjoint(with: [.emptyDirectories, .specials])
    use = ContextUse(plan, ContextTree(listing, .all))
    contents =
      listing.format == .content ? ContextUse(plan, ContextTree(listing, .contents)) : use
  }

  /// The takings of both kinds of the step `index`; nil where it takes nothing.
  func takings(of index: Int) -> (full: ContextUse.Taking, contents: ContextUse.Taking)? {
    for (place, taking) in use.takings.enumerated() where taking.step == index {
      return (taking, contents.takings[place])
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
    guard isCertain, other.isCertain else {
      let knowsFiles = hasAllFiles && other.hasAllFiles
      for change in changes where knowsFiles || change.isOfBoth {
        let isTaken = change.after.map { own.full.selection?.contains($0) ?? false } ?? false
        let wasTaken = change.before.map { others.full.selection?.contains($0) ?? false } ?? false
        if change.isOfBoth ? isTaken && wasTaken : isTaken || wasTaken { return .no }
      }
      return .unknown
    }
    for taking in [own.full, others.full] {
      guard let fault = taking.fault else { continue }
      // What fails leaves nothing in the cache, and finds nothing there.
      return fault.kind == .unreadable ? .unknown : .no
    }
    if let left = own.full.selection?.digest, let right = others.full.selection?.digest {
      return left == right ? .yes : .no
    }
    guard let left = own.contents.selection?.digest, let right = others.contents.selection?.digest
    else { return .unknown }
    return left == right ? .unknown : .no
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
    self.after = change.after.flatMap { after.use.tree.node(of: $0) }
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
