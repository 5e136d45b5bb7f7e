import DirectoryChecksum

/// `diff` of two texts, or of two images: what the builder did, where they are logs of builds, then
/// what changed in the listings, each under its image and step. A class: there
/// is one of it, and copying its fields takes kilobytes of code.
final class LogDiff {
  private let before: Evidence
  private let after: Evidence
  private let settings: ReportSettings
  private let beforeLog: BuildLog
  private let afterLog: BuildLog
  private let isSame: Bool
  private let logs: LogComparison

  /// Reads both sides.
  init(_ before: Evidence, _ after: Evidence, _ settings: ReportSettings) throws(CommandError) {
    (self.before, self.after, self.settings) = (before, after, settings)
    isSame = before.isSameText(as: after)
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
    (beforeLog, afterLog) = (first, second)
    logs = LogComparison(beforeLog, afterLog, isSame: isSame)
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
    warnOfDisplays()
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
  private var hasBuilds: Bool { !beforeLog.builds.isEmpty && !afterLog.builds.isEmpty }

  /// Prints what little the steps tell where there is nothing to compare.
  private func printCauses() throws(CommandError) {
    var output: [UInt8] = []
    stepReport.appendJSONCauses(to: &output)
    try Console.print(output)
  }

  private func warnOfDisplays() {
    for pair in logs.listings.pairs {
      for (side, log, index) in [(before, beforeLog, pair.before), (after, afterLog, pair.after)]
      where log.listings[index].findings.isTerminalCapture {
        Console.complain(
          Messages.about(
            side.name(of: index),
            "a copy of BuildKit's display shows only its last lines; build with --progress=plain"))
      }
    }
  }
}

extension LogDiff {
  private var stepReport: StepReport {
    StepReport(
      logs.steps, beforeName: before.name, afterName: after.name, usesColor: settings.usesColor,
      listsAll: settings.listsAll)
  }

  private func changeReport(_ index: Int) -> ChangeReport {
    let pair = logs.listings.pairs[index]
    let place = hasBuilds && !logs.steps.isSame ? afterLog.places[pair.after] : nil
    return ChangeReport(
      logs.comparisons[index], before: ChangeReport.Side(before.name(of: pair.before)),
      after: ChangeReport.Side(after.name(of: pair.after)),
      copy: place.flatMap { LoggedCopy(above: $0, in: logs.steps) }, usesColor: settings.usesColor,
      listsAll: settings.listsAll)
  }

  /// What a pair is called: its image, where the log builds several, and its step.
  private func label(of index: Int) -> [UInt8] {
    let listing = afterLog.listings[logs.listings.pairs[index].after]
    var label: [UInt8] = []
    if let place = afterLog.places[logs.listings.pairs[index].after] {
      label = stepReport.title(place.build, of: afterLog.builds)
    } else {
      label = listing.origin.image
      if label.isEmpty, let name = listing.origin.names.last { label = name }
    }
    if !label.isEmpty, !listing.label.isEmpty { label.append(UInt8(ascii: " ")) }
    return label + listing.label
  }

  private var isSingle: Bool {
    logs.listings.pairs.count == 1 && logs.listings.onlyBefore.isEmpty
      && logs.listings.onlyAfter.isEmpty
  }

  /// The messages about listings that came out of the cache.
  private var cachedListings: [[UInt8]] {
    var messages: [[UInt8]] = []
    // Where nothing ran again nobody has to see what is in the image.
    if hasBuilds, logs.steps.rerunCount == 0, !logs.steps.isOpen { return [] }
    for (side, log, places) in [
      (before, beforeLog, logs.listings.cachedBefore), (after, afterLog, logs.listings.cachedAfter),
    ] {
      for place in places {
        messages.append(CommandError.cached(side.name, CachedListing(log, place)).message)
      }
    }
    return messages
  }
}

extension LogDiff {
  /// The messages about listings that nothing in the other log is compared with.
  private var leftovers: [[UInt8]] {
    var messages: [[UInt8]] = []
    if before.isChosen || after.isChosen { return messages }
    for (side, log, indexes) in [
      (before, beforeLog, logs.listings.onlyBefore), (after, afterLog, logs.listings.onlyAfter),
    ] {
      for index in indexes {
        var message = [UInt8]("without a counterpart: ")
        message.append(shown: side.name(of: index))
        message.append("  ")
        message.append(shown: log.listings[index].label)
        messages.append(message)
      }
    }
    return messages
  }

  private func appendText(to output: inout [UInt8]) {
    if isSame {
      output.append("No difference: it is the same ")
      output.append(afterLog.areLayers ? "image twice.\n" : "log twice.\n")
      return
    }
    let isPaired = afterLog.areLayers || !logs.listings.pairs.isEmpty
    if !isPaired {
      stepReport.appendText(to: &output)
    } else {
      if logs.listings.pairs.isEmpty {
        output.append("Different: no layer of one image is like one of the other\n\n")
      }
      if hasBuilds, logs.steps.rerunCount > 0 {
        stepReport.appendFindings(hasTables: false, to: &output)
        output.append("\n")
      }
      appendPairs(to: &output)
    }
    for message in cachedListings {
      output.append("\n")
      output.append(message)
      output.append("\n")
    }
    if isPaired {
      for message in leftovers { output.append(message + [UInt8(ascii: "\n")]) }
    }
  }

  private func appendPairs(to output: inout [UInt8]) {
    var same: [Int] = []
    // A layer that is the same says little of an image that has more.
    let isOneOfSeveral = logs.comparisons.count > 1 || afterLog.areLayers && !isSingle
    for (index, comparison) in logs.comparisons.enumerated() {
      if isOneOfSeveral, comparison.outcome == .same {
        same.append(index)
        continue
      }
      if isOneOfSeveral {
        output.append("listing of ")
        output.append(shown: label(of: index))
        output.append("\n")
      }
      changeReport(index).appendText(to: &output)
      if isOneOfSeveral { output.append("\n") }
    }
    var (old, new): (UnknownFacts, UnknownFacts) = ([], [])
    for index in same {
      output.append("the same, proven: ")
      output.append(shown: label(of: index))
      output.append("\n")
      old.formUnion(logs.comparisons[index].before.unknownFacts)
      new.formUnion(logs.comparisons[index].after.unknownFacts)
    }
    ChangeReport.appendUnknown(old, new, to: &output)
  }

  private func appendJSON(to output: inout [UInt8]) {
    if hasBuilds { stepReport.appendJSONCauses(to: &output) }
    for index in logs.comparisons.indices {
      let report = changeReport(index)
      var lines: [UInt8] = []
      report.appendJSON(to: &lines)
      if isSingle {
        output.append(lines)
      } else {
        output.append(jsonLines: lines, label: label(of: index))
      }
      guard report.comparison.outcome != .same, report.comparison.outcome != .different else {
        continue
      }
      var doubt: [UInt8] = []
      report.appendDoubt(to: &doubt)
      Console.complain(doubt)
    }
  }

  private func appendMarkdown(to output: inout [UInt8]) {
    if hasBuilds, logs.steps.rerunCount > 0 || logs.listings.pairs.isEmpty {
      stepReport.appendMarkdown(to: &output)
      output.append("\n")
    }
    for index in logs.comparisons.indices
    where isSingle || logs.comparisons[index].outcome != .same {
      var part: [UInt8] = []
      if !isSingle {
        part.append("#### ")
        part.append(code: label(of: index))
        part.append("\n\n")
      }
      changeReport(index).appendMarkdown(to: &part)
      guard output.append(markdown: part, reserve: 200) else {
        output.append("\nAnd more, for which there is no room here.\n")
        return
      }
    }
  }
}

extension Listing {
  /// What is not known by it: modes and owners as well, where its lines do not have them.
  fileprivate var unknownFacts: UnknownFacts {
    records.first?.metadata == nil ? unknown.union([.modes, .owners]) : unknown
  }
}
