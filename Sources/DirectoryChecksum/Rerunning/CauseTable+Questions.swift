/// The questions of which each gives a cause, or none.
extension CauseTable {
  /// Another base image, or what its stage began with.
  func causeInBase(_ question: Question) -> Answer? {
    let (new, old) = (question.new, question.old)
    let base = new.base
    if let base, let stage = newOrder.stage(named: base.baseName, for: question.step, in: after) {
      guard didRun(stage) else { return nil }
      return Answer(.upstreamStage, .stage(base.baseName))
    }
    if let base, let oldBase = old?.base {
      let (name, oldName) = (base.baseName.withoutDigest, oldBase.baseName.withoutDigest)
      if name != oldName {
        return Answer(.baseImage, .bases(before: oldBase.baseName, after: base.baseName))
      }
      if base.triggers == .none, oldBase.triggers == .none, !base.base.isEmpty,
        !oldBase.base.isEmpty, base.base != oldBase.base
      {
        return Answer(.baseImage, .images(name: name, before: oldBase.base, after: base.base))
      }
      if base.triggers == .ran { return Answer(.unknown, .triggers) }
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
        return Answer(
          .baseImage, .images(name: reference.name, before: other.digest, after: reference.digest))
      }
    }
    return nil
  }

  /// BuildKit shows the FROM of an image under one of the stages that begin with it, or under none
  /// where a step copies from it: where it is under this one in one log alone, the other log's stage
  /// begins with one that it shows elsewhere. One that begins with `scratch` has no place for it.
  private func baseOfOneLog(
    _ new: StageTexts, _ old: StageTexts
  ) -> Answer? {
    guard (new.base == nil) != (old.base == nil), before.isWhole, after.isWhole,
      let base = new.base ?? old.base, (new.base == nil ? new : old).step(at: 1) == nil
    else { return nil }
    let others = new.base == nil ? after : before
    var names = others.copiedImages
    for step in others.steps where step.isInstruction("FROM") { names.append(step.baseName) }
    var name: [UInt8] = []
    var count = 0
    for other in names {
      if other.withoutDigest == base.baseName.withoutDigest { return nil }
      if name.withoutDigest != other.withoutDigest { count += 1 }
      name = other
    }
    guard count > 0 else { return nil }
    // Of several nobody knows which it is.
    if count > 1 { name = [] }
    return Answer(
      .baseImage,
      new.base == nil
        ? .bases(before: base.baseName, after: name) : .bases(before: name, after: base.baseName))
  }

  /// Whether a step copies from what has this name.
  private func isSource(_ name: [UInt8]) -> Bool {
    guard !name.isEmpty else { return false }
    for step in after.steps where step.sources.contains(name) { return true }
    return false
  }

  /// Another text, of the step or of one above it.
  func causeInTexts(_ question: Question) -> Answer? {
    let new = question.new
    guard let old = question.old, let evidence = changedText(question.index, new, old) else {
      return nil
    }
    var rerun = Answer(.instruction, evidence)
    // What stands between may be the same behind both.
    if case .changed(let changed, _) = evidence, after.steps[changed].isInstruction("FROM"),
      let found = causeInBase(question)
    {
      rerun = found
    }
    // Earthly counts nothing: what stands first shows whether the log begins with the target.
    if after.builder == .earthly, new.base == nil || old.base == nil { rerun.isSure = false }
    return rerun
  }

  /// The first text, up to the step's own, that differs from the first log's.
  private func changedText(
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
}
