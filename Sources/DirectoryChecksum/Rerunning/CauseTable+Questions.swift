/// The questions of which each gives a cause, or none.
extension CauseTable {
  /// Another base image, or what its stage began with.
  func causeInBase(
    _ step: BuildStep, _ new: StageTexts, _ old: StageTexts?
  ) -> (StepRerun.Cause, StepRerun.Evidence)? {
    let base = new.base
    if let base, let stage = newOrder.stage(named: base.baseName, for: step, in: after) {
      return didRun(stage) ? (.upstreamStage, .stage(base.baseName)) : nil
    }
    if let base, let oldBase = old?.base {
      let (name, oldName) = (base.baseName.withoutDigest, oldBase.baseName.withoutDigest)
      if name != oldName {
        return (.baseImage, .bases(before: oldBase.baseName, after: base.baseName))
      }
      if base.triggers == .none, oldBase.triggers == .none, !base.base.isEmpty,
        !oldBase.base.isEmpty, base.base != oldBase.base
      {
        return (.baseImage, .images(name: name, before: oldBase.base, after: base.base))
      }
      if base.triggers == .ran { return (.unknown, .triggers) }
    } else if let old, let found = baseOfOneLog(new, old) {
      return found
    }
    let name = base?.baseName.withoutDigest
    for reference in after.references where name == nil || reference.name == name {
      if name == nil, isSource(reference.context) { continue }
      for other in before.references
      where other.name == reference.name && other.context == reference.context
        && other.digest != reference.digest
      {
        return (
          .baseImage,
          .images(name: reference.name, before: other.digest, after: reference.digest)
        )
      }
    }
    return nil
  }

  /// BuildKit shows the FROM of an image under one of the stages that begin with it: where it is under
  /// this one in one log alone, the other log's stage begins with one that it shows elsewhere.
  private func baseOfOneLog(
    _ new: StageTexts, _ old: StageTexts
  ) -> (StepRerun.Cause, StepRerun.Evidence)? {
    guard (new.base == nil) != (old.base == nil), before.isWhole, after.isWhole,
      let base = new.base ?? old.base
    else { return nil }
    let others = new.base == nil ? after : before
    var name: [UInt8] = []
    var count = 0
    for step in others.steps where step.isInstruction("FROM") {
      let other = step.baseName.withoutDigest
      if other == base.baseName.withoutDigest { return nil }
      if name != other { count += 1 }
      name = step.baseName
    }
    guard count > 0 else { return nil }
    // Of several nobody knows which it is.
    if count > 1 { name = [] }
    return (
      .baseImage,
      new.base == nil
        ? .bases(before: base.baseName, after: name) : .bases(before: name, after: base.baseName)
    )
  }

  /// Whether a step copies from what has this name.
  private func isSource(_ name: [UInt8]) -> Bool {
    guard !name.isEmpty else { return false }
    for step in after.steps where step.sources.contains(name) { return true }
    return false
  }

  /// The first text, up to the step's own, that differs from the first log's.
  func changedText(
    _ index: Int, _ new: StageTexts, _ old: StageTexts
  ) -> StepRerun.Evidence? {
    guard let place = new.place(of: index) else { return nil }
    for place in 1...place {
      guard let text = new.text(at: place) else { continue }
      let step = new.places[place]
      guard let oldText = old.text(at: place) else {
        // A place that it shows under another label, or not at all.
        if place < old.places.count || !old.isEndShown { continue }
        return old.holds(text) ? .moved(step: step) : .added(step: step)
      }
      if text == oldText || isFollowedByCached(step, before: index) { continue }
      let before = old.step(at: place)?.text ?? []
      let remains = new.holds(oldText)
      if old.holds(text) { return remains ? .moved(step: step) : .removed(before: before) }
      return remains ? .added(step: step) : .changed(step: step, before: before)
    }
    return nil
  }

  /// Whether a step is a FROM behind which the stage came from the cache: its base is then no reason
  /// for what ran later. BuildKit says CACHED of WORKDIR whether or not.
  private func isFollowedByCached(_ from: Int, before index: Int) -> Bool {
    guard after.steps[from].isInstruction("FROM") else { return false }
    let step = after.steps[index]
    return after.steps.contains {
      $0.stage == step.stage && $0.target == step.target && $0.platform == step.platform
        && $0.place < step.place && $0.state == .cached && !$0.isInstruction("WORKDIR")
    }
  }

  /// A stage or an image that the step takes something from.
  func causeInSources(_ step: BuildStep) -> (StepRerun.Cause, StepRerun.Evidence)? {
    var cached: [UInt8]?
    for name in step.sources {
      guard let stage = newOrder.stage(named: name, for: step, in: after) else {
        for reference in after.references where reference.context == name || reference.name == name
        {
          for other in before.references
          where other.name == reference.name && other.digest != reference.digest {
            return (
              .upstreamStage, .images(name: name, before: other.digest, after: reference.digest)
            )
          }
        }
        return (.upstreamStage, .image(name))
      }
      if didRun(stage) { return (.upstreamStage, .stage(name)) }
      cached = name
    }
    return cached.map { (.unknown, .cachedSource($0)) }
  }

  /// What the listing of a step tells of itself, whose program comes out of an image that may be
  /// another one.
  func causeInOwnListing(
    _ finding: ListingFinding, _ image: [UInt8]
  ) -> (StepRerun.Cause, StepRerun.Evidence, isSure: Bool) {
    finding.changeCount > 0
      ? (.files, .paths(count: finding.changeCount, first: finding.firstPath), true)
      : (.environment, .environmentOrImage(image), false)
  }

  /// Files of the build context, for a COPY or an ADD.
  func causeInContext(
    _ index: Int, _ counterpart: Int?
  ) -> (StepRerun.Cause, StepRerun.Evidence, isSure: Bool) {
    let step = after.steps[index]
    if let finding = finding(below: index) {
      if finding.changeCount == 0 { return (.notTheFiles, .equalListings, true) }
      let mayWrite = step.mayWrite(finding.firstPath)
      if mayWrite || isOnlyCopy(index, above: finding) {
        return (
          .files, .paths(count: finding.changeCount, first: finding.firstPath),
          mayWrite || !hasRun(index, above: finding)
        )
      }
    }
    // Its key is made of the files, the arguments and the base.
    if let counterpart, !step.key.isEmpty, before.steps[counterpart].key == step.key {
      return (.noCache, .equalKeys, true)
    }
    if after.builder == .buildkit, ranAllThatTells {
      return (.unknown, .everythingRan, false)
    }
    for other in after.steps where other.state == .cached {
      for name in other.sources
      where newOrder.stage(named: name, for: other, in: after) == newOrder.numbers[index] {
        return (.unknown, .equalResult(name), false)
      }
    }
    return (.files, .noListing, false)
  }

  /// Whether BuildKit may have been told to use no cache. A build of several stages of which steps ran
  /// in both logs shows no difference that would speak for that.
  private var ranAllThatTells: Bool {
    if after.hasCachedSibling || !after.ranAllButWorkdirs { return false }
    return newOrder.stages.count == 1 || !before.steps.contains { $0.didRun }
  }
}

extension Build {
  /// Whether every step ran but WORKDIR, of which BuildKit says CACHED whatever it was told.
  package var ranAllButWorkdirs: Bool {
    !steps.contains { $0.state != .base && !$0.isInstruction("WORKDIR") && !$0.didRun }
  }
}
