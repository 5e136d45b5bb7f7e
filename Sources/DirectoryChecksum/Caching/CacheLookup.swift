/// Looks the steps of a build up, one after the other, in the cache that an earlier build has left.
struct CacheLookup: ~Copyable {
  /// The key of a step of the earlier build that one may have.
  private struct Match {
    let key: Int
    let likeness: Sameness
  }

  /// The step of the earlier build that one is held against, and how much alike they are without
  /// the files; of a detached one, by them alone.
  private typealias Counterpart = (step: Int, rank: Sameness)

  private let before: BuildSide
  private let after: BuildSide
  private let new: StepKeys
  private let cached: CachedSteps
  private let changes: KnownChanges
  /// For each key of the build after those which it may be, ascending.
  private var chains: [[Match]] = []
  /// Of each step and those that it is built on the line of the first that runs again, and of the
  /// first that may; 0 for none.
  private var certain: [Int] = []
  private var possible: [Int] = []

  init(_ before: BuildSide, _ after: BuildSide, _ changes: [Change]) {
    self.before = before
    self.after = after
    self.changes = KnownChanges(changes, before, after)
    var names = ByteTable()
    cached = CachedSteps(before, &names)
    new = StepKeys(after, &names)
  }
}

extension CacheLookup {
  /// What becomes of the next step.
  mutating func outcome(_ index: Int) -> Rerun.Outcome {
    var outcome = Rerun.Outcome(rerun: false)
    if new.operations[index] >= 0 { outcome = lookUp(index) }
    let (line, above) = (new.steps[index].line, new.previous[index])
    var (sure, maybe) = above < 0 ? (0, 0) : (certain[above], possible[above])
    if sure == 0, outcome.rerun == true { sure = line }
    if maybe == 0, outcome.rerun == nil { maybe = line }
    certain.append(sure)
    possible.append(maybe)
    return outcome
  }

  private mutating func lookUp(_ index: Int) -> Rerun.Outcome {
    let isDetached = new.steps[index].isDetached
    let position = new.positions[index]
    var chain: [Match] = []
    var own = Sameness.no
    var best: Counterpart = (-1, .no)
    for match in matches(index) {
      let whole = min(alone(index, cached.firstOfKey[match.key]), match.likeness)
      if whole > .no { chain.append(Match(key: match.key, likeness: whole)) }
      if isDetached { continue }
      own = max(own, whole)
      take(cached.nearest(to: position, key: match.key), match.likeness, position, &best)
    }
    if new.keys[index] == chains.count {
      sort(&chain) { $0.key < $1.key }
      chains.append(chain)
    }
    if isDetached {
      for work in cached.works(of: new.operations[index]) {
        let alone = alone(index, cached.firstOfWork[work])
        own = max(own, alone)
        take(cached.nearest(to: position, work: work), alone, position, &best)
      }
    } else if best.step < 0 {
      best.step = cached.nearest(to: position, operation: new.operations[index])
    }
    let written = cached.index(written: new.steps[index].instruction.text)
    var outcome = Rerun.Outcome()
    outcome.rerun = own == .yes ? false : own == .no ? true : nil
    outcome.counterpart = best.step < 0 ? written : best.step
    if own != .yes {
      if best.step < 0 { outcome.causes = [written == nil ? .instruction : .environment] }
      appendCauses(index, best, isDetached, to: &outcome.causes)
    }
    if !before.isOwnPlan, outcome.rerun != true {
      outcome.rerun = nil
      outcome.causes.insert(.unknownText, at: 0)
    }
    return outcome
  }

  /// Takes a step of the earlier build for the best one if it is.
  private func take(_ other: Int, _ rank: Sameness, _ position: Int, _ best: inout Counterpart) {
    if best.step >= 0 {
      if rank < best.rank { return }
      if rank == best.rank, !cached.isNearer(other, than: best.step, to: position) { return }
    }
    best = (other, rank)
  }

  private func appendCauses(
    _ index: Int, _ best: Counterpart, _ isDetached: Bool, to causes: inout [Rerun.Cause]
  ) {
    let taking = after.use.place(of: index)
    if let fault = taking.flatMap({ after.takings[$0].fault?.kind }), fault != .unreadable {
      causes.insert(.failure, at: 0)
    }
    guard best.step >= 0 else { return appendBehind(index, to: &causes) }
    switch files(index, best.step) {
    case .no: if causes.isEmpty { causes.append(.files) }
    case .unknown: causes.append(.unknownFiles(after.doubt(about: index, before)))
    case .yes: break
    }
    if new.steps[index].isRemote { causes.append(.remote) }
    if references(index, best.step) == .unknown {
      for reference in new.steps[index].references {
        if case .stage(let stage) = reference.origin { causes.append(.stage(stage)) }
      }
    }
    if best.rank != .yes, !isDetached { appendBehind(index, to: &causes) }
  }

  /// The first step of the stage, or of those that it is made from, that runs again, or else may.
  private func appendBehind(_ index: Int, to causes: inout [Rerun.Cause]) {
    let above = new.previous[index]
    let first = above < 0 ? 0 : certain[above] > 0 ? certain[above] : possible[above]
    if first > 0 {
      causes.append(.behind(first))
    } else if causes.isEmpty {
      // All before it is in the cache, but not in this order, or on another base.
      causes.append(.base)
    }
  }
}

extension CacheLookup {
  /// The keys of the earlier build by which the same is done on what may be the same as what a step
  /// is built on, each with whether it is.
  private func matches(_ index: Int) -> [Match] {
    let (operation, origin) = (new.operations[index], new.origins[index])
    var matches: [Match] = []
    for match in origin < 0 ? [Match(key: origin, likeness: .yes)] : chains[origin] {
      for key in cached.keys(of: operation, on: match.key) {
        matches.append(Match(key: key, likeness: match.likeness))
      }
    }
    return matches
  }

  private func alone(_ index: Int, _ other: Int) -> Sameness {
    min(files(index, other), references(index, other))
  }

  /// Whether a step takes the same from its context as one of the earlier build.
  private func files(_ index: Int, _ other: Int) -> Sameness {
    after.likeness(of: index, before, other, changes)
  }

  /// Whether it takes the same from elsewhere.
  private func references(_ index: Int, _ other: Int) -> Sameness {
    let references = new.steps[index].references
    let others = cached.keys.steps[other].references
    guard references.count == others.count else { return .no }
    var likeness: Sameness = new.steps[index].isRemote ? .unknown : .yes
    for place in references.indices {
      var isSame = references[place].paths == others[place].paths
      switch (references[place].origin, others[place].origin) {
      case (.image(let image), .image(let before)): isSame = isSame && image == before
      case (.stage(let stage), .stage(let before)):
        isSame = isSame && giveSame(stage, before)
      default: isSame = false
      }
      if !isSame { likeness = .unknown }
    }
    return likeness
  }

  /// Whether two stages give the same.
  private func giveSame(_ stage: Int, _ other: Int) -> Bool {
    let (end, before) = (new.ends[stage], cached.keys.ends[other])
    guard end >= 0, before >= 0 else { return end == before }
    let chain = chains[end]
    let place = lowerBound(below: chain.count) { chain[$0].key < before }
    return place < chain.count && chain[place].key == before && chain[place].likeness == .yes
  }
}
