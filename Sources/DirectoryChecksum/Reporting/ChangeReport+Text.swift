// The text for people. A CI runner obeys some lines that start with a command, so every line here
// starts with a word of ours, never with a name.

extension ChangeReport {
  private static let column = 12

  /// Appends what is compared, and what came of it in one line.
  package func appendHead(to output: inout [UInt8]) {
    appendSide("before", beforeName, comparison.before, to: &output)
    appendSide("after", afterName, comparison.after, to: &output)
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

  private func appendSide(
    _ word: StaticString, _ name: [UInt8], _ listing: Listing, to output: inout [UInt8]
  ) {
    output.append(word)
    pad(word, to: &output)
    output.append(shown: name)
    if !listing.label.isEmpty {
      output.append("  ")
      output.append(shown: listing.label)
    }
    output.append("  (")
    switch listing.integrity {
    case .complete: break
    case .clipped: output.append("clipped, ")
    case .damaged: output.append("damaged, ")
    case .partial: output.append("partial, ")
    }
    output.append(count: listing.records.count, "entry", "entries")
    output.append(")\n")
  }

  /// Appends `3 changes: 1 added, 2 content`.
  func appendCounts(to output: inout [UInt8]) {
    var counts = [Int](repeating: 0, count: 16)
    for change in comparison.changes { counts[Int(change.aspect.rawValue)] += 1 }
    output.append(count: comparison.changes.count, "change", "changes")
    var isFirst = true
    for value in 0..<UInt8(16) {
      guard counts[Int(value)] > 0, let aspect = Change.Aspect(rawValue: value) else { continue }
      output.append(isFirst ? ": " : ", ")
      isFirst = false
      output.append(decimal: UInt64(counts[Int(value)]))
      output.append(" ")
      output.append(aspect.word)
    }
    output.append("\n")
  }

  /// Appends the entry at `index` of the list, and returns the index of the next one to append:
  /// what was added or removed with a directory is counted in its line, and what the umask
  /// explains is in a line of its own.
  package func appendText(ofChange index: Int, to output: inout [UInt8]) -> Int {
    let change = comparison.changes[index]
    let record = comparison.record(of: change)
    if isExplainedByUmask(index) { return index + 1 }
    appendWord(change.aspect, to: &output)
    var end = index + 1
    switch change.aspect {
    case .added, .removed:
      output.append(entry: record)
      end = endOfEntries(below: index, sharing: change.aspect)
      appendCountBelow(end - index - 1, to: &output)
    case .moved:
      output.append(entry: record)
      output.append("\n")
      appendContinuation("from", to: &output)
      if let from = change.before {
        output.append(entry: comparison.before.records[from])
      }
    case .kind:
      if let (old, new) = comparison.records(of: change) {
        output.append(old.kind.word)
        output.append(" -> ")
        output.append(new.kind.word)
        output.append("  ")
      }
      output.append(shown: record.path)
    case .mode, .owner:
      if let (old, new) = comparison.records(of: change) {
        output.append(value: change.aspect, of: old)
        output.append(" -> ")
        output.append(value: change.aspect, of: new)
        output.append("  ")
      }
      output.append(entry: record)
    case .target:
      output.append(shown: record.path)
      if let (old, new) = comparison.records(of: change), let was = old.target,
        let now = new.target
      {
        output.append("\n")
        appendContinuation("was", to: &output)
        output.append(shown: was)
        output.append("\n")
        appendContinuation("now", to: &output)
        output.append(shown: now)
      }
    case .content, .entry, .attributes, .below, .unreadable: output.append(entry: record)
    }
    output.append("\n")
    return end
  }

  /// The end of the changes at `index + 1` and on that say of entries below the one at `index`
  /// that they were added, or removed, too.
  private func endOfEntries(below index: Int, sharing aspect: Change.Aspect) -> Int {
    let directory = comparison.record(of: comparison.changes[index])
    var end = index + 1
    guard directory.kind == .directory else { return end }
    while end < comparison.changes.count, comparison.changes[end].aspect == aspect,
      isBelow(comparison.record(of: comparison.changes[end]).path, directory.path)
    {
      end += 1
    }
    return end
  }

  private func appendCountBelow(_ count: Int, to output: inout [UInt8]) {
    guard count > 0 else { return }
    output.append("  (and ")
    output.append(count: count, "entry", "entries")
    output.append(" below)")
  }

  private func appendWord(_ aspect: Change.Aspect, to output: inout [UInt8]) {
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
    pad(aspect.word, to: &output)
  }

  /// Appends the word of a second line so that what follows it stands below what it belongs to.
  private func appendContinuation(_ word: StaticString, to output: inout [UInt8]) {
    for _ in 0..<Self.column - word.utf8CodeUnitCount - 1 { output.append(UInt8(ascii: " ")) }
    output.append(word)
    output.append(" ")
  }

  private func pad(_ word: StaticString, to output: inout [UInt8]) {
    for _ in word.utf8CodeUnitCount..<Self.column { output.append(UInt8(ascii: " ")) }
  }
}

// MARK: - What the umask explains

extension ChangeReport {
  private func isExplainedByUmask(_ index: Int) -> Bool {
    guard let shift = comparison.umaskShift,
      UmaskShift.isModeAlone(comparison.changes, index),
      let (old, new) = comparison.records(of: comparison.changes[index])
    else { return false }
    return shift.explains(old, new)
  }

  /// Appends `214 files 0644 -> 0664, 31 directories 0755 -> 0775: umask 022 -> 002`.
  private func appendUmaskShift(to output: inout [UInt8]) {
    guard let shift = comparison.umaskShift else { return }
    // By the mode before, files first; the mode after follows from it.
    var counts = [Int](repeating: 0, count: 8192)
    for index in comparison.changes.indices where isExplainedByUmask(index) {
      guard let (old, _) = comparison.records(of: comparison.changes[index]),
        let mode = old.metadata?.mode
      else { continue }
      counts[Int(mode & 0o7777) + (old.kind == .directory ? 4096 : 0)] += 1
    }
    appendWord(.mode, to: &output)
    var isFirst = true
    for slot in counts.indices where counts[slot] > 0 {
      if !isFirst { output.append(", ") }
      isFirst = false
      let isDirectory = slot >= 4096
      let mode = UInt16(slot & 4095)
      let base: UInt16 = isDirectory || mode & 0o111 != 0 ? 0o777 : 0o666
      output.append(
        count: counts[slot], isDirectory ? "directory" : "file",
        isDirectory ? "directories" : "files")
      output.append(" ")
      output.append(mode: mode)
      output.append(" -> ")
      output.append(mode: mode & 0o7000 | base & ~shift.after)
    }
    output.append(": umask ")
    output.append(umask: shift.before)
    output.append(" -> ")
    output.append(umask: shift.after)
    output.append("\n")
  }
}

extension [UInt8] {
  /// Appends the path of an entry, a directory's with a `/` behind it.
  fileprivate mutating func append(entry record: Record) {
    append(shown: record.path)
    if record.kind == .directory && depth(of: record.path) > 0 { append(UInt8(ascii: "/")) }
  }

  /// Appends `1 entry` or `2 entries`.
  mutating func append(count: Int, _ one: StaticString, _ many: StaticString) {
    append(decimal: UInt64(count))
    append(UInt8(ascii: " "))
    append(count == 1 ? one : many)
  }

  /// Appends a umask in three octal digits.
  fileprivate mutating func append(umask: UInt16) {
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: umask >> 6 & 7))
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: umask >> 3 & 7))
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: umask & 7))
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
