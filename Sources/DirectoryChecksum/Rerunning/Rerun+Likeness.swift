extension Rerun {
  /// How a step compares with one of the earlier build that does the same.
  struct Candidate {
    let step: Int
    var files: Sameness
    var references: Sameness
    var previous: Sameness
  }

  func candidate(_ index: Int, _ other: Int) -> Candidate {
    Candidate(
      step: other, files: after.likeness(of: index, before, other, changes),
      references: references(index, other),
      previous: previous(index, other))
  }

  private func references(_ index: Int, _ other: Int) -> Sameness {
    let (new, old) = (newSteps[index], oldSteps[other])
    guard new.references.count == old.references.count else { return .no }
    var likeness: Sameness = new.isRemote ? .unknown : .yes
    for (reference, counterpart) in zip(new.references, old.references) {
      var isSame = reference.paths == counterpart.paths
      switch (reference.origin, counterpart.origin) {
      case (.image(let image), .image(let before)): isSame = isSame && image == before
      case (.stage(let stage), .stage(let before)):
        isSame = isSame && stages(stage, before) == .yes
      default: isSame = false
      }
      if !isSame { likeness = .unknown }
    }
    return likeness
  }

  /// Whether two stages give the same.
  private func stages(_ new: Int, _ old: Int) -> Sameness {
    likeness(
      ofEnd: lastStep(of: new, after.plan, newSteps), lastStep(of: old, before.plan, oldSteps))
  }

  private func previous(_ index: Int, _ other: Int) -> Sameness {
    likeness(
      ofEnd: stepBefore(index, after.plan, newSteps), stepBefore(other, before.plan, oldSteps))
  }

  private func likeness(ofEnd new: End, _ old: End) -> Sameness {
    switch (new, old) {
    case (.step(let step), .step(let other)):
      for match in chains[step] where match.step == other { return match.likeness }
      return .no
    case (.image(let image), .image(let other)): return image == other ? .yes : .no
    default: return .no
    }
  }

  /// What a step is built on.
  enum End {
    case step(Int)
    case image([UInt8])
  }

  func stepBefore(_ index: Int, _ plan: BuildPlan, _ steps: [PlannedStep]) -> End {
    var place = index
    while place > 0, steps[place - 1].stage == steps[index].stage {
      place -= 1
      if steps[place].isRun { return .step(place) }
    }
    return base(of: steps[index].stage, plan, steps)
  }

  private func base(of stage: Int, _ plan: BuildPlan, _ steps: [PlannedStep]) -> End {
    var stage = stage
    // Each is made from an earlier one.
    while let base = plan.base(of: stage) {
      switch base {
      case .image(let image): return .image(image)
      case .stage(let other):
        var last: Int?
        for (index, step) in steps.enumerated() where step.stage == other && step.isRun {
          last = index
        }
        if let last { return .step(last) }
        stage = other
      }
    }
    return .image([])
  }

  private func lastStep(of stage: Int, _ plan: BuildPlan, _ steps: [PlannedStep]) -> End {
    var last: Int?
    for (index, step) in steps.enumerated() where step.stage == stage && step.isRun { last = index }
    return last.map { .step($0) } ?? base(of: stage, plan, steps)
  }
}
