extension ChangeReport {
  /// A list longer than this has its counts again below it.
  private static let screenful = 40

  /// Appends what limits the answer above.
  func appendLimits(to output: inout [UInt8]) {
    let scope = comparison.scope
    if case .undecided(let doubt) = comparison.outcome {
      if doubt == .formats || doubt == .nothingListed { return }
    }
    let isContent = comparison.before.format == .content
    if scope.lacksMetadata {
      if hasMetadata(comparison.before) != hasMetadata(comparison.after) {
        output.append("Only one side has modes and owners: they were not compared.\n")
      } else if isContent {
        output.append("Modes and owners are not in these listings.\n")
      }
    } else if scope.hidesMetadata && isContent {
      output.append("Modes and owners below the listed levels are not known.\n")
    }
    if scope.unlistedBefore > 0 && scope.isIncomplete {
      appendUnlisted(scope.unlistedBefore, "after", lost: "before", to: &output)
    }
    if scope.unlistedAfter > 0 && scope.isIncomplete {
      appendUnlisted(scope.unlistedAfter, "before", lost: "after", to: &output)
    }
    if scope.contradictions > 0 {
      output.append(count: scope.contradictions, "line contradicts", "lines contradict")
      output.append(" equal digests above: a side is damaged.\n")
    }
    if scope.hiddenContents > 0 {
      output.append("Of ")
      output.append(count: scope.hiddenContents, "entry", "entries")
      output.append(
        " with another mode BuildKit's digest can't tell whether the content changed.\n")
    }
  }

  private func appendUnlisted(
    _ count: Int, _ side: StaticString, lost: StaticString, to output: inout [UInt8]
  ) {
    output.append(count: count, "path", "paths")
    output.append(" of \"")
    output.append(side)
    output.append("\" may be new or among the lines that \"")
    output.append(lost)
    output.append("\" lost.\n")
  }

  /// Appends what to do with the answer: which builder runs the COPY again, which lines to add to
  /// the ignore file, and how to see more.
  package func appendFoot(to output: inout [UInt8]) {
    if comparison.changes.count > Self.screenful {
      output.append("\n")
      appendCounts(to: &output)
    }
    if case .undecided(let doubt) = comparison.outcome {
      if doubt == .formats || doubt == .nothingListed { return }
    }
    appendNextDepth(to: &output)
    appendVerdicts(to: &output)
    appendHints(to: &output)
  }

  private func appendNextDepth(to output: inout [UInt8]) {
    var count = 0
    var deepest = 0
    var first: Record?
    for change in comparison.changes where change.aspect == .below {
      let record = comparison.record(of: change)
      if first == nil { first = record }
      count += 1
      deepest = max(deepest, depth(of: record.path))
    }
    guard let first else { return }
    output.append("\nThe listings stop above ")
    output.append(count: count, "change", "changes")
    output.append(". To see what changed below ")
    output.append(shown: first.path)
    if count > 1 {
      output.append("\nand ")
      output.append(count: count - 1, "other directory", "other directories")
    }
    output.append(", list both sides\nagain with --max-depth ")
    output.append(decimal: UInt64(deepest + 1))
    output.append(".\n")
    if comparison.scope.isIncomplete {
      output.append("A listing written with --output FILE loses no lines to a log's limits.\n")
    }
  }

  private func appendVerdicts(to output: inout [UInt8]) {
    let verdicts = comparison.verdicts
    output.append("\nWould COPY . DEST run again?\n")
    for verdict in verdicts {
      output.append("  ")
      let name = verdict.builder.name
      output.append(name)
      for _ in name.utf8CodeUnitCount..<15 { output.append(UInt8(ascii: " ")) }
      switch verdict.rebuild {
      case true?: output.append("yes:     ")
      case false?: output.append("no")
      case nil: output.append("unknown: ")
      }
      for (index, reason) in verdict.because.enumerated() {
        if index > 0 { output.append(", ") }
        output.append(reason.word)
      }
      appendRemark(verdict, to: &output)
      output.append("\n")
    }
    if comparison.isOverlookedInPlace {
      output.append(
        "BuildKit's daemon overlooks such a change in a directory that it has built from\n")
      output.append("before: there it may say CACHED and use what it had.\n")
    }
    guard verdicts.contains(where: { $0.rebuild == nil }) else { return }
    if comparison.scope.lacksMetadata {
      output.append("Listings made with --long on both sides tell more.\n")
    } else if comparison.scope.hidesMetadata {
      output.append("Listings made with --max-depth all on both sides tell more.\n")
    } else if comparison.before.inodeFacts == nil || comparison.after.inodeFacts == nil {
      output.append("Comparing the directories themselves, not their listings, tells more.\n")
    }
  }

  /// Where another version of a builder would answer otherwise.
  private func appendRemark(_ verdict: Verdict, to output: inout [UInt8]) {
    switch (verdict.builder, verdict.rebuild) {
    case (.buildah, true?) where verdict.because == [.change(.owner)]:
      output.append(" (not since Buildah 1.42)")
    case (.kaniko, false?) where hasOtherNames:
      output.append(" (names alone do not count; in its fork they do)")
    default: break
    }
  }

  private var hasOtherNames: Bool {
    for change in comparison.changes {
      switch change.aspect {
      case .added, .removed, .moved: return true
      default: continue
      }
    }
    return false
  }

  private func appendHints(to output: inout [UInt8]) {
    let hints = IgnoreHint.hints(for: comparison)
    guard !hints.isEmpty else { return }
    output.append("\nHardly anyone means to copy some of these; lines for .dockerignore:\n")
    for hint in hints {
      output.append("  ")
      output.append(contentsOf: hint.line)
      output.append("\n")
    }
  }

  private func hasMetadata(_ listing: Listing) -> Bool {
    for record in listing.records where record.metadata == nil { return false }
    return !listing.records.isEmpty
  }
}

extension Builder {
  fileprivate var name: StaticString {
    switch self {
    case .buildkit: "BuildKit"
    case .buildah: "Buildah"
    case .kaniko: "kaniko"
    case .dockerClassic: "classic Docker"
    }
  }
}
