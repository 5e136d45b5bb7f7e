/// Which steps of a build come from the cache that an earlier build has left, and which run again.
///
/// The key of a step has its operation, the digest of what it takes from the context, what it takes
/// from other stages, and the key of the step before it; without the last in case of
/// `COPY --link`. A step whose key is that of any step of the earlier build is not run. What a stage
/// that runs again gives is not known before: it may be the same as before, and then what takes
/// from it comes from the cache.
package struct Rerun: Sendable {
  /// What becomes of one step.
  package struct Outcome: Sendable {
    /// Nil where it depends on what is not known.
    package var rerun: Bool?
    /// Why.
    package var causes: [Cause] = []
    /// The step of the earlier build that it is held against; nil where there is none.
    package var counterpart: Int?
  }

  package enum Cause: Equatable, Sendable {
    /// The files that it takes.
    case files
    /// Its own text.
    case instruction
    /// Variables, the user or the working directory.
    case environment
    /// What it is built on: the base image, by name.
    case base
    /// A step before it, at this line.
    case behind(Int)
    /// A stage that it takes from, by number.
    case stage(Int)
    /// Its own text, perhaps: the Dockerfile before is another one, which is not known.
    case unknownText
    /// The value of a build argument, perhaps.
    case argument
    /// What it took is not known well enough.
    case unknownFiles(ContextDoubt)
    /// It fetches something from elsewhere.
    case remote
    /// It fails.
    case failure
  }

  package let before: BuildSide
  package let after: BuildSide
  /// One for each step of the build after.
  package private(set) var outcomes: [Outcome] = []

  /// A step of the earlier build that a step may be the same as.
  struct Match {
    let step: Int
    let likeness: Sameness
  }

  let oldSteps: [PlannedStep]
  let newSteps: [PlannedStep]
  let changes: [KnownChange]
  /// What each step of the build after may be the same as, alone or with all that is before it.
  private(set) var chains: [[Match]] = []

  /// `changes` are those between the contexts that are proven; they count where one of the contexts is
  /// not wholly known.
  package init(before: BuildSide, after: BuildSide, changes: [Change] = []) {
    self.before = before
    self.after = after
    var known: [KnownChange] = []
    for change in changes {
      if let change = KnownChange(change, before, after) { known.append(change) }
    }
    self.changes = known
    oldSteps = before.plan.steps
    newSteps = after.plan.steps
    for index in newSteps.indices { judge(index) }
  }
}

extension Rerun {
  private mutating func judge(_ index: Int) {
    let step = newSteps[index]
    guard step.isRun else {
      chains.append([])
      outcomes.append(Outcome(rerun: false))
      return
    }
    var chain: [Match] = []
    var own = Sameness.no
    var best: (candidate: Candidate, rank: Sameness)?
    for other in oldSteps.indices where oldSteps[other].operation == step.operation {
      let candidate = self.candidate(index, other)
      let alone = min(candidate.files, candidate.references)
      let whole = min(alone, candidate.previous)
      own = max(own, step.isDetached ? alone : whole)
      if whole > .no { chain.append(Match(step: other, likeness: whole)) }
      let rank = step.isDetached ? alone : candidate.previous
      if best == nil || rank > best?.rank ?? .no
        || rank == best?.rank && isNearer(other, best?.candidate.step ?? 0, to: step)
      {
        best = (candidate, rank)
      }
    }
    chains.append(chain)
    var outcome = Outcome()
    outcome.rerun = own == .yes ? false : own == .no ? true : nil
    outcome.counterpart = best?.candidate.step ?? sameText(as: step)
    if own != .yes { outcome.causes = causes(index, best?.candidate) }
    if !before.isOwnPlan, outcome.rerun != true {
      outcome.rerun = nil
      outcome.causes.insert(.unknownText, at: 0)
    }
    outcomes.append(outcome)
  }

  /// Whether a step of the earlier build stands nearer to where `step` stands than another.
  private func isNearer(_ other: Int, _ best: Int, to step: PlannedStep) -> Bool {
    func distance(_ index: Int) -> Int {
      abs(oldSteps[index].stage - step.stage) * 10_000 + abs(oldSteps[index].line - step.line)
    }
    return distance(other) < distance(best)
  }

  private func sameText(as step: PlannedStep) -> Int? {
    for (index, old) in oldSteps.enumerated()
    where old.instruction.text == step.instruction.text && old.isRun {
      return index
    }
    return nil
  }
}

extension Rerun {
  private func causes(_ index: Int, _ candidate: Candidate?) -> [Cause] {
    let step = newSteps[index]
    var causes: [Cause] = []
    if let fault = after.takings(of: index)?.full.fault, fault.kind != .unreadable {
      causes.append(.failure)
    }
    guard let candidate else {
      causes.append(sameText(as: step) == nil ? .instruction : .environment)
      appendBehind(index, to: &causes)
      return causes
    }
    switch candidate.files {
    case .no: if causes.isEmpty { causes.append(.files) }
    case .unknown: causes.append(.unknownFiles(after.doubt(about: index, before)))
    case .yes: break
    }
    if step.isRemote { causes.append(.remote) }
    if candidate.references == .unknown {
      for reference in step.references {
        if case .stage(let stage) = reference.origin { causes.append(.stage(stage)) }
      }
    }
    if candidate.previous != .yes, !step.isDetached { appendBehind(index, to: &causes) }
    return causes
  }

  /// The first step of the stage, or of those that it is made from, that runs again, or else may.
  private func appendBehind(_ index: Int, to causes: inout [Cause]) {
    var (certain, possible): (Int?, Int?)
    var place = stepBefore(index, after.plan, newSteps)
    while case .step(let step) = place {
      if outcomes[step].rerun == true { certain = newSteps[step].line }
      if outcomes[step].rerun == nil { possible = newSteps[step].line }
      place = stepBefore(step, after.plan, newSteps)
    }
    if let first = certain ?? possible {
      causes.append(.behind(first))
    } else if causes.isEmpty {
      // All before it is in the cache, but not in this order, or on another base.
      causes.append(.base)
    }
  }
}

extension Rerun {
  /// Leaves open what is otherwise in `other`, which is the same comparison but for the values of the
  /// build arguments in the earlier build: those that are given now need not have been given then.
  package mutating func leaveOpen(wherever other: Rerun) {
    for index in outcomes.indices where outcomes[index].rerun != other.outcomes[index].rerun {
      outcomes[index].rerun = nil
      var causes: [Cause] = []
      for cause in other.outcomes[index].causes {
        switch cause {
        case .behind, .stage, .unknownText: causes.append(cause)
        default: break
        }
      }
      outcomes[index].causes = causes.isEmpty ? [.argument] : causes
    }
  }
}
