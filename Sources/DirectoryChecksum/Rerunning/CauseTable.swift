/// Decides why the first step that ran again did so, from the steps of one build in two logs.
///
/// The questions are asked in a fixed order; the first that has an answer gives the cause. What can
/// be told depends on the builder: BuildKit shows neither ENV nor ARG, and says CACHED of a WORKDIR
/// even where it was told to use no cache; Buildah has no digest of a base image.
struct CauseTable: ~Copyable {
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
