/// Which listings of two logs are of the same step of the same image.
///
/// The text of a step alone says little: a log that builds several images has the same one for each.
package struct ListingPairing: Sendable {
  /// The places of two listings in their logs, from 0.
  package struct Pair: Equatable, Sendable {
    package let before: Int
    package let after: Int
  }

  /// In the order of the second log.
  package private(set) var pairs: [Pair] = []
  /// The listings without a counterpart.
  package private(set) var onlyBefore: [Int] = []
  package private(set) var onlyAfter: [Int] = []
  /// The steps that printed a listing in the other log, and came out of the cache in this one.
  package private(set) var cachedBefore: [BuildLog.Place] = []
  package private(set) var cachedAfter: [BuildLog.Place] = []

  /// Pairs the listings of a log with themselves.
  init(ofSame count: Int) {
    for index in 0..<count { pairs.append(Pair(before: index, after: index)) }
  }

  package init(_ before: BuildLog, _ after: BuildLog, _ builds: BuildPairing) {
    var pairer = Pairer(before, after)
    if before.areLayers {
      pairer.pairLayers()
    } else {
      pairer.pairSteps(builds)
      pairer.pairBuilds(builds)
      pairer.pairLabels()
    }
    pairer.pairRest()
    for index in after.listings.indices {
      if let old = pairer.counterparts[index] { pairs.append(Pair(before: old, after: index)) }
    }
    for index in after.listings.indices
    where pairer.counterparts[index] == nil && !pairer.isSuperseded(index, in: after) {
      onlyAfter.append(index)
    }
    for index in before.listings.indices
    where !pairer.isTaken[index] && !pairer.isSuperseded(index, in: before) {
      onlyBefore.append(index)
    }
    findCachedSteps(before, after, builds)
  }
}

extension ListingPairing {
  private mutating func findCachedSteps(
    _ before: BuildLog, _ after: BuildLog, _ builds: BuildPairing
  ) {
    for index in onlyBefore {
      guard let place = before.places[index] else { continue }
      for (number, old) in builds.counterparts.enumerated() where old == place.build {
        let step = before.builds[place.build].steps[place.step]
        if let found = after.builds[number].index(like: step),
          after.builds[number].steps[found].state == .cached
        {
          cachedAfter.append(BuildLog.Place(build: number, step: found))
        }
      }
    }
    for index in onlyAfter {
      guard let place = after.places[index], let old = builds.counterparts[place.build] else {
        continue
      }
      let step = after.builds[place.build].steps[place.step]
      if let found = before.builds[old].index(like: step),
        before.builds[old].steps[found].state == .cached
      {
        cachedBefore.append(BuildLog.Place(build: old, step: found))
      }
    }
  }
}

/// The work of pairing.
private struct Pairer {
  let before: BuildLog
  let after: BuildLog
  /// For each listing of the second log its counterpart in the first.
  var counterparts: [Int?]
  var isTaken: [Bool]

  init(_ before: BuildLog, _ after: BuildLog) {
    self.before = before
    self.after = after
    counterparts = [Int?](repeating: nil, count: after.listings.count)
    isTaken = [Bool](repeating: false, count: before.listings.count)
  }

  /// Whether a later listing is of the same step, so that this one is another run of it.
  func isSuperseded(_ index: Int, in log: BuildLog) -> Bool {
    for other in log.listings.indices where other != index && log.isSameStep(index, other) {
      let isWhole = log.listings[other].integrity != .partial
      if other > index ? isWhole : isWhole && log.listings[index].integrity == .partial {
        return true
      }
    }
    return false
  }

  /// Pairs layers of the same instruction, in their order.
  mutating func pairLayers() {
    for index in after.listings.indices {
      for old in before.listings.indices
      where !isTaken[old] && before.listings[old].label == after.listings[index].label {
        pair(old, index)
        break
      }
    }
  }

  /// Pairs the listings of steps that are paired.
  mutating func pairSteps(_ builds: BuildPairing) {
    for index in after.listings.indices.reversed() where !isSuperseded(index, in: after) {
      guard let place = after.places[index], let build = builds.counterparts[place.build],
        let step = before.builds[build].index(like: after.builds[place.build].steps[place.step])
      else { continue }
      for old in before.listings.indices
      where before.places[old] == BuildLog.Place(build: build, step: step)
        && !isSuperseded(old, in: before)
      {
        pair(old, index)
      }
    }
  }

  /// Pairs the only listings that are left of builds that are paired.
  mutating func pairBuilds(_ builds: BuildPairing) {
    for (build, counterpart) in builds.counterparts.enumerated() {
      guard let counterpart else { continue }
      let new = after.listings.indices.filter {
        after.places[$0]?.build == build && counterparts[$0] == nil && !isSuperseded($0, in: after)
      }
      let old = before.listings.indices.filter {
        before.places[$0]?.build == counterpart && !isTaken[$0] && !isSuperseded($0, in: before)
      }
      if old.count == 1, new.count == 1 { pair(old[0], new[0]) }
    }
  }

  /// Pairs listings with the same names before them and the same label, numbers aside; then those
  /// with the same label, where no other has it.
  mutating func pairLabels() {
    for hasNames in [true, false] {
      for index in after.listings.indices
      where counterparts[index] == nil && after.places[index] == nil {
        var found: Int?
        var count = 0
        for old in before.listings.indices where !isTaken[old] && before.places[old] == nil {
          let (left, right) = (before.listings[old].origin, after.listings[index].origin)
          guard left.stepName == right.stepName, !hasNames || left.names == right.names else {
            continue
          }
          count += 1
          if !isSuperseded(old, in: before) { found = old }
        }
        if let found, hasNames || count == 1, !isSuperseded(index, in: after) { pair(found, index) }
      }
    }
  }

  /// Pairs what is left by the paths that both have, else by its order.
  mutating func pairRest() {
    var (old, new): ([Int], [Int]) = ([], [])
    for index in before.listings.indices where !isTaken[index] && !isSuperseded(index, in: before) {
      old.append(index)
    }
    for index in after.listings.indices
    where counterparts[index] == nil && !isSuperseded(index, in: after) {
      new.append(index)
    }
    // Of a log without any steps nothing else is known; where steps are known, a listing may well
    // be in one log only.
    guard before.builds.isEmpty || after.builds.isEmpty || old.count == 1 && new.count == 1 else {
      return
    }
    for (left, right) in Likeness.pairs(
      old.map { [before.listings[$0]] }, new.map { [after.listings[$0]] },
      onlyAlike: after.areLayers)
    {
      pair(old[left], new[right])
    }
  }

  private mutating func pair(_ old: Int, _ new: Int) {
    guard counterparts[new] == nil else { return }
    counterparts[new] = old
    isTaken[old] = true
  }
}

extension BuildLog {
  /// Whether two listings are of runs of one step.
  fileprivate func isSameStep(_ first: Int, _ second: Int) -> Bool {
    if areLayers { return false }
    if let place = places[first] { return places[second] == place }
    let (left, right) = (listings[first].origin, listings[second].origin)
    return places[second] == nil && !left.step.isEmpty && left.names == right.names
      && left.stepName == right.stepName
  }
}

extension Build {
  /// The step of this build that `step` of another one is compared with: in the stage of the same
  /// name the one with its text, else the one at its place.
  package func index(like step: BuildStep) -> Int? {
    var found: Int?
    var bestScore = 0
    let text = step.comparedText
    for (index, other) in steps.enumerated() {
      let isSameText = other.comparedText == text
      guard isSameText || other.place == step.place && other.stage == step.stage else { continue }
      var score = isSameText ? 8 : 1
      if other.stage == step.stage { score += 4 }
      if other.platform == step.platform { score += 2 }
      if other.place == step.place { score += 1 }
      if score > bestScore { (found, bestScore) = (index, score) }
    }
    // A place alone is no step: what stands there may be anything.
    return bestScore >= 8 ? found : nil
  }
}
