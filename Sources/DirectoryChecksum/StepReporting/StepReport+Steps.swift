// Steps as text, a line each, and how many there are.

extension StepReport {
  /// So many steps are shown of an image whose first one ran again.
  private static let maximumShown = 10

  /// Appends all steps of an image, and what came of them.
  func appendBuild(_ index: Int, to output: inout [UInt8]) {
    let build = comparison.after[index]
    let title = title(index, of: comparison.after)
    if !title.isEmpty {
      look.append("\u{1b}[1m", to: &output)
      output.append("image ")
      output.append(shown: title)
      look.append("\u{1b}[m", to: &output)
      output.append("\n")
    }
    for step in build.steps {
      output.append("  ")
      append(step, to: &output)
    }
    let start = output.count
    append(summaryOf: build, to: &output)
    for (place, step) in build.steps.enumerated() where step.didRun && step.isEvidence {
      // In the order of the build, that is the first of all.
      let text = build.steps[place].shownText(limit: 60)
      let fits = output.count - start + 18 + text.count <= 80
      output.append(fits ? "; first that ran: " : ";\nfirst that ran: ")
      output.append(shown: text)
      break
    }
    output.append("\n")
    if !build.error.isEmpty {
      output.append("error: ")
      output.append(shown: build.error)
      output.append("\n")
    }
  }

  /// `6 steps: 1 base, 3 cached, 1 ran (0.4 s), 1 failed`
  func append(summaryOf build: Build, to output: inout [UInt8]) {
    output.append("{step|steps}", count: build.steps.count)
    var separator: StaticString = ": "
    let states: [BuildStep.State] = [
      .base, .cached, .ran, .failed, .canceled, .unknown,
    ]
    for state in states {
      let count = build.count(of: state)
      if count == 0 { continue }
      output.append(separator)
      separator = ", "
      output.append(decimal: UInt64(count))
      output.append(" ")
      output.append(Self.word(state))
      if state == .ran, build.milliseconds >= 0 {
        output.append(" (")
        output.append(seconds: build.milliseconds)
        output.append(" s)")
      }
    }
  }

  /// Appends a line such as `ran      12.3 s  [build 3/4] RUN make`.
  private func append(_ step: BuildStep, to output: inout [UInt8]) {
    let word = Self.word(step.state)
    output.append(word)
    output.append(step.isUncertain ? "?" : " ")
    output.append(blanks: 8 - word.utf8CodeUnitCount)
    if step.milliseconds >= 0 {
      var time: [UInt8] = []
      time.append(seconds: step.milliseconds)
      output.append(blanks: 6 - time.count)
      output.append(time)
      output.append(" s  ")
    } else {
      output.append(blanks: 10)
    }
    output.append(shown: step.shownText(limit: 59))
    output.append("\n")
  }

  /// Appends the steps from the first that ran on, with their state in each log.
  func appendTable(
    _ rerun: StepRerun, _ build: Build, _ first: Int, to output: inout [UInt8]
  ) {
    var (shown, hidden) = (0, 0)
    for (index, step) in build.steps.enumerated() where step.state != .base {
      if !look.listsAll, index != first,
        !step.didRun && step.state != .canceled || shown >= Self.maximumShown
      {
        hidden += 1
        continue
      }
      shown += 1
      output.append(index == first ? "> " : "  ")
      append(step, to: &output)
    }
    if hidden > 0 {
      output.append("  (and {other step|other steps}: --list)\n", count: hidden)
    }
  }
}
