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
    let (oldSetters, newSetters) = (ModeSetters(before), ModeSetters(after))
    for pair in listings.pairs {
      let setsModes =
        oldSetters.precede(listing: pair.before) || newSetters.precede(listing: pair.after)
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

/// The steps of a log that give the files other modes than they have in the context: the first of each
/// stage.
private struct ModeSetters {
  private let log: BuildLog
  private var places: [BuildLog.Place] = []

  init(_ log: BuildLog) {
    self.log = log
    for (number, build) in log.builds.enumerated() {
      for (index, step) in build.steps.enumerated()
      where step.copiesContext && step.optionValue("--chmod=") != nil {
        let place = BuildLog.Place(build: number, step: index)
        if !precede(place) { places.append(place) }
      }
    }
  }

  /// Whether one of them stands above what printed a listing.
  func precede(listing: Int) -> Bool { log.places[listing].map(precede) ?? false }

  private func precede(_ place: BuildLog.Place) -> Bool {
    let steps = log.builds[place.build].steps
    return places.contains {
      $0.build == place.build && $0.step < place.step
        && steps[$0.step].stage == steps[place.step].stage
    }
  }
}
