import DirectoryChecksum

// What is said of two logs: the steps, then each pair of listings under its image and step.

extension LogDiff {
  @inline(never)
  var stepReport: StepReport {
    StepReport(
      logs.steps, beforeName: before.name, afterName: after.name, look: settings.look)
  }

  private func changeReport(_ index: Int) -> ChangeReport {
    let pair = logs.listings.pairs[index]
    let place = hasBuilds && !logs.steps.isSame ? afterLog.places[pair.after] : nil
    return ChangeReport(
      logs.comparisons[index], before: ChangeReport.Side(before.name(of: pair.before)),
      after: ChangeReport.Side(after.name(of: pair.after)),
      copy: place.flatMap { LoggedCopy(above: $0, in: logs.steps) }, look: settings.look)
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
  var cachedListings: [[UInt8]] {
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
  var leftovers: [[UInt8]] {
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

  func appendText(to output: inout [UInt8]) {
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

  func appendJSON(to output: inout [UInt8]) {
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
      Console.complain(report.doubtText)
    }
  }

  func appendMarkdown(to output: inout [UInt8]) {
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
