// Every line starts with a word of ours, blanks or a number: never with a name, which a CI runner
// could obey.

extension ExplainReport {
  /// Appends the whole report for people.
  package func appendText(to output: inout [UInt8]) {
    if let since {
      appendRerun(since, to: &output)
    } else {
      appendTakings(to: &output)
    }
    appendGaps(to: &output)
    appendHints(to: &output)
    if let since {
      output.append("\nbefore  ")
      output.append(shown: since.name)
      if since.comparison.isBesideCommit {
        output.append("  ")
        output.append(shown: since.comparison.before.label)
      }
      output.append("\nafter   ")
      output.append(shown: context)
      append(ignoreFile: ignoreFile, to: &output)
      output.append("\n")
      appendNotes(since, asMarkdown: false, to: &output)
    }
  }

  private func append(ignoreFile: [UInt8], to output: inout [UInt8]) {
    if ignoreFile.isEmpty { return output.append("  (no ignore file)") }
    output.append("  (")
    output.append(shown: ignoreFile)
    output.append(" applied)")
  }

  private func appendTakings(to output: inout [UInt8]) {
    let count = use.takings.count
    if count == 0 {
      output.append("No instruction of ")
      output.append(shown: dockerfile)
      output.append(" takes anything from ")
    } else {
      output.append("{instruction|instructions} of ", count: count)
      output.append(shown: dockerfile)
      output.append(count == 1 ? " takes files from " : " take files from ")
    }
    output.append(shown: context)
    append(ignoreFile: ignoreFile, to: &output)
    output.append("\n")
    if count == 0 { return }
    output.append("\nline  stage         files       bytes  digest        instruction\n")
    let steps = use.plan.steps
    for taking in use.takings {
      let step = steps[taking.step]
      output.append(decimal: UInt64(step.line), width: 4)
      output.append("  ")
      output.append(shown: use.plan.stageName(of: step), width: 10)
      if let fault = taking.fault {
        output.append("  fails                             ")
        append(step.instruction.text, from: 52, to: &output)
        output.append("\n      ")
        output.append(fault.words)
        output.append("\n")
        continue
      }
      output.append(decimal: UInt64(taking.fileCount), width: 9)
      output.append(decimal: taking.byteCount, width: 12)
      output.append("  ")
      append(taking.selection?.digest, to: &output)
      output.append("  ")
      append(step.instruction.text, from: 53, to: &output)
      output.append("\n")
      if look.listsAll, let digest = taking.selection?.digest {
        output.append("      sha256:")
        output.append(hexadecimal: digest)
        output.append("\n")
      }
    }
  }

  /// As many digits as tell digests apart at a glance.
  private func append(_ digest: Digest?, to output: inout [UInt8]) {
    guard let digest else { return output.append("unknown     ") }
    var digits: [UInt8] = []
    digits.append(hexadecimal: digest)
    digits.withUnsafeBufferPointer { output.append($0.upTo(12)) }
  }

  /// An instruction on the rest of a line of 80 columns.
  func append(_ text: [UInt8], from column: Int, to output: inout [UInt8]) {
    output.append(shown: text.collapsed, atMost: look.listsAll ? .max : 80 - column)
  }

  private func appendGaps(to output: inout [UInt8]) {
    let steps = use.plan.steps
    for taking in use.takings {
      for gap in taking.selection?.gaps ?? [] {
        output.append("\nline ")
        output.append(decimal: UInt64(steps[taking.step].line))
        output.append(": ")
        output.append(gap.words)
        output.append("\n")
      }
    }
  }

  private func appendHints(to output: inout [UInt8]) {
    guard !hints.isEmpty else { return }
    var count = 0
    for hint in hints { count += hint.count }
    output.append("\n{path is|paths are} taken that hardly anyone means to copy;", count: count)
    output.append(" lines for the ignore file:\n")
    for hint in hints {
      output.append("      ")
      output.append(shown: hint.line)
      output.append("\n")
    }
  }
}

extension [UInt8] {
  /// The same with one blank in place of white space in a row.
  var collapsed: [UInt8] {
    var text: [UInt8] = []
    for byte in self {
      if !byte.isWhiteSpace {
        text.append(byte)
      } else if text.last != UInt8(ascii: " ") {
        text.append(UInt8(ascii: " "))
      }
    }
    return text
  }

  /// Appends a text, as much of it as fits with an ellipsis where it does not fit.
  mutating func append(shown text: [UInt8], atMost width: Int) {
    let start = count
    append(shown: text)
    guard count - start > width else { return }
    var end = start + Swift.max(0, width - 3)
    // No character is cut in two.
    while end > start, self[end] & 0xc0 == 0x80 { end -= 1 }
    shorten(to: end)
    append("...")
  }

  /// Appends a number, blanks in front.
  mutating func append(decimal value: UInt64, width: Int) {
    var digits: [UInt8] = []
    digits.append(decimal: value)
    append(blanks: width - digits.count)
    append(digits)
  }

  /// Appends a name, blanks behind.
  mutating func append(shown name: [UInt8], width: Int) {
    let start = count
    append(shown: name)
    while count - start < width { append(UInt8(ascii: " ")) }
  }
}
