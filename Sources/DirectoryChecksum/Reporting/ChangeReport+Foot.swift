extension ChangeReport {
  /// Appends what stands behind the changes, each part behind an empty line: what limits the
  /// answer, what to do with it, which builders run the COPY again, what was compared.
  func appendFoot(to output: inout [UInt8]) {
    if hasAnswer {
      var notes: [UInt8] = []
      appendLimits(asMarkdown: false, to: &notes)
      appendDepthAdvice(to: &notes)
      if let cause = causes.first, cause.changes.count == comparison.changes.count {
        notes.append(cause.advice)
      }
      appendHints(to: &notes)
      if !notes.isEmpty { output.append("\n") }
      output.append(notes)
      if !verdicts.isEmpty {
        output.append("\n")
        appendVerdicts(to: &output)
      }
    }
    if verdicts.isEmpty || !hasAnswer { output.append("\n") }
    appendSides(to: &output)
    appendUnknown(asMarkdown: false, to: &output)
  }

  /// Appends what limits the answer.
  func appendLimits(asMarkdown: Bool, to output: inout [UInt8]) {
    let scope = comparison.scope
    if comparison.before.place == .mount || comparison.after.place == .mount {
      output.append(
        "A step mounts what it lists: no COPY wrote that, so that no builder is asked.\n")
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
      output.append(
        "{path|paths} of \"after\" may be new or among the lines that \"before\" lost.\n",
        count: scope.unlistedBefore)
    }
    if scope.unlistedAfter > 0 && scope.isIncomplete {
      output.append(
        "{path|paths} of \"before\" may be new or among the lines that \"after\" lost.\n",
        count: scope.unlistedAfter)
    }
    comparison.appendDoubts(
      about: [Int](comparison.changes.indices), asMarkdown: asMarkdown, to: &output)
    appendUncompared(asMarkdown: asMarkdown, to: &output)
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

  /// Appends which directories git can't have had.
  func appendUncompared(asMarkdown: Bool, to output: inout [UInt8]) {
    let count = comparison.scope.uncomparedDirectories
    guard count > 0 else { return }
    output.append(
      "{directory|directories} without files not compared, as git keeps none: ", count: count)
    let path = comparison.scope.firstUncompared
    if asMarkdown { output.append(code: path) } else { output.append(shown: path) }
    output.append(count == 1 ? "/\n" : "/ ...\n")
  }

  /// Appends how to see what lies deeper than the listings go. A build that is over can't be asked
  /// again.
  func appendDepthAdvice(to output: inout [UInt8]) {
    guard count(of: .below) > 0 else { return }
    if comparison.scope.isIncomplete {
      return output.append("What changed is among the lines that a side lost.\n")
    }
    let (old, new) = (comparison.before.depthLimit, comparison.after.depthLimit)
    output.append("The listings stop at {level|levels}; list with ", count: min(old, new))
    output.append("--max-depth all to see what changed.\n")
  }

  private func appendHints(to output: inout [UInt8]) {
    let hints = IgnoreHint.hints(for: comparison, beyond: rules)
    guard !hints.isEmpty else { return }
    output.append("Hardly anyone means to copy some of these; lines for .dockerignore:\n")
    for hint in hints {
      output.append("  ")
      output.append(hint.line)
      output.append("\n")
    }
  }

  func hasMetadata(_ listing: Listing) -> Bool {
    for record in listing.records where record.metadata == nil { return false }
    return !listing.records.isEmpty
  }
}

extension ChangeReport {
  /// Appends what was compared, in two lines.
  private func appendSides(to output: inout [UInt8]) {
    var (old, new): ([UInt8], [UInt8]) = ([], [])
    old.append(shown: before.name)
    new.append(shown: after.name)
    let width = max(old.width, new.width)
    look.append("\u{1b}[2m", to: &output)
    output.append("before  ")
    append(old, width, before, comparison.before, to: &output)
    output.append("\n")
    output.append("after   ")
    append(new, width, after, comparison.after, to: &output)
    look.append("\u{1b}[m", to: &output)
    output.append("\n")
  }

  private func append(
    _ name: [UInt8], _ width: Int, _ side: Side, _ listing: Listing, to output: inout [UInt8]
  ) {
    output.append(name)
    // Beyond that a column of its own would only push the rest out of sight.
    if width < 40 {
      output.append(blanks: width - name.width)
    }
    if !listing.label.isEmpty {
      output.append("  ")
      output.append(shown: listing.label, atMost: look.listsAll ? .max : 40)
    }
    output.append("  {entry|entries}", count: listing.records.count)
    if !side.isScan || listing.integrity != .complete {
      output.append(", ")
      output.append(listing.integrity.word)
    }
    if !side.ignoreFile.isEmpty {
      output.append("  (")
      output.append(shown: side.ignoreFile)
      output.append(" applied)")
    }
  }
}

extension Listing.Integrity {
  package var word: StaticString {
    switch self {
    case .complete: "complete"
    case .clipped: "clipped"
    case .damaged: "damaged"
    case .partial: "partial"
    }
  }
}
