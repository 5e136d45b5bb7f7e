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

  /// Appends the change at `index` of the list: one line or a few. None where another line tells it
  /// as well: what came or went with its directory is counted there, and what the umask explains
  /// is in the head.
  package func appendText(ofChange index: Int, to output: inout [UInt8]) {
    let change = comparison.changes[index]
    let record = comparison.record(of: change)
    if isExplainedByUmask(index) || isToldByDirectory(index) { return }
    appendWord(change.aspect, to: &output)
    switch change.aspect {
    case .added, .removed:
      output.append(entry: record)
      appendCountBelow(index, "below", change.aspect, to: &output)
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
      appendCountBelow(index, "below removed", .removed, to: &output)
      appendCountBelow(index, "below added", .added, to: &output)
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
  }

  /// Whether the entry came or went with its directory.
  private func isToldByDirectory(_ index: Int) -> Bool {
    let change = comparison.changes[index]
    guard change.aspect == .added || change.aspect == .removed else { return false }
    let path = comparison.record(of: change).path
    let start = path.withUnsafeBytes { startOfName($0) }
    guard start > 0 else { return false }
    let directory = Array(path[..<(start - 1)])
    // The first change of the directory, if it has one.
    var low = 0
    var high = index
    while low < high {
      let middle = low + (high - low) / 2
      if walkOrder(comparison.record(of: comparison.changes[middle]).path, directory) < 0 {
        low = middle + 1
      } else {
        high = middle
      }
    }
    let above = comparison.changes[low]
    return (above.aspect == change.aspect || above.aspect == .kind)
      && comparison.record(of: above).path == directory
  }

  /// Appends how many entries below the one at `index` came or went with it.
  private func appendCountBelow(
    _ index: Int, _ words: StaticString, _ aspect: Change.Aspect, to output: inout [UInt8]
  ) {
    let path = comparison.record(of: comparison.changes[index]).path
    var count = 0
    var end = index + 1
    while end < comparison.changes.count {
      let change = comparison.changes[end]
      let below = comparison.record(of: change).path
      guard below == path || isBelow(below, path) else { break }
      if change.aspect == aspect { count += 1 }
      end += 1
    }
    guard count > 0 else { return }
    output.append("  (and ")
    output.append(count: count, "entry", "entries")
    output.append(" ")
    output.append(words)
    output.append(")")
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
