extension ExplainReport {
  /// As many changed paths are shown below an instruction.
  static let shownPaths = 3

  /// Appends the answer, then a line for each instruction.
  func appendRerun(_ since: Since, to output: inout [UInt8]) {
    if since.text == .changed {
      output.append(Self.changedText)
      output.append("\n(the old one e.g. by 'git show HEAD~1:Dockerfile >OLD_DOCKERFILE')\n\n")
    }
    if since.text != .changed || since.first({ $0 == true }) != nil {
      output.append(headline(since))
      output.append("\n")
      appendOpen(since, asMarkdown: false, to: &output)
      output.append("\n")
    }
    output.append("line  state       instruction\n")
    let steps = since.rerun.after.plan.steps
    for (index, outcome) in since.rerun.outcomes.enumerated() {
      let step = steps[index]
      guard step.isRun || step.instruction.keyword == .from || look.listsAll else { continue }
      output.append(decimal: UInt64(step.line), width: 4)
      output.append("  ")
      appendState(of: step, outcome, to: &output)
      let start = output.count
      append(step.instruction.text, from: 18, to: &output)
      let causes = phrase(for: index, outcome, since)
      if !causes.isEmpty {
        // On the same line where there is room.
        let fits = output.count - start + causes.count + 4 <= 80 - 18
        output.append(fits ? "  (" : "\n                    ")
        output.append(causes)
        if fits { output.append(")") }
      }
      output.append("\n")
      appendPaths(of: index, outcome, since, to: &output)
    }
    append(
      since.harmless(areTaken: false), "{change|changes} that no instruction takes:", since,
      to: &output)
    append(
      since.harmless(areTaken: true), "{change is|changes are} nothing to BuildKit:", since,
      to: &output)
  }

  /// The first line where it can't be told by the files alone which instruction runs again.
  static var changedText: StaticString {
    "The Dockerfile changed; --since-file OLD_DOCKERFILE tells which lines run again"
  }

  /// The first line: which instruction runs again first; and why, in a line of its own where there
  /// is no room.
  func headline(_ since: Since) -> [UInt8] {
    var text: [UInt8] = []
    let isSure = since.first { $0 == true }
    guard let first = isSure ?? since.first({ $0 == nil }) else {
      text.append("Nothing runs again")
      if since.isPartial { text.append(", as far as was compared") }
      if since.comparison.changes.isEmpty {
        text.append(": nothing has changed")
      } else if since.harmless(areTaken: true).isEmpty {
        text.append(": no instruction takes what has changed")
      } else {
        text.append(": what has changed does not count")
      }
      return text
    }
    let step = since.rerun.after.plan.steps[first]
    text.append("Line ")
    text.append(decimal: UInt64(step.line))
    text.append(since.standing(of: first))
    append(step.instruction.text, from: text.count, to: &text)
    let causes = phrase(for: first, since.rerun.outcomes[first], since)
    let fits = text.count + causes.count + 3 <= 80
    text.append(fits ? " (" : "\n  ")
    text.append(causes)
    if fits { text.append(")") }
    return text
  }

  private func appendState(
    of step: PlannedStep, _ outcome: Rerun.Outcome, to output: inout [UInt8]
  ) {
    guard step.isRun else { return output.append("            ") }
    switch outcome.rerun {
    case false?: output.append("cached      ")
    case true?: look.append("runs again  ", "\u{1b}[33m", to: &output)
    case nil: look.append("unknown     ", "\u{1b}[35m", to: &output)
    }
  }

  private func appendPaths(
    of step: Int, _ outcome: Rerun.Outcome, _ since: Since, to output: inout [UInt8]
  ) {
    guard showsPaths(outcome) else { return }
    appendList(of: since.changes[step], "                      ", since, to: &output)
  }

  /// Appends a line for each change; without `--list` for the first few, and for a directory that
  /// came or went one with all that is below it.
  private func appendList(
    of changes: [Int], _ indent: StaticString, _ since: Since, to output: inout [UInt8]
  ) {
    let told = look.listsAll ? changes : since.comparison.folded(changes)
    for (place, index) in told.enumerated() {
      output.append(indent)
      if !look.listsAll, place == Self.shownPaths, told.count > Self.shownPaths + 1 {
        return output.append("and {other|others}\n", count: told.count - place)
      }
      output.append(column: since.word(of: index), width: 9)
      append(since.comparison.changes[index], to: &output)
      output.append("\n")
    }
  }

  private func append(_ change: Change, to output: inout [UInt8]) {
    if change.aspect == .moved, let before = change.before {
      output.append(shown: before.path)
      output.append(" -> ")
    }
    output.append(shown: change.record.path)
    if change.record.kind == .directory { output.append(UInt8(ascii: "/")) }
    if change.aspect == .mode || change.aspect == .owner { output.append(valuesOf: change) }
    if !look.listsAll, let count = change.entriesBelow, count > 0 {
      output.append("  (and {entry|entries} below)", count: count)
    }
  }

  private func append(
    _ harmless: [Int], _ words: StaticString, _ since: Since, to output: inout [UInt8]
  ) {
    guard !harmless.isEmpty else { return }
    output.append("\nharmless    ")
    output.append(words, count: harmless.count)
    output.append("\n")
    appendList(of: harmless, "              ", since, to: &output)
  }
}

extension ExplainReport {
  /// Appends what limits the answer, and what was compared with what.
  func appendNotes(_ since: Since, asMarkdown: Bool, to output: inout [UInt8]) {
    if asMarkdown { output.append("\n") }
    let overlooked = since.overlookedLines
    for (place, line) in overlooked.enumerated() {
      output.append(
        place == 0 ? "In a directory that it has built from before, BuildKit overlooks" : ",")
      output.append(place == 0 ? " that, and may\nsay CACHED: line " : " ")
      output.append(decimal: UInt64(line))
    }
    if !overlooked.isEmpty { output.append("\n") }
    if since.text == .assumed {
      output.append(
        "The Dockerfile counts as unchanged: the state before does not show it\n")
      output.append("(--since-file FILE names the one that it had).\n")
    }
    let changes = ChangeReport(
      since.comparison, before: .init(since.name, notes: since.notes), after: .init(context),
      predicts: false)
    changes.appendUncompared(asMarkdown: asMarkdown, to: &output)
    if since.first({ $0 == nil }) != nil { changes.appendDepthAdvice(to: &output) }
    changes.appendUnknown(asMarkdown: asMarkdown, to: &output)
  }
}
