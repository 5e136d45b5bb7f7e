/// Compares the logs of two builds: what the builder did, and what the listings in them say.
package struct LogComparison: Sendable {
  package let steps: StepComparison
  package let listings: ListingPairing
  /// One for each pair of listings, in their order.
  package let comparisons: [Comparison]

  /// `isSame`: whether both are one log, in which nothing can have run again.
  package init(_ before: BuildLog, _ after: BuildLog, isSame: Bool = false) {
    let pairing = BuildPairing(before, after)
    listings =
      isSame
      ? ListingPairing(ofSame: after.listings.count) : ListingPairing(before, after, pairing)
    var comparisons: [Comparison] = []
    var findings: [ListingFinding] = []
    for pair in listings.pairs {
      let comparison = Comparison(
        before: before.listings[pair.before], after: after.listings[pair.after])
      comparisons.append(comparison)
      guard let place = after.places[pair.after] else { continue }
      findings.append(
        ListingFinding(
          build: place.build, step: place.step, changeCount: comparison.knownChangeCount,
          firstPath: comparison.changes.first?.record.path ?? []))
    }
    self.comparisons = comparisons
    let isSame = isSame || before.isSame(as: after)
    steps = StepComparison(
      before.builds, after.builds, pairing, findings: findings, isSame: isSame)
  }
}

extension LogComparison {
  /// Whether all listings are the same, proven, and each has its counterpart.
  package var isProvenSame: Bool {
    for comparison in comparisons where comparison.outcome != .same { return false }
    return listings.onlyBefore.isEmpty && listings.onlyAfter.isEmpty && !comparisons.isEmpty
  }

  package var isDifferent: Bool {
    for comparison in comparisons where comparison.outcome == .different { return true }
    return false
  }
}

extension Comparison {
  /// How many paths differ; negative where what is left of a listing can't settle it.
  fileprivate var knownChangeCount: Int {
    switch outcome {
    case .same: return 0
    case .undecided: return -1
    case .different: break
    }
    var count = 0
    var last: [UInt8]?
    for change in changes where change.record.path != last {
      count += 1
      last = change.record.path
    }
    return count
  }
}

extension BuildLog {
  /// Whether another log is a copy of this one, by what no two builds have in common: times, or the
  /// ids of images.
  fileprivate func isSame(as other: BuildLog) -> Bool {
    guard builds.count == other.builds.count, listings.count == other.listings.count else {
      return false
    }
    var isTold = false
    for (left, right) in zip(builds, other.builds) {
      guard left.line == right.line, left.imageID == right.imageID,
        left.steps.count == right.steps.count
      else { return false }
      if !left.imageID.isEmpty { isTold = true }
      for (first, second) in zip(left.steps, right.steps) {
        guard first.text == second.text, first.state == second.state, first.line == second.line,
          first.milliseconds == second.milliseconds, first.base == second.base
        else { return false }
        if first.milliseconds > 0 { isTold = true }
      }
    }
    return isTold
  }
}
