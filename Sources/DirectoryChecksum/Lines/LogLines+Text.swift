extension LogLines {
  /// Reads a line of the file.
  mutating func readOuterLine(_ line: ByteView, _ take: Taker) {
    if isAtStart, line.count > 0 {
      isAtStart = false
      isPage = QuotedText.beginsPage(line)
      table = LogTable(header: line)
    }
    var cell: [UInt8] = []
    if let table, table.readText(of: line, into: &cell) {
      cell.withUnsafeBufferPointer { readLine($0, take) }
    } else {
      readLine(line, take)
    }
  }

  /// Reads a line of a log.
  mutating func readLine(_ line: ByteView, _ take: Taker) {
    let marks = LineMarks(line)
    guard needsCleaning(line, marks) else {
      readClean(line, marks, take)
      return
    }
    var text: [UInt8] = []
    text.reserveCapacity(line.count)
    EscapeSequences.strip(line, into: &text)
    if isPage, text.withUnsafeBufferPointer({ $0.firstIndex(of: "<![CDATA[") }) != nil {
      isPage = false
    } else if isPage || text.withUnsafeBufferPointer({ QuotedText.isMarkup($0) }) {
      var plain: [UInt8] = []
      text.withUnsafeBufferPointer { QuotedText.appendText(ofMarkup: $0, to: &plain) }
      swap(&plain, &text)
    }
    if text.withUnsafeBufferPointer({ $0.hasNoBreakSpaces }) {
      var plain: [UInt8] = []
      text.withUnsafeBufferPointer { $0.appendWithBlanks(to: &plain) }
      swap(&plain, &text)
    }
    text.withUnsafeBufferPointer { readClean($0, LineMarks($0), take) }
  }

  private func needsCleaning(_ line: ByteView, _ marks: LineMarks) -> Bool {
    if marks.hasControls, line.firstIndex(of: EscapeSequences.escape) != nil { return true }
    if marks.hasHighs, line.firstIndex(of: "\u{a0}") != nil { return true }
    return isPage || marks.hasAngle && QuotedText.isMarkup(line)
  }

  private mutating func readClean(_ line: ByteView, _ marks: LineMarks, _ take: Taker) {
    let (names, title) = (prefix.names.count, prefix.title.count)
    let hadLevel = prefix.hasLevel
    prefix.peel(line, marks)
    if let channel = prefix.channel {
      hold(line.from(prefix.end), channel, take)
    } else if marks.hasControls {
      readSegments(line, take)
    } else {
      readBehind(line, take)
    }
    prefix.hasLevel = hadLevel
    prefix.keepNames(names, title: title)
  }

  /// Reads what a terminal would show: of a line that returns to its start, each pass. The first
  /// one's prefix is peeled.
  mutating func readSegments(_ line: ByteView, _ take: Taker) {
    guard var end = line.firstIndex(of: UInt8(ascii: "\r")) else {
      readBehind(line, take)
      return
    }
    let (names, title) = (prefix.names.count, prefix.title.count)
    end = max(end, prefix.end)
    if end + 1 >= line.count || !line.upTo(end).isProgress { readBehind(line.upTo(end), take) }
    while end + 1 < line.count {
      let start = end + 1
      end = line.firstIndex(of: UInt8(ascii: "\r"), from: start) ?? line.count
      let segment = line.slice(start, end)
      guard end > start, end + 1 >= line.count || !segment.isProgress else { continue }
      prefix.peel(segment)
      readBehind(segment, take)
      prefix.keepNames(names, title: title)
    }
  }

  /// Reads the text behind the known prefixes of `line`, before which an unknown one may stand.
  private mutating func readBehind(_ line: ByteView, _ take: Taker) {
    var text = line.from(min(prefix.end, line.count))
    if prefix.isPadded, text.count >= 8, text.hasLiteral("        ", at: text.count - 8) {
      text = text.upTo(text.count - 8)
    }
    guard text.count > 0 else { return }
    let (names, title) = (prefix.names.count, prefix.title.count)
    readText(text, take, isKnown: false)
    prefix.keepNames(names, title: title)
  }

  private mutating func readText(_ text: ByteView, _ take: Taker, isKnown: Bool) {
    switch text[0] {
    case UInt8(ascii: "{"):
      if readObjects(text, take) { return }
    case UInt8(ascii: "t"), UInt8(ascii: "l"):
      if readLogfmt(text, take) { return }
    case UInt8(ascii: "#"):
      // A step of BuildKit's, or what `extract` heads a listing with.
      if text.count > 1, text[1].isDigit || text.hasLiteral("# listing ") {
        return emitText(text, take)
      }
    default: break
    }
    // A builder's own line may have what looks like another's in it.
    if !isKnown, !prefix.hasLevel, !isDisplay(text), RecordHead(text) == nil,
      !sources[source()].isInStep || unknown.isInUse,
      let found = unknown.find(in: text, findsAnchors: !sources[source()].isInStep)
    {
      readBehind(text, found, take)
    } else {
      emitText(text, take)
    }
  }

  private mutating func readBehind(
    _ text: ByteView, _ found: UnknownPrefixes.Found, _ take: Taker
  ) {
    if !found.name.isEmpty { prefix.addName(found.name) }
    let hadLevel = prefix.hasLevel
    if found.quote != 0 {
      var line: [UInt8] = []
      let before = found.end > 1 ? text[found.end - 2] : UInt8(ascii: ",")
      QuotedText.unquote(text.from(found.end), quote: found.quote, before: before, into: &line)
      line.withUnsafeBufferPointer { readKnown($0, from: 0, take) }
    } else {
      readKnown(text, from: found.end, take)
    }
    prefix.hasLevel = hadLevel
  }

  /// Reads the text from `start` on, which stands behind an unknown prefix, and maybe a known one.
  private mutating func readKnown(_ text: ByteView, from start: Int, _ take: Taker) {
    prefix.peel(text, from: start)
    if prefix.end < text.count { readText(text.from(prefix.end), take, isKnown: true) }
  }

  /// Hands on a line's own text.
  mutating func emitText(_ text: ByteView, _ take: Taker) {
    if isDisplay(text) {
      emit(.display(text.withoutLeadingBlanks), take)
      return
    }
    noteStep(text)
    emit(prefix.hasLevel ? .message(text) : .text(text), take)
  }

  private func isDisplay(_ text: ByteView) -> Bool {
    (text[0] == UInt8(ascii: "=") || text[0].isBlank)
      && text.withoutLeadingBlanks.hasLiteral("=> ")
  }

  /// Follows whether a builder without prefixes of its own runs a step.
  private mutating func noteStep(_ text: ByteView) {
    switch text[0] {
    case UInt8(ascii: "S"), UInt8(ascii: "["):
      if StepHeading(text) != nil {
        sources[source()].isInStep = true
      } else if text.hasLiteral("Successfully ") {
        sources[source()].isInStep = false
      }
    case UInt8(ascii: "C"):
      if text.hasLiteral("COMMIT") { sources[source()].isInStep = false }
    case UInt8(ascii: "#"):
      if sources[source()].isInStep, text.hasLiteral("#1 [internal] load build definition") {
        sources[source()].isInStep = false
      }
    default: break
    }
  }
}

extension ByteView {
  /// Whether it is a pass of a line that says how far something is, as in `12%`, which the next one
  /// covers. No record is as short.
  fileprivate var isProgress: Bool { count <= 40 && last == UInt8(ascii: "%") }
}
