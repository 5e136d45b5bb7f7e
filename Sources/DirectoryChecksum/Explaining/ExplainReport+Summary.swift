extension ExplainReport.Since {
  /// Appends which instructions run again, in a line or two: the first one, then the lines of the
  /// others.
  /// - Parameter appliesRules: Whether, unlike above it, the ignore file counts here.
  package func appendSummary(
    named file: [UInt8], appliesRules: Bool, to output: inout [UInt8]
  ) {
    let steps = rerun.after.plan.steps
    output.append("BuildKit, ")
    output.append(shown: file)
    if appliesRules { output.append(", ignore file applied") }
    guard let first = first({ $0 == true }) ?? first({ $0 == nil }) else {
      return output.append(": no instruction runs again\n")
    }
    output.append(
      rerun.outcomes[first].rerun == true ? ": runs again from line " : ": may run line ")
    output.append(decimal: UInt64(steps[first].line))
    output.append(": ")
    let start = output.count
    output.append(shown: steps[first].instruction.text.collapsed)
    if output.count - start > 60 {
      output.shorten(to: start + 57)
      while let last = output.last, last & 0xc0 == 0x80 { output.removeLast() }
      output.append("...")
    }
    output.append("\n")
    appendLines(first, true, "          runs again as well: ", to: &output)
    appendLines(first, nil, "          runs again if a stage gives other files: ", to: &output)
  }

  private func appendLines(
    _ first: Int, _ wanted: Bool?, _ words: StaticString, to output: inout [UInt8]
  ) {
    var isEmpty = true
    for (index, outcome) in rerun.outcomes.enumerated()
    where index != first && outcome.rerun == wanted {
      output.append(isEmpty ? words : ", ")
      isEmpty = false
      output.append(decimal: UInt64(rerun.after.plan.steps[index].line))
    }
    if !isEmpty { output.append("\n") }
  }
}
