import DirectoryChecksum

/// `diff` of two texts, or of two images: what the builder did, where they are logs of builds, then
/// what changed in the listings, each under its image and step. Not copyable: there is one of it,
/// and copying its fields takes kilobytes of code.
struct LogDiff: ~Copyable {
  let before: Evidence
  let after: Evidence
  let settings: ReportSettings
  let beforeLog: BuildLog
  let afterLog: BuildLog
  let isSame: Bool
  let logs: LogComparison

  /// Reads both sides.
  init(_ before: Evidence, _ after: Evidence, _ settings: ReportSettings) throws(CommandError) {
    let isSame = before.isSameText(as: after)
    var (first, second) = (try before.readLog(), BuildLog(layers: []))
    if isSame {
      after.listings = before.listings
      second = first
    } else {
      second = try after.readLog()
      if first.areLayers, second.areLayers {
        for pair in ListingPairing(first, second, BuildPairing(first, second)).pairs
        where before.listings[pair.before].records != after.listings[pair.after].records {
          try before.list(layer: pair.before, beside: after.listings[pair.after])
          try after.list(layer: pair.after, beside: before.listings[pair.before])
        }
        (first, second) = (BuildLog(layers: before.listings), BuildLog(layers: after.listings))
      }
    }
    (self.before, self.after, self.settings) = (before, after, settings)
    self.isSame = isSame
    (beforeLog, afterLog) = (first, second)
    logs = LogComparison(first, second, isSame: isSame)
  }
}

extension LogDiff {
  func run() throws(CommandError) -> ExitStatus {
    for (side, log) in [(before, beforeLog), (after, afterLog)]
    where log.builds.isEmpty && log.listings.isEmpty {
      if settings.style == .json, !log.areLayers { try printCauses() }
      throw side.nothingFound
    }
    guard hasBuilds || afterLog.areLayers || !logs.listings.pairs.isEmpty else {
      throw (beforeLog.listings.isEmpty ? before : after).nothingFound
    }
    for pair in logs.listings.pairs {
      before.warnOfDisplay(beforeLog.listings[pair.before], at: pair.before)
      after.warnOfDisplay(afterLog.listings[pair.after], at: pair.after)
    }
    var output: [UInt8] = []
    switch settings.style {
    case .text: appendText(to: &output)
    case .json: appendJSON(to: &output)
    case .markdown: appendMarkdown(to: &output)
    }
    try Console.print(output)
    if settings.style != .text {
      for message in cachedListings { Console.complain(message) }
      for message in leftovers { Console.complain(message) }
    }
    return status
  }

  private var status: ExitStatus {
    if logs.isDifferent || hasBuilds && logs.steps.rerunCount > 0 { return .difference }
    if isSame { return .success }
    for comparison in logs.comparisons where comparison.outcome != .same { return .trouble }
    // A listing that the builder did not print again, since its step came from the cache, is told by
    // the steps; any other has to have its counterpart, unless one was asked for by its number.
    let cached = logs.listings.cachedBefore.count + logs.listings.cachedAfter.count
    let open = logs.listings.onlyBefore.count + logs.listings.onlyAfter.count - cached
    if open > 0, !before.isChosen, !after.isChosen {
      return afterLog.areLayers ? .difference : .trouble
    }
    return hasBuilds && logs.steps.isOpen ? .trouble : .success
  }

  /// Whether both sides tell of builds, of which one may have failed before its first step.
  var hasBuilds: Bool { !beforeLog.builds.isEmpty && !afterLog.builds.isEmpty }

  /// Prints what little the steps tell where there is nothing to compare.
  private func printCauses() throws(CommandError) {
    var output: [UInt8] = []
    stepReport.appendJSONCauses(to: &output)
    try Console.print(output)
  }
}
