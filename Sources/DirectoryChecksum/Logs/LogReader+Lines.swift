extension LogReader {
  /// Reads a line of a log.
  @inline(never)
  func readLine(_ line: ByteView) {
    guard line.contains(EscapeSequences.escape) else {
      readStripped(line)
      return
    }
    var text: [UInt8] = []
    text.reserveCapacity(line.count)
    EscapeSequences.strip(line, into: &text)
    text.withUnsafeBufferPointer { readStripped($0) }
  }

  private func readStripped(_ line: ByteView) {
    let (names, title) = (prefix.names.count, prefix.title.count)
    prefix.peel(line)
    let text = line.from(prefix.end)
    if let channel = prefix.channel {
      hold(text, channel)
    } else {
      readSegments(text)
    }
    prefix.keepNames(names, title: title)
  }

  /// Reads what a terminal would show: of a line that returns to its start, each pass.
  @inline(never)
  private func readSegments(_ text: ByteView) {
    guard let first = text.firstIndex(of: UInt8(ascii: "\r")) else {
      readText(text)
      return
    }
    let (names, title) = (prefix.names.count, prefix.title.count)
    readText(text.upTo(first))
    var start = first + 1
    while start < text.count {
      let end = text.firstIndex(of: UInt8(ascii: "\r"), from: start) ?? text.count
      let segment = text.slice(start, end)
      prefix.peel(segment)
      readText(segment.from(prefix.end))
      prefix.keepNames(names, title: title)
      start = end + 1
    }
  }

  /// Reads a line's own text.
  func readText(_ text: ByteView) {
    guard text.count > 0 else { return }
    collector.line += 1
    if isInTail(text) { return }
    switch text[0] {
    case UInt8(ascii: "{"):
      if !readJSON(text) { readBare(text) }
    case UInt8(ascii: "#"):
      if !readStep(text) { readBare(text) }
    default: readBare(text)
    }
  }

  /// Reads a text without a step number.
  private func readBare(_ text: ByteView) {
    if prefix.isTerminalCapture {
      readOutput(text, in: source(), LogStream.display)
      return
    }
    if text.isLiteral("------") {
      source().tail = .rule
      return
    }
    if text.hasLiteral("Job's log exceeded limit of "), let lastStream {
      collector.clip(lastStream, notice: text)
      return
    }
    if text.hasLiteral("time=\""), readLogfmt(text) { return }
    if readHeader(text, hasLevel: prefix.hasLevel) { return }
    readOutput(text, in: lookUpSource(), LogStream.bare)
  }

  /// Reads a line that says which step runs; false for any other.
  private func readHeader(_ text: ByteView, hasLevel: Bool) -> Bool {
    guard let meaning = StepHeader.meaning(text, hasLevel: hasLevel) else { return false }
    var label: [UInt8] = []
    if case .begins(let text) = meaning { label = makeLabel([UInt8](text)) }
    collector.begin(stream(in: source(), LogStream.bare), label: label)
    return true
  }

  /// Reads a step's header in a line such as `time="..." level=info msg="Running: [...]"`.
  private func readLogfmt(_ text: ByteView) -> Bool {
    guard let start = text.firstIndex(of: " msg=\"") else { return false }
    // The value is written as Go quotes a string, which for ASCII is JSON's way.
    var reader = JSONReader(text.from(start + 5))
    var message: [UInt8] = []
    guard (try? reader.readString(into: &message)) != nil else { return false }
    return message.withUnsafeBufferPointer { readHeader($0, hasLevel: true) }
  }

  /// Whether a line lies in the block that repeats a failed step's last lines:
  ///
  ///     ------
  ///      > [5/6] RUN make:
  ///     0.310 ...
  ///     ------
  private func isInTail(_ text: ByteView) -> Bool {
    guard let source = lookUpSource() else { return false }
    switch source.tail {
    case .outside: return false
    case .rule:
      let opens = text.withoutLeadingBlanks.hasLiteral("> ")
      source.tail = opens ? .inside(lines: 0) : .outside
      return opens
    case .inside(let lines):
      if text.isLiteral("------") {
        source.tail = .rule
        return true
      }
      // Ten lines are repeated; where no rule ends them, the rest is output again.
      source.tail = lines < 10 ? .inside(lines: lines + 1) : .outside
      return lines < 10
    }
  }
}

extension LogReader {
  /// Holds a line of a channel until the next one says whether it goes on.
  private func hold(_ text: ByteView, _ channel: Int) {
    let source = source()
    var place = 0
    while place < source.channels.count, source.channels[place] != channel { place += 1 }
    if place == source.channels.count {
      source.channels.append(channel)
      source.held.append([])
    }
    // A whole line is not held: most are whole, and empty is what nothing is held as.
    if !prefix.continuesLine, prefix.isWhole == nil { flush(place, of: source) }
    if source.held[place].count + text.count <= LineSplitter.maximumLength {
      source.held[place].append(text)
    }
    if prefix.isWhole == true { flush(place, of: source) }
  }

  @inline(never)
  private func flush(_ place: Int, of source: LogSource) {
    let line = source.held[place]
    source.held[place] = []
    if !line.isEmpty { line.withUnsafeBufferPointer { readSegments($0) } }
  }

  func flushHeldLines() {
    for source in sources where !source.held.isEmpty {
      prefix = LinePrefix(names: source.names, title: source.title)
      for place in source.held.indices { flush(place, of: source) }
    }
  }
}
