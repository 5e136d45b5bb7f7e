// The report for a job summary or a comment.

extension StepReport {
  /// So many rows are shown of one image, and so many images, to stay well below 60 KB.
  private static let maximumRows = 40
  private static let maximumImages = 40

  package func appendMarkdown(to output: inout [UInt8]) {
    if isSingle {
      for index in comparison.after.indices.prefix(Self.maximumImages) {
        appendSteps(of: index, to: &output)
      }
      return
    }
    let reruns = comparison.reruns
    if reruns.count == 1 {
      output.append("### ")
      append(headOf: reruns[0], to: &output)
      output.append("\n\n")
      appendDetails(of: reruns[0], to: &output)
    } else {
      output.append("### Steps ran again in ")
      output.append(decimal: UInt64(comparison.rerunCount))
      output.append(" of {image|images}\n\n", count: reruns.count)
      output.append("| image | first that ran again | because |\n|:--|:--|:--|\n")
      for rerun in reruns.prefix(Self.maximumImages) { appendRow(rerun, to: &output) }
      output.append("\n")
      for rerun in reruns.prefix(Self.maximumImages) where rerun.step != nil {
        output.append("#### ")
        output.append(code: title(rerun))
        output.append("\n\n")
        appendDetails(of: rerun, to: &output)
      }
    }
    output.append("Compared: ")
    output.append(code: beforeName)
    output.append(" and ")
    output.append(code: afterName)
    output.append("\n")
  }

  private func append(headOf rerun: StepRerun, to output: inout [UInt8]) {
    guard let index = rerun.step, let after = rerun.after else {
      output.append(rerun.cause == .nothing ? "No step ran again" : "Not known what ran again")
      return
    }
    let step = comparison.after[after].steps[index]
    output.append(code: step.shownText(limit: 120))
    output.append(step.state == .failed ? " ran again, and failed" : " ran again")
  }

  private func appendRow(_ rerun: StepRerun, to output: inout [UInt8]) {
    output.append("| ")
    output.append(code: title(rerun), inTable: true)
    output.append(" | ")
    if let step = rerun.step, let after = rerun.after {
      output.append(code: comparison.after[after].steps[step].shownText(limit: 80), inTable: true)
    } else {
      output.append(rerun.cause == .nothing ? "none" : "not known")
    }
    output.append(" | ")
    output.append(markdown: rerun.phrase(comparison), inTable: true)
    output.append(" |\n")
  }

  private func appendDetails(of rerun: StepRerun, to output: inout [UInt8]) {
    // A paragraph begins with a capital.
    let start = output.count
    output.append(rerun.certainty(comparison))
    output[start] &= 0xdf
    output.append(": ")
    output.append(markdown: rerun.phrase(comparison))
    output.append("\n\n")
    let advice = rerun.advice(comparison)
    append(advice, to: &output)
    if !advice.isEmpty { output.append("\n") }
    guard let after = rerun.after, rerun.step != nil else { return }
    output.append("<details><summary>The steps</summary>\n\n")
    appendTable(comparison.after[after].steps, to: &output)
    output.append("</details>\n\n")
  }

  /// Appends lines of which those to be pasted stand in blocks, as they go on from one to the next.
  private func append(_ advice: [Phrase], to output: inout [UInt8]) {
    var isInBlock = false
    for line in advice {
      if (line.command != nil) != isInBlock { output.append(isInBlock ? "```\n\n" : "\n```\n") }
      isInBlock = line.command != nil
      if let command = line.command {
        output.append(shown: command)
      } else {
        output.append(markdown: line)
      }
      output.append("\n")
    }
    if isInBlock { output.append("```\n") }
  }

  private func appendSteps(of index: Int, to output: inout [UInt8]) {
    output.append("### ")
    let title = title(index, of: comparison.after)
    if title.isEmpty { output.append("Steps of the build") } else { output.append(code: title) }
    output.append("\n\n")
    appendTable(comparison.after[index].steps, to: &output)
  }

  private func appendTable(_ steps: [BuildStep], to output: inout [UInt8]) {
    output.append("| step | | seconds |\n|:--|:--|--:|\n")
    for step in steps.prefix(Self.maximumRows) {
      output.append("| ")
      output.append(code: step.shownText(limit: 100), inTable: true)
      output.append(" | ")
      output.append(Self.word(step.state))
      output.append(" | ")
      if step.milliseconds >= 0 { output.append(seconds: step.milliseconds) }
      output.append(" |\n")
    }
    output.append("\n")
    if steps.count > Self.maximumRows {
      output.append("And {more step|more steps}.\n\n", count: steps.count - Self.maximumRows)
    }
  }
}
