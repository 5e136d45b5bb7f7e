extension Comparison {
  /// What each builder would do, in the order of ``Builder``; none where a side was listed in a
  /// step that mounts it, since no COPY wrote that.
  public var verdicts: [Verdict] {
    var verdicts: [Verdict] = []
    if before.place == .mount || after.place == .mount { return verdicts }
    for builder in Builder.allCases { verdicts.append(verdict(of: builder)) }
    return verdicts
  }

  private func verdict(of builder: Builder) -> Verdict {
    if unknown.contains(.source) { return Verdict(builder, rebuild: nil, Reasons(.source)) }
    if readsRulesOtherwise(builder) {
      return Verdict(builder, rebuild: nil, Reasons(.ignoreRules))
    }
    var counting = Reasons()
    var unknown = Reasons()
    var sequenced = Reasons()
    var pointing = Reasons()
    for (index, change) in changes.enumerated() {
      let weight = weight(of: change, for: builder)
      switch !isProven(index) && weight != .ignored ? .unknown : weight {
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
      switch unknown.contains(.added) ? nil : NamelessWalk.differ(self) {
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
      case true?: counting.insert(.hardLinks)
      case false?: break
      case nil: unknown.insert(.hardLinks)
      }
    }
    if !counting.isEmpty { return Verdict(builder, rebuild: true, counting) }
    addUnknown(&unknown, for: builder)
    return Verdict(builder, rebuild: unknown.isEmpty ? false : nil, unknown)
  }

  /// Whether the builder may take other entries than the two sides list: by rules that were not
  /// applied, of no matter where nothing changed, or that it reads in its own way.
  private func readsRulesOtherwise(_ builder: Builder) -> Bool {
    if unknown.contains(.rules), outcome != .same || !changes.isEmpty { return true }
    if isImageOfAnother(builder) { return true }
    switch builder {
    case .buildkit: return unknown.contains(.rulesOfDocker20)
    case .buildah:
      return scope.hasOtherRules || unknown.contains(.rulesOfBuildah)
        || hasEntry(".containerignore") || hasEntry("Dockerfile.containerignore")
    case .kaniko: return scope.hasOtherRules || unknown.contains(.rulesOfKaniko)
    case .dockerClassic: return scope.hasOtherRules || unknown.contains(.rulesOfClassicDocker)
    }
  }

  /// Whether a side shows what another builder copied, by ignore rules that this one may read in its
  /// own way.
  private func isImageOfAnother(_ builder: Builder) -> Bool {
    for side in [before, after] where side.place == .image && side.builder != builder {
      if mayMeanMore(".dockerignore") || mayMeanMore("Dockerfile.dockerignore") { return true }
    }
    return false
  }

  /// Whether there is an ignore file at `path`, unless both sides have the same and all builders read
  /// that alike.
  private func mayMeanMore(_ path: StaticString) -> Bool {
    guard hasPlainRules, let old = orderedBefore.records.entry(at: [UInt8](path)),
      let new = orderedAfter.records.entry(at: [UInt8](path))
    else { return hasEntry(path) }
    // Of a link both may have the same, to files that differ.
    return old.kind != .file || new.kind != .file || !old.hasKnownDigest(of: new)
  }

  /// Whether a side has an entry at `path`: one that names what Buildah leaves out, and others copy.
  private func hasEntry(_ path: StaticString) -> Bool {
    let path = [UInt8](path)
    return orderedBefore.records.entry(at: path) != nil
      || orderedAfter.records.entry(at: path) != nil
  }

  /// Adds the facts that count for the builder and that the listings do not have of every entry.
  private func addUnknown(_ unknown: inout Reasons, for builder: Builder) {
    let countsOwners = BuilderFact.owner.weight(for: builder) != .ignored
    let countsAttributes = BuilderFact.attributes.weight(for: builder) != .ignored
    let facts = self.unknown
    var modes: UnknownFacts = [.modes, .groupModes]
    if builder != .buildah { modes.formUnion([.setIDs, .directorySetIDs]) }
    if builder == .kaniko { modes.insert(.rootMode) }
    if !facts.isDisjoint(with: modes) { unknown.insert(.mode) }
    if countsOwners, facts.contains(.owners) { unknown.insert(.owner) }
    if builder == .buildah, facts.contains(.ownerNames) { unknown.insert(.owner) }
    if countsAttributes, facts.contains(.attributes) { unknown.insert(.attributes) }
    if facts.contains(.emptyDirectories) { unknown.insert(.emptyDirectories) }
    if builder == .dockerClassic, facts.contains(.clientVersion) { unknown.insert(.client) }
    if hasEqualRoots && before.format == .buildkit && builder == .buildkit { return }

    if facts.contains(.specials) { unknown.insert(.specialFiles) }
    // A listing doesn't tell which rules it was made by, and these may have rules of their own.
    if before.format == .buildkit, !knowsInodes, builder != .buildkit {
      unknown.insert(.ignoreRules)
    }
    // What stands for the attributes in a listing is not made of `security.ima`.
    if builder == .buildah ? !knowsInodes : countsAttributes && scope.hasShortTags {
      unknown.insert(.attributes)
    }
    switch outcome {
    case .undecided(.missingLines), .same, .different: break
    case .undecided: unknown.insert(.content)
    }
    if scope.hiddenContents > 0 || facts.contains(.submodules) { unknown.insert(.content) }
    guard scope.lacksMetadata || scope.hidesMetadata || scope.isIncomplete else { return }
    unknown.insert(.mode)
    if countsOwners { unknown.insert(.owner) }
    if countsAttributes { unknown.insert(.attributes) }
  }
}

extension Listing {
  /// The builder whose step the label is; BuildKit's have no word of their own.
  fileprivate var builder: Builder {
    label.withUnsafeBufferPointer { label in
      if label.firstIndex(of: "STEP ") != nil { return .buildah }
      if label.firstIndex(of: "Step ") != nil { return .dockerClassic }
      return label.firstIndex(of: "Running: [") != nil ? .kaniko : .buildkit
    }
  }
}
