// The text for people, for a terminal of 80 columns and 24 lines. A CI runner obeys some lines that
// start with a command, blanks before it or not, so every line starts with a word of ours, never
// with a name.

extension ChangeReport {
  private static let width = 80
  private static let height = 24
  /// So many lines are for changes, however much else there is to say.
  private static let fewestLines = 6

  /// Appends the whole report for people.
  package func appendText(to output: inout [UInt8]) {
    append("\u{1b}[1m", to: &output)
    output.append(headline)
    append("\u{1b}[m", to: &output)
    output.append("\n")
    var told: [UInt8] = []
    for cause in causes { append(cause, to: &told) }
    var foot: [UInt8] = []
    appendFoot(to: &foot)
    let lines = Self.height - 2 - told.lineCount - foot.lineCount
    let groups = ChangeGroup.groups(
      of: comparison.changes, limit: listsAll ? .max : max(lines, Self.fewestLines)
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

  /// Appends a colour, where there are any.
  func append(_ sequence: StaticString, to output: inout [UInt8]) {
    if usesColor { output.append(sequence) }
  }

  func appendWord(_ word: StaticString, _ color: StaticString, to output: inout [UInt8]) {
    append(color, to: &output)
    output.append(word)
    append("\u{1b}[m", to: &output)
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
    if 12 + width + 2 + targets.width <= Self.width {
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
    var room = Self.width - 12 - line.width - 2
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
        let isFull = column + 1 + part.width > Self.width
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
    if column + 1 + part.width > Self.width {
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

extension [UInt8] {
  /// Appends the `/` that stands behind the path of a directory, but of the root.
  mutating func appendSlash(of record: Record) {
    if record.kind == .directory && !record.isRoot { append(UInt8(ascii: "/")) }
  }

  /// Appends `  0644 -> 0755` for another mode or owner.
  mutating func append(valuesOf change: Change) {
    append("  ")
    append(value: change.aspect, of: change.before)
    append(" -> ")
    append(value: change.aspect, of: change.after)
  }

  /// Appends `a/b -> c`, in one directory `c` alone.
  fileprivate mutating func append(moveOf change: Change) {
    guard let old = change.before else { return }
    let (from, to) = (old.path, change.record.path)
    append(shown: from)
    appendSlash(of: old)
    append(" -> ")
    let length = RecordPath.parentLength(to)
    let isHere = length == RecordPath.parentLength(from) && from.starts(with: to[..<length])
    append(shown: isHere ? [UInt8](to[(length == 0 ? 0 : length + 1)...]) : to)
    appendSlash(of: change.record)
  }

  /// How many columns it takes: as many as it has characters.
  var width: Int {
    var width = 0
    for byte in self where byte & 0xc0 != 0x80 { width += 1 }
    return width
  }

  fileprivate var lineCount: Int {
    var count = 0
    for byte in self where byte == UInt8(ascii: "\n") { count += 1 }
    return count
  }
}

extension EntryKind {
  var word: StaticString {
    switch self {
    case .directory: "directory"
    case .file: "file"
    case .link: "link"
    case .fifo: "FIFO"
    case .socket: "socket"
    case .characterDevice, .blockDevice: "device"
    }
  }
}
