extension ExplainReport {
  /// Appends the report for a job summary or a comment.
  package func appendMarkdown(to output: inout [UInt8]) {
    output.append("### ")
    if let since {
      appendMarkdownHeadline(since, to: &output)
      output.append("\n\n")
      appendOpen(since, asMarkdown: true, to: &output)
      output.append("\n| line | state | instruction | because |\n| ---: | --- | --- | --- |\n")
    } else {
      output.append("{instruction takes|instructions take} files", count: use.takings.count)
      output.append("\n\n| line | files | bytes | digest | instruction |\n")
      output.append("| ---: | ---: | ---: | --- | --- |\n")
    }
    let steps = use.plan.steps
    var left = 0
    for (index, step) in steps.enumerated() {
      var row: [UInt8] = []
      if let since {
        guard step.isRun || step.instruction.keyword == .from else { continue }
        append(row: index, step, since, to: &row)
      } else {
        guard let taking = taking(of: index) else { continue }
        append(row: taking, step, to: &row)
      }
      if left > 0 || !output.append(markdown: row, reserve: 400) { left += 1 }
    }
    if left > 0 { output.append("\nand {more line|more lines}\n", count: left) }
    if let since { appendHarmlessMarkdown(since, to: &output) }
    output.append("\n<sub>")
    output.append(code: dockerfile)
    output.append(ignoreFile.isEmpty ? ", no ignore file" : ", ignore file ")
    if !ignoreFile.isEmpty { output.append(code: ignoreFile) }
    output.append("</sub>\n")
    if let since { appendNotes(since, asMarkdown: true, to: &output) }
  }

  private func appendMarkdownHeadline(_ since: Since, to output: inout [UInt8]) {
    if since.text == .changed { return output.append(Self.changedText) }
    let steps = since.rerun.after.plan.steps
    let certain = since.first { $0 == true }
    guard let first = certain ?? since.first({ $0 == nil }) else {
      return output.append(headline(since))
    }
    output.append("Line ")
    output.append(decimal: UInt64(steps[first].line))
    output.append(since.standing(of: first))
    output.append(code: steps[first].instruction.text.collapsed)
  }

  private func append(
    row index: Int, _ step: PlannedStep, _ since: Since, to row: inout [UInt8]
  ) {
    let outcome = since.rerun.outcomes[index]
    row.append("| ")
    row.append(decimal: UInt64(step.line))
    switch outcome.rerun {
    case false?: row.append(step.isRun ? " | cached | " : " | | ")
    case true?: row.append(" | **runs again** | ")
    case nil: row.append(" | unknown | ")
    }
    row.append(code: step.instruction.text.collapsed, inTable: true)
    row.append(" | ")
    if !outcome.causes.isEmpty {
      row.append(code: phrase(for: index, outcome, since), inTable: true)
    }
    for (place, change) in changes(of: index, outcome, since).enumerated() {
      if place == 3 {
        row.append(" …")
        break
      }
      row.append("<br>")
      row.append(since.word(of: change))
      row.append(" ")
      row.append(code: since.comparison.changes[change].record.path, inTable: true)
    }
    row.append(" |\n")
  }

  private func changes(of step: Int, _ outcome: Rerun.Outcome, _ since: Since) -> [Int] {
    showsPaths(outcome) ? since.changes[step] : []
  }

  private func append(row taking: ContextUse.Taking, _ step: PlannedStep, to row: inout [UInt8]) {
    row.append("| ")
    row.append(decimal: UInt64(step.line))
    row.append(" | ")
    row.append(decimal: UInt64(taking.fileCount))
    row.append(" | ")
    row.append(decimal: taking.byteCount)
    row.append(" | ")
    if let digest = taking.selection?.digest {
      var digits: [UInt8] = []
      digits.append(hexadecimal: digest)
      digits.withUnsafeBufferPointer { row.append(code: [UInt8]($0.upTo(12)), inTable: true) }
    } else {
      row.append(code: taking.fault?.words ?? [UInt8]("unknown"), inTable: true)
    }
    row.append(" | ")
    row.append(code: step.instruction.text.collapsed, inTable: true)
    row.append(" |\n")
  }

  private func appendHarmlessMarkdown(_ since: Since, to output: inout [UInt8]) {
    let harmless = since.harmless(areTaken: false)
    guard !harmless.isEmpty else { return }
    output.append("\n{change|changes} that no instruction takes:", count: harmless.count)
    for (place, change) in harmless.enumerated() {
      var piece = [UInt8](place == 0 ? " " as StaticString : ", ")
      piece.append(code: since.comparison.changes[change].record.path)
      guard output.append(markdown: piece, reserve: 200) else { break }
    }
    output.append("\n")
  }
}
