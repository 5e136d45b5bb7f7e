extension ExplainReport {
  /// Appends the whole report for programs: an object for each instruction, then one for each
  /// change, in the form of `diff` with the `"lines"` that take it.
  package func appendJSON(to output: inout [UInt8]) {
    let steps = use.plan.steps
    for (index, step) in steps.enumerated() {
      let taking = self.taking(of: index)
      guard taking != nil || since != nil else { continue }
      output.append("{\"line\":")
      output.append(decimal: UInt64(step.line))
      output.append(",\"instruction\":\"")
      output.append(step.instruction.keyword.name)
      output.append(UInt8(ascii: "\""))
      output.append(jsonMember: "text", step.instruction.text)
      output.append(jsonMember: "stage", use.plan.stageName(of: step))
      if let taking { append(taking, to: &output) }
      if let since { append(since.rerun.outcomes[index], index, since, to: &output) }
      output.append("}\n")
    }
    guard let since else { return }
    let changes = ChangeReport(since.comparison, before: .init(since.name), after: .init(context))
    let lines = since.lines
    for index in since.comparison.changes.indices {
      changes.appendJSON(ofChange: index, to: &output)
      // `}` and the line feed make room for one more member.
      output.shorten(to: output.count - 2)
      output.append(",\"lines\":[")
      for (place, line) in lines[index].enumerated() {
        if place > 0 { output.append(UInt8(ascii: ",")) }
        output.append(decimal: UInt64(line))
      }
      output.append(since.comparison.isProven(index) ? "]}\n" : "],\"proven\":false}\n")
    }
  }

  private func append(_ taking: ContextUse.Taking, to output: inout [UInt8]) {
    if let fault = taking.fault {
      output.append(jsonMember: "error", fault.words)
      return
    }
    output.append(",\"files\":")
    output.append(decimal: UInt64(taking.fileCount))
    output.append(",\"bytes\":")
    output.append(decimal: taking.byteCount)
    output.append(",\"digest\":")
    if let digest = taking.selection?.digest {
      output.append("\"")
      BuildKitFormat.append(digest, to: &output)
      output.append("\"")
    } else {
      output.append("null")
    }
    let gaps = taking.selection?.gaps ?? []
    guard !gaps.isEmpty else { return }
    output.append(",\"uncovered\":[")
    for (place, gap) in gaps.enumerated() {
      if place > 0 { output.append(UInt8(ascii: ",")) }
      output.append("\"")
      ShownText(gap.path).appendEscaped(asJSON: true, to: &output)
      output.append("\"")
    }
    output.append("]")
  }

  private func append(
    _ outcome: Rerun.Outcome, _ step: Int, _ since: Since, to output: inout [UInt8]
  ) {
    switch outcome.rerun {
    case true?: output.append(",\"rerun\":true,\"because\":[")
    case false?: output.append(",\"rerun\":false,\"because\":[")
    case nil: output.append(",\"rerun\":null,\"because\":[")
    }
    var words: [StaticString] = []
    var behind: Int?
    for cause in outcome.causes {
      switch cause {
      case .files:
        let changes = since.changes[step]
        for aspect in Change.Aspect.allCases {
          for index in changes
          where since.comparison.changes[index].aspect == aspect && since.comparison.isProven(index)
          {
            words.append(aspect.word)
            break
          }
        }
        if changes.isEmpty { words.append("files") }
      case .instruction: words.append("instruction")
      case .environment: words.append("environment")
      case .base: words.append("base")
      case .behind(let line):
        words.append("behind")
        behind = line
      case .stage: words.append("stage")
      case .unknownText: words.append("dockerfile")
      case .argument: words.append("build-argument")
      case .unknownFiles(.ignoreFile): words.append("ignore-rules")
      case .unknownFiles(.specials): words.append("special-files")
      case .unknownFiles(.git):
        let doubt = CommitDoubt.allCases.first { since.count(of: $0, in: step) > 0 }
        words.append(doubt?.identifier ?? "unknown")
      case .unknownFiles: words.append("unknown")
      case .remote: words.append("remote")
      case .failure: words.append("failure")
      }
    }
    if outcome.rerun == false, since.isPartial, taking(of: step) != nil {
      words.append("as-far-as-compared")
    }
    for (place, word) in words.enumerated() {
      if place > 0 { output.append(UInt8(ascii: ",")) }
      output.append(UInt8(ascii: "\""))
      output.append(word)
      output.append(UInt8(ascii: "\""))
    }
    output.append("]")
    if let behind {
      output.append(",\"behind\":")
      output.append(decimal: UInt64(behind))
    }
  }
}
