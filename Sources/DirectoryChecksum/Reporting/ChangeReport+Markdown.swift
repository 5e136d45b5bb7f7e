// For a job summary or a comment. All that is not ours stands in code spans.

extension ChangeReport {
  /// More rows than this are told by directory.
  private static let mostRows = 25
  /// What stands behind the rows needs at most so many bytes, names aside.
  private static let reserve = 4096

  /// Appends the whole report as Markdown, within ``Markdown/limit``.
  package func appendMarkdown(to output: inout [UInt8]) {
    output.append("### ")
    output.append(markdown: headline)
    output.append("\n")
    var foot: [UInt8] = []
    appendMarkdownNotes(to: &foot)
    appendMarkdownDetails(to: &foot)
    // Names of 4 KiB, escaped, may leave no room for what was compared.
    if foot.count > Markdown.limit / 2 { foot.removeAll() }
    appendMarkdownRows(reserve: foot.count + Self.reserve, to: &output)
    for cause in causes { append(markdown: cause, to: &output) }
    appendMarkdownLines(reserve: foot.count, to: &output)
    output.append(foot)
  }

  private func appendMarkdownRows(reserve: Int, to output: inout [UInt8]) {
    let groups = ChangeGroup.groups(
      of: comparison.changes, limit: look.listsAll ? .max : Self.mostRows
    ) { index in
      comparison.changes[index].entriesBelow != nil && !isExplained[index]
    }
    if groups.isEmpty { return }
    output.append("\n| path | what |\n|:--|:--|\n")
    var told = 0
    for group in groups {
      var row: [UInt8] = []
      row.append("| ")
      if group.members.count == 1 {
        appendMarkdownSingle(comparison.changes[group.members[0]], to: &row)
      } else {
        appendMarkdownMany(group, to: &row)
      }
      row.append(" |\n")
      guard output.append(markdown: row, reserve: reserve) else { break }
      told += 1
    }
    if told < groups.count {
      output.append(
        "\nand {more, which `dchecksum diff` shows|more, which `dchecksum diff` shows}.\n",
        count: groups.count - told)
    }
  }

  private func appendMarkdownSingle(_ change: Change, to row: inout [UInt8]) {
    var path = change.record.path
    path.appendSlash(of: change.record)
    row.append(code: path, inTable: true)
    row.append(" | ")
    row.append(change.aspect.word)
    switch change.aspect {
    case .moved:
      row.append(" from ")
      row.append(code: change.before?.path ?? [], inTable: true)
    case .kind:
      row.append(": ")
      row.append(change.before?.kind.word ?? "")
      row.append(" → ")
      row.append(change.after?.kind.word ?? "")
    case .mode, .owner: row.append(markdownValuesOf: change)
    case .target:
      guard let was = change.before?.target, let now = change.after?.target else { break }
      row.append(" ")
      row.append(code: was, inTable: true)
      row.append(" → ")
      row.append(code: now, inTable: true)
    case .content, .entry:
      guard let was = change.before?.digest, let now = change.after?.digest else { break }
      row.append(" `")
      row.append(startOf: was)
      row.append("` → `")
      row.append(startOf: now)
      row.append("`")
    default: break
    }
    let below = change.entriesBelow ?? 0
    if below > 0 { row.append(", and {entry|entries} below", count: below) }
  }

  private func appendMarkdownMany(_ group: ChangeGroup, to row: inout [UInt8]) {
    let summary = ChangeSummary(group, comparison)
    var path = summary.directory
    path.append(path.isEmpty ? UInt8(ascii: ".") : UInt8(ascii: "/"))
    row.append(code: path, inTable: true)
    row.append(" | ")
    row.append(group.aspect.word)
    row.append(": ")
    row.append(summary.counts)
    if group.aspect == .mode || group.aspect == .owner, summary.haveEqualValues {
      row.append(markdownValuesOf: comparison.changes[group.members[0]])
    }
  }

  private func append(markdown cause: ChangeCause, to output: inout [UInt8]) {
    output.append("\n**")
    output.append(cause.word)
    output.append("** ")
    output.append(code: cause.before)
    output.append(" → ")
    output.append(code: cause.after)
    output.append(": ")
    for index in cause.parts.indices {
      if index > 0 { output.append(", ") }
      output.append(markdown: cause.parts[index])
    }
    if let note = cause.note {
      output.append(" (")
      output.append(markdown: note)
      output.append(")")
    }
    output.append("\n")
    if cause.changes.count == comparison.changes.count {
      output.append("\n")
      output.append(cause.advice)
    }
  }
}

extension ChangeReport {
  private func appendMarkdownNotes(to output: inout [UInt8]) {
    guard hasAnswer else { return }
    var notes: [UInt8] = []
    appendLimits(asMarkdown: true, to: &notes)
    appendUnknown(asMarkdown: true, to: &notes)
    appendDepthAdvice(to: &notes)
    if !notes.isEmpty { output.append("\n") }
    output.append(notes)
    let hints = IgnoreHint.hints(for: comparison)
    if hints.isEmpty { return }
    output.append("\nHardly anyone means to copy some of these; lines for `.dockerignore`:\n\n")
    for hint in hints {
      output.append("    ")
      output.append(hint.line)
      output.append("\n")
    }
  }

  private func appendMarkdownDetails(to output: inout [UInt8]) {
    output.append("\n<details><summary>What was compared")
    if hasAnswer, !verdicts.isEmpty { output.append(", and what builders make of it") }
    output.append("</summary>\n\n| | listing | entries |\n|:--|:--|--:|\n")
    append("before", before, comparison.before, to: &output)
    append("after", after, comparison.after, to: &output)
    if hasAnswer, !verdicts.isEmpty {
      output.append("\n")
      appendVerdicts(to: &output)
    }
    output.append("\n</details>\n")
  }

  private func append(
    _ word: StaticString, _ side: Side, _ listing: Listing, to output: inout [UInt8]
  ) {
    output.append("| ")
    output.append(word)
    output.append(" | ")
    output.append(code: side.name, inTable: true)
    if !listing.label.isEmpty {
      output.append(" ")
      output.append(code: listing.label, inTable: true)
    }
    if !side.ignoreFile.isEmpty {
      output.append(", ")
      output.append(code: side.ignoreFile, inTable: true)
      output.append(" applied")
    }
    output.append(" | ")
    output.append(decimal: UInt64(listing.records.count))
    if !side.isScan || listing.integrity != .complete {
      output.append(", ")
      output.append(listing.integrity.word)
    }
    output.append(" |\n")
  }
}

extension [UInt8] {
  fileprivate mutating func append(markdownValuesOf change: Change) {
    append(" `")
    append(value: change.aspect, of: change.before)
    append("` → `")
    append(value: change.aspect, of: change.after)
    append("`")
  }

  /// Appends the first digits, as many as tell digests apart for people.
  fileprivate mutating func append(startOf digest: Digest) {
    for index in 0..<4 where index < digest.byteCount { append(hexadecimal: digest[index]) }
  }
}
