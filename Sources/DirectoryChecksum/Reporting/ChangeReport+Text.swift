// The text for people. A CI runner obeys some lines that start with a command, so every line here
// starts with a word of ours, never with a name.

extension ChangeReport {
  /// Appends what is compared, and what came of it in one line.
  package func appendHead(to output: inout [UInt8]) {
    output.append("before      ")
    appendSide(beforeName, comparison.before, to: &output)
    output.append("after       ")
    appendSide(afterName, comparison.after, to: &output)
    output.append("\n")
    switch comparison.outcome {
    case .same:
      output.append("No difference: the content is the same, proven by the digest of the root.\n")
    case .undecided:
      output.append("Not settled: ")
      appendDoubt(to: &output)
      output.append(".\n")
    case .different: appendCounts(to: &output)
    }
    appendLimits(to: &output)
    if !comparison.changes.isEmpty { output.append("\n") }
    appendUmaskShift(to: &output)
  }

  private func appendSide(_ name: [UInt8], _ listing: Listing, to output: inout [UInt8]) {
    output.append(shown: name)
    if !listing.label.isEmpty {
      output.append("  ")
      output.append(shown: listing.label)
    }
    switch listing.integrity {
    case .complete: output.append("  (")
    case .clipped: output.append("  (clipped, ")
    case .damaged: output.append("  (damaged, ")
    case .partial: output.append("  (partial, ")
    }
    output.append("{entry|entries})\n", count: listing.records.count)
  }

  /// How many changes there are of one aspect.
  func count(of aspect: Change.Aspect) -> Int {
    var count = 0
    for change in comparison.changes where change.aspect == aspect { count += 1 }
    return count
  }

  /// Appends `3 changes: 1 added, 2 content`.
  func appendCounts(to output: inout [UInt8]) {
    output.append("{change|changes}", count: comparison.changes.count)
    var separator: StaticString = ": "
    for aspect in Change.Aspect.allCases {
      let count = count(of: aspect)
      if count == 0 { continue }
      output.append(separator)
      separator = ", "
      output.append(decimal: UInt64(count))
      output.append(UInt8(ascii: " "))
      output.append(aspect.word)
    }
    output.append("\n")
  }

  /// Appends the change at `index` of the list: one line or a few. None where another line tells it
  /// as well: what came or went with its directory is counted there, and what the umask explains
  /// is in the head.
  package func appendText(ofChange index: Int, to output: inout [UInt8]) {
    let change = comparison.changes[index]
    guard let entriesBelow = change.entriesBelow, !isExplainedByUmask(index) else { return }
    toldCount += 1
    appendWord(change.aspect, to: &output)
    switch change.aspect {
    case .kind:
      output.append(change.before?.kind.word ?? "")
      output.append(" -> ")
      output.append(change.after?.kind.word ?? "")
      output.append("  ")
    case .mode, .owner:
      output.append(value: change.aspect, of: change.before)
      output.append(" -> ")
      output.append(value: change.aspect, of: change.after)
      output.append("  ")
    default: break
    }
    output.append(shown: change.record.path)
    if change.aspect != .kind { output.appendSlash(of: change.record) }
    if entriesBelow > 0 {
      output.append("  (and {entry|entries} below", count: entriesBelow)
      if change.aspect == .kind {
        output.append(change.record.kind == .directory ? " added" : " removed")
      }
      output.append(")")
    }
    if change.aspect == .moved, let from = change.before {
      output.append("\n       from ")
      output.append(shown: from.path)
      output.appendSlash(of: from)
    }
    if change.aspect == .target, let was = change.before?.target, let now = change.after?.target {
      output.append("\n        was ")
      output.append(shown: was)
      output.append("\n        now ")
      output.append(shown: now)
    }
    output.append("\n")
  }

  func appendWord(_ aspect: Change.Aspect, to output: inout [UInt8]) {
    if usesColor {
      switch aspect {
      case .added: output.append("\u{1b}[32m")
      case .removed: output.append("\u{1b}[31m")
      case .unreadable: output.append("\u{1b}[35m")
      default: output.append("\u{1b}[33m")
      }
    }
    output.append(aspect.word)
    if usesColor { output.append("\u{1b}[m") }
    for _ in aspect.word.utf8CodeUnitCount..<12 { output.append(UInt8(ascii: " ")) }
  }
}

extension [UInt8] {
  /// Appends the `/` that stands behind the path of a directory, but of the root.
  fileprivate mutating func appendSlash(of record: Record) {
    if record.kind == .directory && !record.isRoot { append(UInt8(ascii: "/")) }
  }

  /// Appends `text`; `{entry|entries}` in it stands for `1 entry` or `2 entries`.
  @inline(never)
  mutating func append(_ text: StaticString, count: Int) {
    var isShown = true
    for index in 0..<text.utf8CodeUnitCount {
      let byte = text.utf8Start[index]
      switch byte {
      case UInt8(ascii: "{"):
        append(decimal: UInt64(count))
        append(UInt8(ascii: " "))
        isShown = count == 1
      case UInt8(ascii: "|"): isShown = count != 1
      case UInt8(ascii: "}"): isShown = true
      default: if isShown { append(byte) }
      }
    }
  }
}

extension EntryKind {
  fileprivate var word: StaticString {
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
