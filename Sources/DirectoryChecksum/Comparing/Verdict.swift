/// Whether one builder would run `COPY . DEST` from this directory again, and why.
public struct Verdict: Sendable {
  /// A reason, or what would have to be known.
  public enum Reason: Equatable, Sendable {
    case change(Change.Aspect)
    /// Which files are names of one inode.
    case hardLinks
  }

  public let builder: Builder
  /// Nil where the listings can't tell.
  public let rebuild: Bool?
  /// The changes that count; where nothing is certain, the facts that are not known. Empty where
  /// the COPY does not run again.
  public let because: [Reason]
}

/// A set of reasons.
private struct Reasons {
  private var aspects: UInt16 = 0
  private static let hardLinks: UInt16 = 1 << 15

  var isEmpty: Bool { aspects == 0 }

  mutating func insert(_ aspect: Change.Aspect) { aspects |= 1 << UInt16(aspect.rawValue) }
  mutating func insertHardLinks() { aspects |= Reasons.hardLinks }

  var list: [Verdict.Reason] {
    var list: [Verdict.Reason] = []
    for value in 0..<UInt8(15) where aspects & 1 << UInt16(value) != 0 {
      if let aspect = Change.Aspect(rawValue: value) { list.append(.change(aspect)) }
    }
    if aspects & Reasons.hardLinks != 0 { list.append(.hardLinks) }
    return list
  }
}

extension Comparison {
  /// What each builder would do, in the order of ``Builder``.
  public var verdicts: [Verdict] {
    var context = VerdictContext(self)
    var verdicts: [Verdict] = []
    for builder in Builder.allCases { verdicts.append(verdict(of: builder, &context)) }
    return verdicts
  }

  /// Whether all that counts for BuildKit is of the kind that its daemon overlooks when it built
  /// from the same directory before: the mode of a directory, and extended attributes of a file
  /// whose time is the same. Then it uses what it had.
  public var isOverlookedInPlace: Bool {
    var isFound = false
    for change in changes {
      guard let (old, new) = records(of: change) else { return false }
      let facts = VerdictContext.facts(of: change, old, new)
      guard facts.0.weight(for: .buildkit) != .ignored else { continue }
      switch change.aspect {
      case .attributes: isFound = true
      case .mode where new.kind == .directory: isFound = true
      default: return false
      }
    }
    return isFound
  }

  private func verdict(of builder: Builder, _ context: inout VerdictContext) -> Verdict {
    var counting = Reasons()
    var unknown = Reasons()
    var sequenced = Reasons()
    var pointing = Reasons()
    for change in changes {
      let (first, second) = context.facts(of: change)
      for fact in [first, second ?? first] {
        switch context.resolved(fact.weight(for: builder), of: change, for: builder) {
        case .counts: counting.insert(change.aspect)
        case .unknown: unknown.insert(change.aspect)
        case .bySequence: sequenced.insert(change.aspect)
        case .byPointee: pointing.insert(change.aspect)
        default: break
        }
      }
    }
    if !sequenced.isEmpty {
      // Without names an entry is its place among the others, so that nothing counts by its path.
      switch context.sequencesDiffer {
      case true?: for reason in sequenced.list { counting.insert(reason) }
      case false?: counting = Reasons()
      case nil:
        for reason in sequenced.list + counting.list { unknown.insert(reason) }
        counting = Reasons()
      }
    }
    if counting.isEmpty && !pointing.isEmpty {
      switch context.pointeesDiffer {
      case true?: counting = pointing
      case false?: break
      case nil: for reason in pointing.list { unknown.insert(reason) }
      }
    }
    if counting.isEmpty && BuilderFact.hardLinks.weight(for: builder) == .counts {
      switch context.hardLinksDiffer {
      case true?: counting.insertHardLinks()
      case false?: break
      case nil: unknown.insertHardLinks()
      }
    }
    if !counting.isEmpty {
      return Verdict(builder: builder, rebuild: true, because: counting.list)
    }
    addUnknown(&unknown, for: builder)
    return Verdict(
      builder: builder, rebuild: unknown.isEmpty ? false : nil, because: unknown.list)
  }

  /// Adds the facts that count for the builder and that the listings do not have of every entry.
  private func addUnknown(_ unknown: inout Reasons, for builder: Builder) {
    if hasEqualRoots && before.format == .buildkit && builder == .buildkit { return }
    switch outcome {
    case .undecided(.missingLines), .same, .different: break
    case .undecided: unknown.insert(.content)
    }
    if scope.hiddenContents > 0 { unknown.insert(.content) }
    guard scope.lacksMetadata || scope.hidesMetadata || scope.isIncomplete else { return }
    unknown.insert(.mode)
    if BuilderFact.owner.weight(for: builder) != .ignored { unknown.insert(.owner) }
    if BuilderFact.attributes.weight(for: builder) != .ignored { unknown.insert(.attributes) }
  }
}

extension Reasons {
  fileprivate mutating func insert(_ reason: Verdict.Reason) {
    switch reason {
    case .change(let aspect): insert(aspect)
    case .hardLinks: insertHardLinks()
    }
  }
}
