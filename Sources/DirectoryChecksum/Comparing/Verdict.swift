/// Whether one builder would run `COPY . DEST` from this directory again, and why.
public final class Verdict: Sendable {
  /// A reason, or what would have to be known.
  public enum Reason: Equatable, Sendable {
    case change(Change.Aspect)
    /// Which files are names of one inode.
    case hardLinks
  }

  public let builder: Builder
  /// Nil where the listings can't tell.
  public let rebuild: Bool?
  let reasons: Reasons

  init(_ builder: Builder, rebuild: Bool?, _ reasons: Reasons = Reasons()) {
    self.builder = builder
    self.rebuild = rebuild
    self.reasons = reasons
  }
}

extension Verdict {
  /// The changes that count; where nothing is certain, the facts that are not known. Empty where
  /// the COPY does not run again.
  public var because: [Reason] {
    var list = Change.Aspect.allCases.filter { reasons.contains($0) }.map { Reason.change($0) }
    if reasons.hasHardLinks { list.append(.hardLinks) }
    return list
  }
}

/// A set of reasons.
struct Reasons: Equatable {
  private var aspects: UInt16 = 0
  var hasHardLinks = false

  init() {}

  init(_ aspect: Change.Aspect) { insert(aspect) }

  var isEmpty: Bool { aspects == 0 && !hasHardLinks }

  func contains(_ aspect: Change.Aspect) -> Bool { aspects >> UInt16(aspect.rawValue) & 1 != 0 }

  mutating func insert(_ aspect: Change.Aspect) { aspects |= 1 << UInt16(aspect.rawValue) }

  mutating func formUnion(_ other: Reasons) { aspects |= other.aspects }
}

extension Comparison {
  /// What each builder would do, in the order of ``Builder``.
  public var verdicts: [Verdict] {
    var verdicts: [Verdict] = []
    for builder in Builder.allCases { verdicts.append(verdict(of: builder)) }
    return verdicts
  }

  private func verdict(of builder: Builder) -> Verdict {
    var counting = Reasons()
    var unknown = Reasons()
    var sequenced = Reasons()
    var pointing = Reasons()
    for change in changes {
      switch weight(of: change, for: builder) {
      case .counts: counting.insert(change.aspect)
      case .unknown: unknown.insert(change.aspect)
      case .bySequence: sequenced.insert(change.aspect)
      case .byPointee: pointing.insert(change.aspect)
      default: break
      }
    }
    if !sequenced.isEmpty {
      // Without names an entry is its place among the others, so that nothing counts by its path.
      sequenced.formUnion(counting)
      counting = Reasons()
      switch NamelessWalk.differ(self) {
      case true?: counting = sequenced
      case false?: break
      case nil: unknown.formUnion(sequenced)
      }
    }
    if counting.isEmpty && !pointing.isEmpty {
      switch LinkPointees.differ(self) {
      case true?: counting = pointing
      case false?: break
      case nil: unknown.formUnion(pointing)
      }
    }
    if counting.isEmpty && BuilderFact.hardLinks.weight(for: builder) == .counts {
      switch HardLinks.differ(self) {
      case true?: counting.hasHardLinks = true
      case false?: break
      case nil: unknown.hasHardLinks = true
      }
    }
    if !counting.isEmpty { return Verdict(builder, rebuild: true, counting) }
    addUnknown(&unknown, for: builder)
    return Verdict(builder, rebuild: unknown.isEmpty ? false : nil, unknown)
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
