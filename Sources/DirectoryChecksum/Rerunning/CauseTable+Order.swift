/// The questions, in their order.
extension CauseTable {
  /// A step that ran, and what it is compared with.
  struct Question {
    let index: Int
    let step: BuildStep
    let new: StageTexts
    let old: StageTexts?
    /// The step of the first log that it is compared with.
    let counterpart: Int?
    /// Whether its stage runs from it on, behind nothing but its base.
    let isFirst: Bool
  }

  /// What a question gives.
  struct Answer {
    let cause: StepRerun.Cause
    let evidence: StepRerun.Evidence
    /// Whether the logs prove it.
    var isSure: Bool

    init(_ cause: StepRerun.Cause, _ evidence: StepRerun.Evidence, isSure: Bool = true) {
      self.cause = cause
      self.evidence = evidence
      self.isSure = isSure
    }
  }

  func cause(of index: Int) -> StepRerun {
    let question = question(index)
    let answer = answer(question) ?? Answer(.unknown, .none)
    return StepRerun(
      counterpart: question.counterpart, cause: answer.cause, evidence: answer.evidence,
      isSure: answer.isSure)
  }

  private func question(_ index: Int) -> Question {
    let step = after.steps[index]
    let new = StageTexts(after, newOrder, of: index, beside: before)
    let old = counterpart(of: new, step)
    return Question(
      index: index, step: step, new: new, old: old,
      counterpart: old.flatMap { match(step, new.place(of: index) ?? 0, in: $0) },
      isFirst: new.first == index && (after.builder != .buildkit || step.place <= 2))
  }

  private func answer(_ question: Question) -> Answer? {
    let step = question.step
    if step.isInstruction("FROM") {
      return Answer(.unknown, .error(after.error))
    }
    if question.isFirst, let found = causeInBase(question) { return found }
    if let found = causeInTexts(question) { return found }
    if let found = causeInWhatIsShown(question) { return found }
    if let found = causeInBlanks(question) { return found }
    if let found = causeInLackOfCache(question) { return found }
    if let found = causeInSources(question) { return found }
    if step.copiesContext { return causeInContext(question) }
    return causeInEnvironment(question)
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
