// The text for people, for a terminal of 80 columns and 24 lines. A CI runner obeys some lines that
// start with a command, blanks before it or not, so every line starts with a word of ours, never
// with a name.

extension ChangeReport {
  /// So many lines are for changes, however much else there is to say.
  private static let fewestLines = 6

  /// Appends the whole report for people.
  package func appendText(to output: inout [UInt8]) {
    look.append("\u{1b}[1m", to: &output)
    output.append(headline)
    look.append("\u{1b}[m", to: &output)
    output.append("\n")
    var told: [UInt8] = []
    for cause in causes { append(cause, to: &told) }
    var foot: [UInt8] = []
    appendFoot(to: &foot)
    let lines = ReportLook.height - 2 - told.lineCount - foot.lineCount
    let groups = ChangeGroup.groups(
      of: comparison.changes, limit: look.listsAll ? .max : max(lines, Self.fewestLines)
    ) { index in
      comparison.changes[index].entriesBelow != nil && !isExplained[index]
    }
    if !groups.isEmpty || !told.isEmpty { output.append("\n") }
    // What stands alone before what is many.
    for group in groups where group.members.count == 1 { appendSingle(group, to: &output) }
    for group in groups where group.members.count > 1 { appendMany(group, to: &output) }
    output.append(told)
    appendLines(to: &output)
    output.append(foot)
  }

  func appendWord(_ word: StaticString, _ color: StaticString, to output: inout [UInt8]) {
    look.append(word, color, to: &output)
    output.append(blanks: max(1, 12 - word.utf8CodeUnitCount))
  }

  private func appendWord(_ aspect: Change.Aspect, to output: inout [UInt8]) {
    switch aspect {
    case .added: appendWord(aspect.word, "\u{1b}[32m", to: &output)
    case .removed: appendWord(aspect.word, "\u{1b}[31m", to: &output)
    case .unreadable: appendWord(aspect.word, "\u{1b}[35m", to: &output)
    default: appendWord(aspect.word, "\u{1b}[33m", to: &output)
    }
  }
}

extension ChangeReport {
  /// Appends the line of one change.
  private func appendSingle(_ group: ChangeGroup, to output: inout [UInt8]) {
    let change = comparison.changes[group.members[0]]
    appendWord(change.aspect, to: &output)
    var line: [UInt8] = []
    switch change.aspect {
    case .moved: line.append(moveOf: change)
    default:
      line.append(shown: change.record.path)
      if change.aspect != .kind { line.appendSlash(of: change.record) }
    }
    switch change.aspect {
    case .kind:
      line.append("  ")
      line.append(change.before?.kind.word ?? "")
      line.append(" -> ")
      line.append(change.after?.kind.word ?? "")
    case .mode, .owner: line.append(valuesOf: change)
    default: break
    }
    let below = change.entriesBelow ?? 0
    if below > 0 {
      line.append("  (and {entry|entries} below", count: below)
      if change.aspect == .kind {
        line.append(change.record.kind == .directory ? " added" : " removed")
      }
      line.append(")")
    }
    output.append(line)
    if change.aspect == .target { append(targetsOf: change, width: line.width, to: &output) }
    output.append("\n")
  }

  /// Appends the targets of a link, in the same line where they fit.
  private func append(targetsOf change: Change, width: Int, to output: inout [UInt8]) {
    guard let was = change.before?.target, let now = change.after?.target else { return }
    var targets: [UInt8] = []
    targets.append(shown: was)
    targets.append(" -> ")
    targets.append(shown: now)
    if 12 + width + 2 + targets.width <= ReportLook.width {
      output.append("  ")
      output.append(targets)
      return
    }
    output.append("\n              was ")
    output.append(shown: was)
    output.append("\n              now ")
    output.append(shown: now)
  }

  /// Appends the line of several changes in or below one directory.
  private func appendMany(_ group: ChangeGroup, to output: inout [UInt8]) {
    let summary = ChangeSummary(group, comparison)
    appendWord(group.aspect, to: &output)
    var line: [UInt8] = []
    if !summary.directory.isEmpty {
      line.append(shown: summary.directory)
      line.append("/  ")
    }
    line.append(summary.counts)
    if group.aspect == .mode || group.aspect == .owner, summary.haveEqualValues {
      line.append(valuesOf: comparison.changes[group.members[0]])
    }
    output.append(line)
    var room = ReportLook.width - 12 - line.width - 2
    var names: [UInt8] = []
    for index in group.members.indices where names.width <= room {
      if index > 0 { names.append(", ") }
      names.append(shown: summary.name(of: index, comparison))
    }
    if names.width > room {
      names.removeAll()
      names.append(shown: summary.name(of: 0, comparison))
      names.append(" ... ")
      names.append(shown: summary.name(of: group.members.count - 1, comparison))
    }
    room -= names.width
    if room >= 0 {
      output.append(": ")
      output.append(names)
    }
    output.append("\n")
  }

  /// Appends what one cause explains: `21 files 0644 -> 0664, 1 file 0755 -> 0775: 022 -> 002`.
  private func append(_ cause: ChangeCause, to output: inout [UInt8]) {
    appendWord(cause.word, "\u{1b}[36m", to: &output)
    var column = 12
    for index in cause.parts.indices {
      var part: [UInt8] = []
      part.append(cause.parts[index])
      part.append(index + 1 < cause.parts.count ? "," : ":")
      if index > 0 {
        let isFull = column + 1 + part.width > ReportLook.width
        output.append(isFull ? "\n            " : " ")
        column = isFull ? 12 : column + 1
      }
      output.append(part)
      column += part.width
    }
    var part: [UInt8] = []
    part.append(shown: cause.before)
    part.append(" -> ")
    part.append(shown: cause.after)
    // A name may not be the first word of a line.
    if column + 1 + part.width > ReportLook.width {
      output.append("\n            ")
      output.append(cause.word)
    }
    output.append(" ")
    output.append(part)
    if let note = cause.note {
      output.append("\n            (")
      output.append(note)
      output.append(")")
    }
    output.append("\n")
  }
}
