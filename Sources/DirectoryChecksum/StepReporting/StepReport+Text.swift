// The text for people, at 80 columns: the answer is in the first three lines of each image. A CI
// runner obeys some lines that start with a command, so every line starts with a word of ours, or
// with blanks.

extension StepReport {
  package func appendText(to output: inout [UInt8]) {
    if isSingle {
      for index in comparison.after.indices {
        if index > 0 { output.append("\n") }
        appendBuild(index, to: &output)
      }
      return
    }
    appendFindings(hasTables: true, to: &output)
    appendFoot(to: &output)
  }

  /// Appends what came of each image; with `hasTables` also the steps that ran.
  package func appendFindings(hasTables: Bool, to output: inout [UInt8]) {
    let reruns = comparison.reruns
    var (same, isFirst) = (0, true)
    for rerun in reruns where rerun.cause == .nothing && rerun.isSure { same += 1 }
    if reruns.count > 1, same < reruns.count {
      look.append("\u{1b}[1m", to: &output)
      output.append("steps ran again in ")
      output.append(decimal: UInt64(comparison.rerunCount))
      output.append(" of {image|images}", count: reruns.count)
      output.append("\n")
      look.append("\u{1b}[m", to: &output)
    }
    for rerun in reruns where rerun.cause != .nothing || !rerun.isSure {
      if !isFirst { output.append("\n") }
      isFirst = false
      append(rerun, hasTables, to: &output)
    }
    if same > 0 { appendSame(same, to: &output) }
  }

  /// Appends the images of which nothing ran again.
  private func appendSame(_ count: Int, to output: inout [UInt8]) {
    if comparison.reruns.count == 1 {
      look.append("\u{1b}[1m", to: &output)
      output.append("No step ran again")
      look.append("\u{1b}[m", to: &output)
      output.append(
        comparison.isSame
          ? ": it is the same log twice.\n" : ": all that ran before came from the cache.\n")
      return
    }
    if count == comparison.reruns.count {
      output.append("No step ran again in {image|images}.\n", count: count)
      return
    }
    output.append("\nnothing ran again in ")
    var isFirst = true
    for rerun in comparison.reruns where rerun.cause == .nothing && rerun.isSure {
      if !isFirst { output.append(", ") }
      isFirst = false
      output.append(shown: title(rerun))
    }
    output.append("\n")
  }
}

extension StepReport {
  /// Appends what came of one image: which step, why, what follows from it, what to do.
  private func append(_ rerun: StepRerun, _ hasTable: Bool, to output: inout [UInt8]) {
    let title = title(rerun)
    look.append("\u{1b}[1m", to: &output)
    if !title.isEmpty, comparison.reruns.count > 1 {
      output.append("image ")
      output.append(shown: title)
      output.append("\n")
    }
    guard let step = rerun.step, let after = rerun.after else {
      output.append(rerun.cause == .nothing ? "nothing ran again" : "not known what ran again")
      look.append("\u{1b}[m", to: &output)
      output.append("\n")
      appendCause(rerun, to: &output)
      return
    }
    let build = comparison.after[after]
    output.append(build.steps[step].state == .failed ? "ran again, and failed: " : "ran again: ")
    output.append(shown: build.steps[step].shownText(limit: 68))
    look.append("\u{1b}[m", to: &output)
    output.append("\n")
    appendCause(rerun, to: &output)
    appendFollowers(rerun, build, to: &output)
    guard hasTable else { return }
    output.append("\n")
    appendTable(rerun, build, step, to: &output)
  }

  private func appendCause(_ rerun: StepRerun, to output: inout [UInt8]) {
    output.append(column: rerun.certainty(comparison), width: 13)
    output.append(wrapped: rerun.phrase(comparison), indent: 13)
    output.append("\n")
    for line in rerun.advice(comparison) {
      output.append("             ")
      output.append(line)
      output.append("\n")
    }
  }

  /// Appends how much ran because of it, and what ran beside it.
  private func appendFollowers(_ rerun: StepRerun, _ build: Build, to output: inout [UInt8]) {
    guard let step = rerun.step else { return }
    var (count, milliseconds) = (0, -1)
    for (index, other) in build.steps.enumerated() where other.didRun && index != step {
      count += 1
      if other.milliseconds >= 0 { milliseconds = max(milliseconds, 0) + other.milliseconds }
    }
    if count > 0 {
      // Those of stages that ran for reasons of their own are not behind it.
      output.append(rerun.others.isEmpty ? "and behind   " : "and besides  ")
      output.append("{more step ran|more steps ran}", count: count)
      if milliseconds >= 0 {
        output.append(", ")
        output.append(seconds: milliseconds)
        output.append(" s")
      }
      output.append("\n")
    }
    for other in rerun.others.prefix(3) {
      output.append("also first   ")
      output.append(shown: build.steps[other].shownText(limit: 66))
      output.append("\n")
    }
    guard let before = rerun.before, let counterpart = rerun.counterpart else { return }
    guard comparison.before[before].steps[counterpart].state == .ran else { return }
    output.append("note         it ran in the first log, too")
    // A cause that is sure needs no other.
    let mayLackCache = !rerun.isSure && build.count(of: .cached) == 0
    output.append(mayLackCache ? ": maybe no cache is kept between builds\n" : "\n")
  }

  /// Appends what was compared.
  private func appendFoot(to output: inout [UInt8]) {
    output.append("\n")
    look.append("\u{1b}[2m", to: &output)
    appendSide("before  ", beforeName, comparison.before, to: &output)
    appendSide("after   ", afterName, comparison.after, to: &output)
    look.append("\u{1b}[m", to: &output)
  }

  private func appendSide(
    _ word: StaticString, _ name: [UInt8], _ builds: [Build], to output: inout [UInt8]
  ) {
    output.append(word)
    output.append(shown: name)
    output.append("  ")
    if builds.count == 1 {
      append(summaryOf: builds[0], to: &output)
    } else {
      var count = 0
      for build in builds { count += build.steps.count }
      output.append("{image|images}, ", count: builds.count)
      output.append("{step|steps}", count: count)
    }
    output.append("\n")
  }
}
