// Why an instruction runs again, or may.

extension ExplainReport {
  /// All causes in one line.
  func phrase(for step: Int, _ outcome: Rerun.Outcome, _ since: Since) -> [UInt8] {
    var text: [UInt8] = []
    for line in lines(for: step, outcome, since) {
      if !text.isEmpty { text.append("; ") }
      text.append(line)
    }
    return text
  }

  /// The causes, in words.
  private func lines(for step: Int, _ outcome: Rerun.Outcome, _ since: Since) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    for cause in outcome.causes {
      var text: [UInt8] = []
      switch cause {
      case .files:
        let counts = since.counts(of: since.changes[step])
        if counts.isEmpty { text.append("it takes other files than before") }
        text.append(counts)
      case .instruction: text.append("another instruction, or a new one")
      case .environment: text.append("a variable, the user or the working directory is another")
      case .base: text.append("it stands on another base, or in another order")
      case .behind(let line):
        text.append("behind line ")
        text.append(decimal: UInt64(line))
      case .stage(let stage):
        text.append("runs again if stage ")
        let name = use.plan.dockerfile.stages[stage].name
        if name.isEmpty { text.append(decimal: UInt64(stage)) } else { text.append(shown: name) }
        text.append(" gives other files")
      case .unknownText: text.append("its text may have changed")
      case .argument: text.append("a build argument may have had another value")
      case .unknownFiles(let doubt):
        for reason in CommitDoubt.allCases where doubt == .git && reason != .mode {
          let count = since.count(of: reason, in: step)
          if count == 0 { continue }
          if !text.isEmpty { text.append(", ") }
          text.append(reason.counted, count: count)
        }
        if text.isEmpty { text.append(doubt.words) }
      case .remote: text.append("runs again if what it fetches is another")
      case .failure:
        text.append("it fails: ")
        text.append(taking(of: step)?.fault?.words ?? [])
      }
      lines.append(text)
    }
    return lines
  }

  /// Whether what has changed is shown with the instruction.
  func showsPaths(_ outcome: Rerun.Outcome) -> Bool {
    outcome.causes.contains(.files) || outcome.causes.contains(.unknownFiles(.git))
  }
}

extension ContextDoubt {
  fileprivate var words: StaticString {
    switch self {
    case .incomplete: "the same as far as is known"
    case .specials: "FIFOs or devices, which the state before can't show"
    case .ignoreFile: ".dockerignore changed: what was left out then is not known"
    case .git: "modes or empty directories differ, which git does not keep"
    case .notInImage: "the image does not show what it took"
    }
  }
}
