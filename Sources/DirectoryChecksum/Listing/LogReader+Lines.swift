extension LogReader {
  /// Reads a line of a log.
  @inline(never)
  mutating func readLine(_ line: UnsafeRawBufferPointer) {
    guard line.contains(EscapeSequences.escape) else {
      readStripped(line)
      return
    }
    var text: [UInt8] = []
    text.reserveCapacity(line.count)
    EscapeSequences.strip(line, into: &text)
    text.withUnsafeBytes { readStripped($0) }
  }

  private mutating func readStripped(_ line: UnsafeRawBufferPointer) {
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
  private mutating func readSegments(_ text: UnsafeRawBufferPointer) {
    guard let first = text.firstIndex(of: UInt8(ascii: "\r")) else {
      readText(text)
      return
    }
    let (names, title) = (prefix.names.count, prefix.title.count)
    readText(text.upTo(first))
    var start = first + 1
    while start < text.count {
      let end = text.firstIndex(of: UInt8(ascii: "\r"), from: start) ?? text.count
      let segment = UnsafeRawBufferPointer(rebasing: text[start..<end])
      prefix.peel(segment)
      readText(segment.from(prefix.end))
      prefix.keepNames(names, title: title)
      start = end + 1
    }
  }

  /// Reads a line's own text.
  mutating func readText(_ text: UnsafeRawBufferPointer) {
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
  private mutating func readBare(_ text: UnsafeRawBufferPointer) {
    if prefix.isTerminalCapture {
      readOutput(text, in: source(), LogStream.display)
      return
    }
    if text.isLiteral("------") {
      sources[source()].tail = .rule
      return
    }
    if text.hasLiteral("Job's log exceeded limit of "), lastStream >= 0 {
      collector.clip(lastStream, notice: text)
      return
    }
    if text.hasLiteral("time=\""), readLogfmt(text) { return }
    if readHeader(text, hasLevel: prefix.hasLevel) { return }
    readOutput(text, in: lookUpSource(), LogStream.bare)
  }

  /// Reads a line that says which step runs; false for any other.
  private mutating func readHeader(_ text: UnsafeRawBufferPointer, hasLevel: Bool) -> Bool {
    guard let meaning = StepHeader.meaning(text, hasLevel: hasLevel) else { return false }
    var label: [UInt8] = []
    if case .begins(let text) = meaning { label = makeLabel([UInt8](text)) }
    collector.begin(stream(in: source(), LogStream.bare), label: label)
    return true
  }

  /// Reads a step's header in a line such as `time="..." level=info msg="Running: [...]"`.
  private mutating func readLogfmt(_ text: UnsafeRawBufferPointer) -> Bool {
    guard let start = text.firstIndex(of: " msg=\"") else { return false }
    // The value is written as Go quotes a string, which for ASCII is JSON's way.
    var reader = JSONReader(text.from(start + 5))
    var message: [UInt8] = []
    guard (try? reader.readString(into: &message)) != nil else { return false }
    return message.withUnsafeBytes { readHeader($0, hasLevel: true) }
  }

  /// Whether a line lies in the block that repeats a failed step's last lines:
  ///
  ///     ------
  ///      > [5/6] RUN make:
  ///     0.310 ...
  ///     ------
  private mutating func isInTail(_ text: UnsafeRawBufferPointer) -> Bool {
    let index = lookUpSource()
    guard index >= 0 else { return false }
    switch sources[index].tail {
    case .outside: return false
    case .rule:
      let opens = text.withoutLeadingBlanks.hasLiteral("> ")
      sources[index].tail = opens ? .inside(lines: 0) : .outside
      return opens
    case .inside(let lines):
      if text.isLiteral("------") {
        sources[index].tail = .rule
        return true
      }
      // Ten lines are repeated; where no rule ends them, the rest is output again.
      sources[index].tail = lines < 10 ? .inside(lines: lines + 1) : .outside
      return lines < 10
    }
  }
}

extension LogReader {
  /// Holds a line of a channel until the next one says whether it goes on.
  private mutating func hold(_ text: UnsafeRawBufferPointer, _ channel: Int) {
    let source = source()
    var place = sources[source].channels.firstIndex(of: channel) ?? -1
    if place < 0 {
      place = sources[source].channels.count
      sources[source].channels.append(channel)
      sources[source].held.append([])
    }
    // A whole line is not held: most are whole, and empty is what nothing is held as.
    if !prefix.continuesLine, prefix.isWhole == nil { flush(place, of: source) }
    if sources[source].held[place].count + text.count <= LineSplitter.maximumLength {
      sources[source].held[place].append(contentsOf: text)
    }
    if prefix.isWhole == true { flush(place, of: source) }
  }

  @inline(never)
  private mutating func flush(_ place: Int, of source: Int) {
    var line: [UInt8] = []
    swap(&line, &sources[source].held[place])
    if !line.isEmpty { line.withUnsafeBytes { readSegments($0) } }
  }

  mutating func flushHeldLines() {
    for source in sources.indices where !sources[source].held.isEmpty {
      prefix = LinePrefix(names: sources[source].names, title: sources[source].title)
      for place in sources[source].held.indices { flush(place, of: source) }
    }
  }
}

extension LogReader {
  /// The source of the line that is read; -1 where nothing of it was seen before.
  func lookUpSource() -> Int {
    if lastSource >= 0, sources[lastSource].names == prefix.names { return lastSource }
    return prefix.names.withUnsafeBytes { sourceNumbers.number(of: $0) } ?? -1
  }

  /// The source of the line that is read, new or known. Where there are too many, the first one
  /// stands for all others.
  @inline(never)
  mutating func source() -> Int {
    if lastSource >= 0, sources[lastSource].names == prefix.names { return lastSource }
    lastSource = prefix.names.withUnsafeBytes { sourceNumbers.insert($0) } ?? 0
    if lastSource == sources.count {
      sources.append(LogSource(names: prefix.names, title: prefix.title))
    }
    return lastSource
  }

  /// The stream of a source with a step number, and with words before its records.
  mutating func stream(
    in source: Int, _ number: Int, words: UnsafeRawBufferPointer? = nil
  ) -> Int {
    let parent = words == nil ? -1 : stream(in: source, number)
    let key = Self.streamKey(source, number, words)
    let index = key.withUnsafeBytes { streamNumbers.insert($0) } ?? 0
    if index == collector.streams.count {
      var stream = LogStream(source: source, number: number)
      stream.parent = parent
      stream.build = sources[source].build
      collector.streams.append(stream)
    }
    renew(index)
    return index
  }

  /// The stream of a source with a step number; -1 where nothing of it was seen before.
  mutating func lookUpStream(in source: Int, _ number: Int) -> Int {
    guard source >= 0 else { return -1 }
    let key = Self.streamKey(source, number, nil)
    let index = key.withUnsafeBytes { streamNumbers.number(of: $0) } ?? -1
    if index >= 0 { renew(index) }
    return index
  }

  /// A numbered step of a build before is not this build's.
  private mutating func renew(_ index: Int) {
    let stream = collector.streams[index]
    let build = sources[stream.source].build
    if stream.number >= 0, stream.build != build {
      collector.streams[index].build = build
      collector.begin(index, label: [])
    }
  }

  private static func streamKey(
    _ source: Int, _ number: Int, _ words: UnsafeRawBufferPointer?
  ) -> [UInt8] {
    var key: [UInt8] = []
    withUnsafeBytes(of: (source, number)) { key.append(contentsOf: $0) }
    if let words { PrefixWords.append(words, to: &key) }
    return key
  }

  /// The label of a step: the job that it ran in, if the log names one, and its header.
  func makeLabel(_ header: [UInt8]) -> [UInt8] {
    prefix.title + header.prefix(LogStream.maximumLabel)
  }
}
