/// Decides why the first step that ran again did so, from the steps of one build in two logs.
///
/// The questions are asked in a fixed order; the first that has an answer gives the cause. What can
/// be told depends on the builder: BuildKit shows neither ENV nor ARG, and says CACHED of a WORKDIR
/// even where it was told to use no cache; Buildah has no digest of a base image.
struct CauseTable {
  let before: Build
  let after: Build
  let findings: [ListingFinding]
  let oldOrder: StageOrder
  let newOrder: StageOrder
  /// The first step that ran in each stage, stages in order.
  private var candidates: [Int] = []

  init(_ before: Build, _ after: Build, findings: [ListingFinding]) {
    self.before = before
    self.after = after
    self.findings = findings
    oldOrder = StageOrder(before)
    newOrder = StageOrder(after)
    for stage in newOrder.order {
      for index in newOrder.stages[stage]
      where after.steps[index].didRun && after.steps[index].isEvidence {
        let first = ranBefore(index, stage) ?? index
        if !candidates.contains(first) { candidates.append(first) }
        break
      }
    }
  }

  /// The step in front of a stage's first one that ran, which the log shows under another stage, if it
  /// ran as well.
  private func ranBefore(_ index: Int, _ stage: Int) -> Int? {
    let place = after.steps[index].place
    guard after.builder == .buildkit, newOrder.stages[stage].firstIndex(of: index) != place - 1
    else { return nil }
    return StageTexts(after, newOrder, of: index, beside: before).places.prefix(place).first {
      $0 >= 0 && newOrder.numbers[$0] != stage && after.steps[$0].didRun
    }
  }

  mutating func rerun() -> StepRerun {
    guard !after.steps.isEmpty, !before.steps.isEmpty else {
      let build = after.steps.isEmpty ? after : before
      return StepRerun(
        cause: .unknown,
        evidence: build.error.isEmpty
          ? .missing(inSecond: after.steps.isEmpty) : .error(build.error))
    }
    guard var first = candidates.first else {
      var isStopped = false
      for step in after.steps where step.state == .unknown || step.state == .canceled {
        isStopped = true
      }
      if !isAfterShown { isStopped = true }
      return StepRerun(cause: .nothing, evidence: isStopped ? .stopped : .none, isSure: !isStopped)
    }
    var rerun = cause(of: first)
    // Where nothing came from a cache, a stage that takes no files first tells more.
    if rerun.cause == .files, !rerun.isSure, after.count(of: .cached) == 0 {
      for other in candidates {
        let found = cause(of: other)
        if found.cause == .noCache {
          (first, rerun) = (other, found)
          break
        }
      }
    }
    if !isShown(above: first) || before.builder != after.builder { rerun.isSure = false }
    rerun.step = first
    let step = after.steps[first]
    if before.builder != after.builder, rerun.cause != .files || !rerun.isSure {
      (rerun.cause, rerun.evidence) = (.unknown, .otherBuilder)
    } else if step.state == .failed, step.copiesContext, !rerun.isSure, !after.error.isEmpty {
      rerun.evidence = .error(after.error)
    }
    for other in candidates where other != first && !followsFromStage(other) {
      rerun.others.append(other)
    }
    return rerun
  }

  /// Whether the second log shows all of the build: its end, or the end of each stage that the first
  /// log has, or at least as many steps.
  private var isAfterShown: Bool {
    if after.isOver { return true }
    for stage in newOrder.stages where after.steps[stage[0]].count > 0 {
      if !after.isEndShown(of: stage) { return false }
    }
    for stage in oldOrder.stages {
      let first = before.steps[stage[0]]
      guard newOrder.stage(like: first, in: after) != nil else { return false }
    }
    return after.steps.contains { $0.count > 0 } || after.steps.count >= before.steps.count
  }

  /// Whether no step is missing that may have been the first that ran, or what it is compared with.
  private func isShown(above index: Int) -> Bool {
    if before.isWhole, after.isWhole { return true }
    guard newOrder.stages.count == 1, oldOrder.stages.count == 1 else { return false }
    for texts in [
      StageTexts(after, newOrder, of: newOrder.stages[0][0], beside: before),
      StageTexts(before, oldOrder, of: oldOrder.stages[0][0], beside: after),
    ] {
      for place in 1...max(1, after.steps[index].place) where texts.step(at: place) == nil {
        return false
      }
    }
    return true
  }

  /// Whether a step ran since it takes something from a stage that ran, or since a step of another
  /// stage did that is the same.
  private func followsFromStage(_ index: Int) -> Bool {
    let step = after.steps[index]
    for name in step.sources {
      if let stage = newOrder.stage(named: name, for: step, in: after), didRun(stage) {
        return true
      }
    }
    return false
  }

  func didRun(_ stage: Int) -> Bool {
    for index in newOrder.stages[stage] where after.steps[index].didRun { return true }
    return false
  }
}

extension CauseTable {
  private func cause(of index: Int) -> StepRerun {
    let step = after.steps[index]
    let new = StageTexts(after, newOrder, of: index, beside: before)
    let old = counterpart(of: new, step)
    var rerun = StepRerun(cause: .unknown, evidence: .none)
    rerun.counterpart = old.flatMap { match(step, new.place(of: index) ?? 0, in: $0) }
    if step.isInstruction("FROM") {
      rerun.evidence = .error(after.error)
      return rerun
    }
    let isFirst = new.first == index && (after.builder != .buildkit || step.place <= 2)
    if isFirst, let found = causeInBase(step, new, old) {
      (rerun.cause, rerun.evidence) = found
    } else if let old, let evidence = changedText(index, new, old) {
      (rerun.cause, rerun.evidence) = (.instruction, evidence)
      // What stands between may be the same behind both.
      if case .changed(let changed, _) = evidence, after.steps[changed].isInstruction("FROM"),
        let found = causeInBase(step, new, old)
      {
        (rerun.cause, rerun.evidence) = found
      }
      // Earthly counts nothing: what stands first shows whether the log begins with the target.
      if after.builder == .earthly, new.base == nil || old.base == nil { rerun.isSure = false }
    } else if rerun.counterpart == nil, !holdsBefore(step) {
      // A step, or a stage, that the first log has not.
      let isBehind = old.map { $0.places.count <= new.place(of: index) ?? 0 && $0.isEndShown }
      let isShown = before.isWhole && isBehind ?? isBeforeShown
      (rerun.cause, rerun.evidence, rerun.isSure) =
        isShown
        ? (.instruction, .added(step: index), old != nil || before.isOver)
        : (.unknown, .notShown, false)
    } else if after.builder == .buildah, let counterpart = rerun.counterpart,
      before.steps[counterpart].text != step.text
    {
      // Its key is made of the text with all its blanks.
      (rerun.cause, rerun.evidence) = (
        .instruction, .changed(step: index, before: before.steps[counterpart].text)
      )
    } else if isFirst, !step.copiesContext, step.sources.isEmpty,
      after.count(of: .cached) == 0
    {
      (rerun.cause, rerun.evidence) = (.noCache, noCacheEvidence)
      if case .nothingCached(mayHaveOtherBase: true) = rerun.evidence { rerun.isSure = false }
    } else if let found = causeInSources(step) {
      (rerun.cause, rerun.evidence, rerun.isSure) = (found.0, found.1, false)
      if case .image(let name) = found.1, let finding = findings.first(where: { $0.step == index })
      {
        (rerun.cause, rerun.evidence, rerun.isSure) = causeInOwnListing(finding, name)
      }
    } else if step.copiesContext {
      (rerun.cause, rerun.evidence, rerun.isSure) = causeInContext(index, rerun.counterpart)
    } else if step.isInstruction("RUN"), !isFirst {
      let hasMount = step.optionValue("--mount=") != nil
      (rerun.cause, rerun.evidence, rerun.isSure) = (
        .environment, hasMount ? .mount : .environment, false
      )
    } else if isFirst, step.isInstruction("RUN") || step.isInstruction("WORKDIR") {
      (rerun.cause, rerun.evidence, rerun.isSure) = (
        .noCache, .entryMissing(mayHaveOtherBase: !isBaseKnown), false
      )
    }
    return rerun
  }

  private var noCacheEvidence: StepRerun.Evidence {
    if after.isWithoutLayers { return .withoutLayers }
    if !after.importFailure.isEmpty { return .importFailed(after.importFailure) }
    return .nothingCached(mayHaveOtherBase: !isBaseKnown)
  }

  /// Whether both logs tell which image each FROM of the second build is.
  private var isBaseKnown: Bool {
    guard before.isWhole, after.isWhole else { return false }
    for step in after.steps where step.isInstruction("FROM") {
      let name = step.baseName.withoutDigest
      for build in [before, after] {
        let isTold =
          build.references.contains { $0.name == name }
          || build.steps.contains { !$0.base.isEmpty && $0.baseName.withoutDigest == name }
        if !isTold { return false }
      }
    }
    return true
  }

  /// Whether a step of the first log has the text, in whatever stage.
  private func holdsBefore(_ step: BuildStep) -> Bool {
    before.steps.contains { $0.comparedText == step.comparedText }
  }

  /// Whether the first log shows the end of each stage that it shows at all.
  private var isBeforeShown: Bool {
    for stage in oldOrder.stages where !before.isEndShown(of: stage) { return false }
    return true
  }

  /// The stage of the first log that a stage of the second was: of the same name, on the same
  /// platform or another one; without a name of its own, the one that has most in common with it.
  private func counterpart(of new: StageTexts, _ step: BuildStep) -> StageTexts? {
    let isSingle = oldOrder.stages.count == 1 && newOrder.stages.count == 1
    let isNamed = step.hasNamedStage
    var best: StageTexts?
    var bestScore = -1
    for stage in oldOrder.stages {
      let first = before.steps[stage[0]]
      let hasName = first.stage == step.stage || isSingle
      let texts = StageTexts(before, oldOrder, of: stage[0], beside: after)
      var score = new.commonCount(texts) * 4
      // A stage of another name is the same under a new one only if its steps are.
      guard
        hasName || !isNamed && !first.hasNamedStage
          || score > 0 && oldOrder.stage(named: step.stage, for: step, in: before) == nil
            && newOrder.stage(named: first.stage, for: first, in: after) == nil
      else { continue }
      if hasName { score += isNamed ? 1 << 20 : 2 }
      if first.platform == step.platform { score += 1 }
      if score > bestScore { (best, bestScore) = (texts, score) }
    }
    return best
  }

  /// The step of the first log that a step is compared with, by its text, else by its place.
  private func match(_ step: BuildStep, _ place: Int, in old: StageTexts) -> Int? {
    if old.text(at: place) == step.comparedText { return old.places[place] }
    let text = step.comparedText
    for other in old.places.indices where old.text(at: other) == text { return old.places[other] }
    return nil
  }
}
