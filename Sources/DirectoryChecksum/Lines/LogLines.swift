/// Takes the lines of a log out of what its system wrapped them in: encodings, JSON, pages,
/// prefixes, escape sequences, pieces.
///
/// Memory grows with the number of sources and steps, not with the log.
struct LogLines {
  private var decoder = TextDecoder()
  private var cutter = LineCutter()
  var sources: [LogSource] = []
  private var sourceNumbers = ByteTable()
  var unknown = UnknownPrefixes()
  /// Output in raw progress of which the end of the line has not come yet.
  var rawOutputs = RawOutputs()
  /// What stood before the line that is read.
  var prefix = LinePrefix()
  /// The names of the source that was found last, and its number: mostly those of the next line.
  private var lastNames: [UInt8] = []
  private var lastSource = -1
  /// Whether the line that is read came out of an object of a JSON log.
  var isNested = false
  /// Counts the lines that are not empty.
  private(set) var count = 0
  /// Whether all lines so far were records: then they are read as they are.
  private(set) var isPlain = true
  /// Whether the last line ended.
  private(set) var isTerminated = true
  /// Whether lines end in CR LF, in a file of records.
  private var hasCarriageReturns: Bool?
  /// The path of the last record that ended in NUL.
  private var lastPath: [UInt8] = []
  /// The source of the line that was handed on last; -1 before the first.
  private var lastEmitted = -1
  var object = JSONMembers()
  /// What the file's first line says of all others: columns, or a page with its characters.
  var table: LogTable?
  var isPage = false
  var isAtStart = true

  typealias Taker = (LogLine) -> Void
}

extension LogLines {
  /// Whether a line was too long to be read.
  var hasOverlongLine: Bool { cutter.hasOverlongLine }

  /// Takes the next piece of the input, however it is cut.
  mutating func consume(_ bytes: ByteView, _ take: Taker) {
    guard bytes.count > 0 else { return }
    decode(bytes, isLast: false, take)
  }

  /// Ends the input.
  mutating func finish(_ take: Taker) {
    decode(ByteView(start: nil, count: 0), isLast: true, take)
    var cutter = LineCutter()
    swap(&cutter, &self.cutter)
    isTerminated = !cutter.finish { read($0, isRecord: $1, take) }
    swap(&cutter, &self.cutter)
    flushAll(take)
    if !isTerminated { emit(.end, take) }
  }

  private mutating func decode(_ bytes: ByteView, isLast: Bool, _ take: Taker) {
    var decoder = TextDecoder()
    var cutter = LineCutter()
    swap(&decoder, &self.decoder)
    swap(&cutter, &self.cutter)
    decoder.decode(bytes, isLast: isLast) { text in
      cutter.cut(text) { read($0, isRecord: $1, take) }
    }
    swap(&cutter, &self.cutter)
    swap(&decoder, &self.decoder)
  }

  private mutating func read(_ line: ByteView, isRecord: Bool, _ take: Taker) {
    if isRecord {
      guard let text = NullRecord.read(line, after: lastPath) else {
        isPlain = false
        return
      }
      lastPath = text.record.path
      emit(.record(text.record, text.format, line), take)
    } else if !isPlain || !readPlain(line, take) {
      isPlain = false
      readOuterLine(line, take)
    }
  }

  /// Reads a line of a file that is nothing but records; false where the line is none.
  private mutating func readPlain(_ line: ByteView, _ take: Taker) -> Bool {
    var text = line
    if count == 0 {
      if text.hasLiteral("\u{feff}") { text = text.from(3) }
      hasCarriageReturns = text.last == UInt8(ascii: "\r")
    }
    if hasCarriageReturns == true {
      guard text.last == UInt8(ascii: "\r") else { return false }
      text = text.upTo(text.count - 1)
    }
    if text.first == UInt8(ascii: "{") {
      guard let read = RecordJSON(text) else { return false }
      emit(.record(read.record, read.format, text), take)
      return true
    }
    guard let read = RecordText(text) else { return false }
    emit(.record(read.record, read.format, text), take)
    return true
  }
}

extension LogLines {
  /// Hands on what the line that is read holds.
  mutating func emit(_ content: LogLine.Content, _ take: Taker) {
    if case .end = content {
      if lastEmitted >= 0 { take(LogLine(source: lastEmitted, ordinal: count, content: .end)) }
      return
    }
    count += 1
    let source = source()
    lastEmitted = source
    take(LogLine(source: source, ordinal: count, content: content))
  }

  /// The source of the line that is read, new or known. Where there are too many, the first one
  /// stands for all others.
  mutating func source() -> Int {
    if lastSource >= 0, lastNames == prefix.names { return lastSource }
    let number = prefix.names.withUnsafeBufferPointer { sourceNumbers.insert($0) } ?? 0
    if number == sources.count {
      var names: [[UInt8]] = []
      for name in prefix.names.split(separator: LinePrefix.separator) { names.append(Array(name)) }
      sources.append(LogSource(names: names, title: prefix.title))
    }
    lastNames = prefix.names
    lastSource = number
    return number
  }
}
