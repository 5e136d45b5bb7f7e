extension ChangeReport {
  /// A list longer than this has its counts again below it.
  private static let screenful = 40

  /// Whether the sides could be compared at all.
  private var hasAnswer: Bool {
    switch comparison.outcome {
    case .undecided(.formats), .undecided(.nothingListed): false
    default: true
    }
  }

  /// Appends what limits the answer above.
  func appendLimits(to output: inout [UInt8]) {
    guard hasAnswer else { return }
    let scope = comparison.scope
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
      output.append(
        "{path|paths} of \"after\" may be new or among the lines that \"before\" lost.\n",
        count: scope.unlistedBefore)
    }
    if scope.unlistedAfter > 0 && scope.isIncomplete {
      output.append(
        "{path|paths} of \"before\" may be new or among the lines that \"after\" lost.\n",
        count: scope.unlistedAfter)
    }
    if scope.contradictions > 0 {
      output.append(
        "{line contradicts|lines contradict} equal digests above: a side is damaged.\n",
        count: scope.contradictions)
    }
    if scope.hiddenContents > 0 {
      output.append(
        """
        Of {entry|entries} with another mode BuildKit's digest can't tell whether the content \
        changed.

        """, count: scope.hiddenContents)
    }
  }

  /// Appends what to do with the answer: which builder runs the COPY again, which lines to add to
  /// the ignore file, and how to see more.
  package func appendFoot(to output: inout [UInt8]) {
    if toldCount > Self.screenful {
      output.append("\n")
      appendCounts(to: &output)
    }
    guard hasAnswer else { return }
    appendNextDepth(to: &output)
    appendVerdicts(to: &output)
    appendHints(to: &output)
    appendUnknown(to: &output)
  }

  private func appendNextDepth(to output: inout [UInt8]) {
    let count = count(of: .below)
    if count == 0 { return }
    output.append(
      "\nThe listings stop above {change|changes}. To see what changed below ", count: count)
    var deepest = 0
    for change in comparison.changes where change.aspect == .below {
      if deepest == 0 { output.append(shown: change.record.path) }
      deepest = max(deepest, change.record.depth + 1)
    }
    if count > 1 {
      output.append("\nand {other directory|other directories}", count: count - 1)
    }
    output.append(", list both sides\nagain with --max-depth ")
    output.append(decimal: UInt64(deepest))
    output.append(".\n")
    if comparison.scope.isIncomplete {
      output.append("A listing written with --output FILE loses no lines to a log's limits.\n")
    }
  }

  private func appendVerdicts(to output: inout [UInt8]) {
    output.append("\nWould COPY . DEST run again?\n")
    var isUnknown = false
    for verdict in comparison.verdicts {
      switch verdict.builder {
      case .buildkit: output.append("  BuildKit       ")
      case .buildah: output.append("  Buildah        ")
      case .kaniko: output.append("  kaniko         ")
      case .dockerClassic: output.append("  classic Docker ")
      }
      switch verdict.rebuild {
      case true?: output.append("yes:     ")
      case false?: output.append("no")
      case nil:
        output.append("unknown: ")
        isUnknown = true
      }
      output.append(verdict.reasons, separator: ", ")
      // Where another version of the builder would answer otherwise.
      if verdict.builder == .buildah, verdict.rebuild == true, verdict.reasons == Reasons(.owner) {
        output.append(" (not since Buildah 1.42)")
      } else if verdict.builder == .kaniko, verdict.rebuild == false, hasOtherNames {
        output.append(" (names alone do not count; in its fork they do)")
      }
      output.append("\n")
    }
    if comparison.isOverlookedInPlace {
      output.append(
        "BuildKit's daemon overlooks such a change in a directory that it has built from\n")
      output.append("before: there it may say CACHED and use what it had.\n")
    }
    guard isUnknown else { return }
    if comparison.scope.lacksMetadata {
      output.append("Listings made with --long on both sides tell more.\n")
    } else if comparison.scope.hidesMetadata {
      output.append("Listings made with --max-depth all on both sides tell more.\n")
    } else if !comparison.knowsInodes {
      output.append("Comparing the directories themselves, not their listings, tells more.\n")
    }
  }

  private var hasOtherNames: Bool {
    for change in comparison.changes
    where change.aspect == .added || change.aspect == .removed || change.aspect == .moved {
      return true
    }
    return false
  }

  private func appendHints(to output: inout [UInt8]) {
    let hints = IgnoreHint.hints(for: comparison)
    guard !hints.isEmpty else { return }
    output.append("\nHardly anyone means to copy some of these; lines for .dockerignore:\n")
    for hint in hints {
      output.append("  ")
      output.append(hint.line)
      output.append("\n")
    }
  }

  private func hasMetadata(_ listing: Listing) -> Bool {
    for record in listing.records where record.metadata == nil { return false }
    return !listing.records.isEmpty
  }
}
