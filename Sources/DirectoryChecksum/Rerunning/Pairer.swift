/// The work of pairing the listings of two logs.
struct Pairer: ~Copyable {
  let before: BuildLog
  let after: BuildLog
  let builds: BuildPairing
  /// For each listing of the second log its counterpart in the first.
  var counterparts: [Int?]
  var isTaken: [Bool]
  /// The steps of each build, to be found by those of the other log.
  let oldSteps: [StepCounterparts]
  let newSteps: [StepCounterparts]

  /// Of more pairs of listings than that, none is found by its roots.
  private static let mostCompared = 1 << 20

  init(_ before: BuildLog, _ after: BuildLog, _ builds: BuildPairing) {
    self.before = before
    self.after = after
    self.builds = builds
    let hasListings = !before.listings.isEmpty || !after.listings.isEmpty
    oldSteps = hasListings ? before.builds.map { StepCounterparts($0) } : []
    newSteps = hasListings ? after.builds.map { StepCounterparts($0) } : []
    counterparts = [Int?](repeating: nil, count: after.listings.count)
    isTaken = [Bool](repeating: false, count: before.listings.count)
  }

  /// The listings that have no counterpart yet.
  var openBefore: [Int] { before.listings.indices.filter { !isTaken[$0] } }
  var openAfter: [Int] { after.listings.indices.filter { counterparts[$0] == nil } }

  /// Pairs layers of the same instruction, in their order, then those that share paths.
  mutating func pairLayers() {
    for index in after.listings.indices {
      for old in before.listings.indices
      where !isTaken[old] && before.listings[old].label == after.listings[index].label {
        pair(old, index)
        break
      }
    }
    let (old, new) = (openBefore, openAfter)
    for (left, right) in Likeness.pairs(
      old.map { [before.listings[$0]] }, new.map { [after.listings[$0]] }, onlyAlike: true)
    {
      pair(old[left], new[right])
    }
  }

  /// Pairs the listings of steps that are paired.
  mutating func pairSteps() {
    let old = groups(before, isTaken) { Self.key($0.build, $0.step) }
    let new = groups(after, counterparts.map { $0 != nil }) { place in
      // Both have to be what is most like the other: a stage may be in one log only.
      guard let build = builds.counterparts[place.build],
        let step = oldSteps[build].index(like: after.builds[place.build].steps[place.step]),
        newSteps[place.build].index(like: before.builds[build].steps[step]) == place.step
      else { return [] }
      return Self.key(build, step)
    }
    for (left, right) in Self.common(old, new) { pair(left, right, isOneStep: true) }
  }

  /// Pairs the only listings that are left of builds that are paired.
  mutating func pairBuilds() {
    let old = groups(before, isTaken) { Self.key($0.build, 0) }
    let new = groups(after, counterparts.map { $0 != nil }) { place in
      builds.counterparts[place.build].map { Self.key($0, 0) } ?? []
    }
    for (left, right) in Self.common(old, new)
    where left.count == 1 && right.count == 1 && mayBeOfOneStage(left[0], right[0]) {
      pair(left[0], right[0])
    }
  }

  /// Whether two steps can be one, of one stage: they are not where they list other directories.
  private func mayBeOfOneStage(_ old: Int, _ new: Int) -> Bool {
    guard let left = before.places[old], let right = after.places[new] else { return true }
    let step = before.builds[left.build].steps[left.step]
    let other = after.builds[right.build].steps[right.step]
    if let listed = step.lastPath(in: nil), let others = other.lastPath(in: nil), listed != others {
      return false
    }
    return step.mayShareStage(with: other)
  }

  /// Pairs listings of which no step is known by their label, numbers aside: those with the same
  /// image, those with the same names before them, then the only ones that are left.
  mutating func pairLabels() {
    let hasBuilds = !before.builds.isEmpty || !after.builds.isEmpty
    func key(_ label: ListingLabel, _ pass: Int) -> [UInt8] {
      let image = label.image.withoutTag
      if pass == 0 && image.isEmpty || hasBuilds && label.stepName.isEmpty { return [] }
      var key = pass == 0 ? image : []
      for name in pass < 2 ? label.names : [] { key += [0] + name }
      return key + [0, 0] + label.stepName
    }
    for pass in 0..<3 {
      // The text of a step says little beside a listing of which not even that is left.
      let areAsMany = openBefore.count == openAfter.count
      let old = Self.grouped(
        before.listings.indices.map { index in
          isTaken[index] || before.places[index] != nil
            ? [] : key(before.listings[index].origin, pass)
        })
      let new = Self.grouped(
        after.listings.indices.map { index in
          counterparts[index] != nil || after.places[index] != nil
            ? [] : key(after.listings[index].origin, pass)
        })
      for (left, right) in Self.common(old, new)
      where pass < 2 || left.count == 1 && right.count == 1 && areAsMany {
        pair(left, right, isOneStep: false)
      }
    }
  }

  /// Pairs what is left by the paths that both have, else by its order.
  mutating func pairRest() {
    pair(openBefore, openAfter, isOneStep: false)
  }
}

extension Pairer {
  /// Pairs listings of one step, or of steps that nothing tells apart.
  ///
  /// Those with one root are of one another. What is left is in the order in which the steps print
  /// it, if none was lost and none is another run's: where one log has more, nothing tells which.
  private mutating func pair(_ old: [Int], _ new: [Int], isOneStep: Bool) {
    if old.count * new.count <= Self.mostCompared {
      for new in new {
        for old in old
        where !isTaken[old] && counterparts[new] == nil && haveOneRoot(old, new)
          && (isOneStep || mayBeOne(old, new))
        {
          pair(old, new)
        }
      }
    }
    let left = old.filter { !isTaken[$0] }
    let right = new.filter { counterparts[$0] == nil }
    guard left.count == right.count else { return }
    if isOneStep {
      for place in left.indices { pair(left[place], right[place]) }
      return
    }
    for (old, new) in Likeness.pairs(
      left.map { [before.listings[$0]] }, right.map { [after.listings[$0]] })
    where mayBeOne(left[old], right[new]) {
      pair(left[old], right[new])
    }
  }

  private func haveOneRoot(_ old: Int, _ new: Int) -> Bool {
    guard let left = before.listings[old].records.first,
      let right = after.listings[new].records.first
    else { return false }
    return left.isRoot && right.isRoot && left.hasKnownDigest(of: right)
  }

  /// Whether it is a root alone amid a log that does not tell whose: any line may be one.
  private func isStrayRoot(_ listing: Listing) -> Bool {
    listing.records.count == 1 && listing.origin.step.isEmpty && listing.origin.line > 1
  }

  private func mayBeOne(_ old: Int, _ new: Int) -> Bool {
    guard mayBeOneImage(old, new), mayBeOfOneStage(old, new),
      isStrayRoot(before.listings[old]) == isStrayRoot(after.listings[new])
    else { return false }
    guard let left = before.places[old], let right = after.places[new] else { return true }
    // What has a counterpart is nothing else's.
    return builds.counterparts[right.build].map { $0 == left.build }
      ?? !builds.counterparts.contains(left.build)
  }

  private func mayBeOneImage(_ old: Int, _ new: Int) -> Bool {
    let left = before.listings[old].origin.image.withoutTag
    let right = after.listings[new].origin.image.withoutTag
    return left.isEmpty || right.isEmpty || left == right
  }

  private mutating func pair(_ old: Int, _ new: Int) {
    counterparts[new] = old
    isTaken[old] = true
  }
}

extension BuildStep {
  /// Whether another build may call the stage of this step as that of `other` is called: not where
  /// the Dockerfile gives both names, and different ones.
  func mayShareStage(with other: BuildStep) -> Bool {
    stage == other.stage || !hasNamedStage || !other.hasNamedStage
  }

  /// Whether the Dockerfile gives the stage a name, and not only BuildKit one that counts.
  var hasNamedStage: Bool {
    stage.withUnsafeBufferPointer { !$0.isEmpty && !$0.hasLiteral("stage-") }
  }
}
