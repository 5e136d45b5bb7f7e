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
      let setsModes = before.setsModes(of: pair.before) || after.setsModes(of: pair.after)
      let comparison = Comparison(
        before: before.listings[pair.before], after: after.listings[pair.after],
        hidden: setsModes ? .modes : [])
      comparisons.append(comparison)
      guard let place = after.places[pair.after] else { continue }
      findings.append(
        ListingFinding(
          build: place.build, step: place.step, changeCount: comparison.knownChangeCount,
          firstPath: comparison.changes.first?.record.path ?? []))
    }
    self.comparisons = comparisons
    steps = StepComparison(
      before.builds, after.builds, pairing, findings: findings,
      isSame: isSame || before.identity != nil && before.identity == after.identity)
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
  /// Whether a COPY above the step that printed a listing gave the files other modes than they have
  /// in the context.
  fileprivate func setsModes(of listing: Int) -> Bool {
    guard let place = places[listing] else { return false }
    let build = builds[place.build]
    for step in build.steps[..<place.step]
    where step.copiesContext && step.stage == build.steps[place.step].stage
      && step.optionValue("--chmod=") != nil
    {
      return true
    }
    return false
  }
}
