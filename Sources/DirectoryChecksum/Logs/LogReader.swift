/// Reads listings from text that comes in pieces: a listing in any of the tool's formats, or the
/// log of a CI system in which there may be several.
///
/// A record is searched for in each line, rather than the format of each log understood: what the
/// formats are known for is to keep the listings of different steps apart. Memory grows with the
/// listings, not with the log.
package final class LogReader {
  /// What the first bytes say about all others.
  private enum Encoding {
    case undecided
    case utf8
    case utf16
  }

  var collector = RunCollector()
  var sources: [LogSource] = []
  var sourceNumbers = ByteTable()
  var streamNumbers = ByteTable()
  /// The steps of a raw JSON log, by digest.
  var vertexNumbers = ByteTable()
  /// The prefixes of the line that is read.
  var prefix = LinePrefix()
  /// The stream of the last line that belonged to one.
  var lastStream: LogStream?
  /// The source of the last line, which is mostly that of the next.
  var lastSource: LogSource?
  /// Whether the line that is read came out of an object of a JSON log.
  var isNested = false
  /// Whether all lines so far were records: then they are read as they are.
  private(set) var isPlain = true
  /// Whether lines end in CR LF, in a file of records.
  private var hasCarriageReturns: Bool?

  private var encoding = Encoding.undecided
  private var decoder = UTF16Decoder(isBigEndian: false)
  /// The first bytes, until they say what the input is.
  private var opening: [UInt8] = []
  private var splitter: LineSplitter?
  private var isTerminated = true

  /// So many bytes may pass before a JSON array shows.
  private static let maximumOpening = 4096

  package init() {}
}

extension LogReader {
  /// Takes the next piece of the input, however it is cut.
  package func consume(_ bytes: UnsafeRawBufferPointer) {
    consume(bytes.bindMemory(to: UInt8.self))
  }

  private func consume(_ bytes: ByteView) {
    guard bytes.count > 0 else { return }
    switch encoding {
    case .utf8: split(bytes)
    case .utf16: decode(bytes)
    case .undecided:
      opening.append(bytes.upTo(min(bytes.count, 2)))
      let rest = bytes.from(min(bytes.count, 2))
      guard opening.count > 1 else { return }
      let mark = UInt16(opening[0]) << 8 | UInt16(opening[1])
      var first: [UInt8] = []
      swap(&first, &opening)
      if mark == 0xfffe || mark == 0xfeff {
        encoding = .utf16
        decoder = UTF16Decoder(isBigEndian: mark == 0xfeff)
      } else {
        encoding = .utf8
        first.withUnsafeBufferPointer { consume($0) }
      }
      consume(rest)
    }
  }

  /// Ends the input and gives the listings in it, in order of first appearance.
  package func finish() -> [Listing] {
    var first: [UInt8] = []
    swap(&first, &opening)
    if splitter == nil { splitter = LineSplitter(.lines) }
    first.withUnsafeBufferPointer { splitLines($0) }
    let last = splitter?.takeBuffer() ?? []
    if !last.isEmpty {
      isTerminated = splitter?.shape == .objects
      last.withUnsafeBufferPointer { process($0) }
      if !isTerminated { endLine() }
    }
    flushHeldLines()
    flushPending()
    return RunAssembly(collector, isPlain: isPlain, isTerminated: isTerminated).listings()
  }

  /// Whether the input was a listing, or several, and nothing else.
  package var isListing: Bool { isPlain && collector.line > 0 }

  /// Notes that the line read last is cut.
  func endLine() {
    if let lastStream { collector.end(lastStream) }
  }

  private func decode(_ bytes: ByteView) {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count / 2 + 4)
    decoder.decode(bytes, into: &text)
    text.withUnsafeBufferPointer { split($0) }
  }

  private func split(_ bytes: ByteView) {
    if splitter != nil {
      splitLines(bytes)
      return
    }
    opening.append(bytes.upTo(min(bytes.count, Self.maximumOpening)))
    let rest = bytes.from(min(bytes.count, Self.maximumOpening))
    guard let shape = Self.shape(opening) else { return }
    var first: [UInt8] = []
    swap(&first, &opening)
    splitter = LineSplitter(shape)
    first.withUnsafeBufferPointer {
      // The objects follow the array's bracket.
      let bracket = shape == .objects ? $0.firstIndex(of: UInt8(ascii: "[")) : nil
      splitLines($0.from(bracket.map { $0 + 1 } ?? 0))
    }
    splitLines(rest)
  }

  /// What the input is, by its first bytes; nil where they do not say it yet.
  private static func shape(_ opening: [UInt8]) -> LineSplitter.Shape? {
    let hasMark = opening.withUnsafeBufferPointer { $0.hasLiteral("\u{feff}") }
    var index = hasMark ? 3 : 0
    var isArray = false
    while index < opening.count {
      switch opening[index] {
      case 0x20, 0x09, 0x0a, 0x0d: break
      case UInt8(ascii: "["):
        if isArray { return .lines }
        isArray = true
      case UInt8(ascii: "{"): return isArray ? .objects : .lines
      // The mark, as long as it is not whole.
      case 0xef, 0xbb: if isArray || index > 1 { return .lines }
      default: return .lines
      }
      index += 1
    }
    return opening.count < maximumOpening ? nil : .lines
  }

  @inline(never)
  private func splitLines(_ bytes: ByteView) {
    var rest = bytes
    while let line = splitter?.next(&rest) {
      switch line {
      case .direct(let text): process(text)
      case .buffered:
        let text = splitter?.takeBuffer() ?? []
        text.withUnsafeBufferPointer { process($0) }
        splitter?.recycle(text)
      }
    }
  }
}

extension LogReader {
  /// Takes one line, record or object.
  @inline(never)
  private func process(_ line: ByteView) {
    if let splitter, splitter.isOverlong { collector.hasOverlongLine = true }
    if splitter?.shape == .records {
      processNull(line)
    } else if !isPlain || !readPlain(line) {
      isPlain = false
      readLine(line)
    }
  }

  private func processNull(_ line: ByteView) {
    guard let text = NullRecord.read(line) else {
      isPlain = false
      return
    }
    collector.line += 1
    add(text.record, text.format, text: line)
  }

  /// Reads a line of a file that is nothing but records; false where the line is none.
  private func readPlain(_ line: ByteView) -> Bool {
    var text = line
    if collector.line == 0 {
      if text.hasLiteral("\u{feff}") { text = text.from(3) }
      hasCarriageReturns = text.last == UInt8(ascii: "\r")
    }
    if hasCarriageReturns == true {
      guard text.last == UInt8(ascii: "\r") else { return false }
      text = text.upTo(text.count - 1)
    }
    if text.first == UInt8(ascii: "{") {
      guard let read = RecordJSON(text) else { return false }
      collector.line += 1
      add(read.record, read.format, text: text)
      return true
    }
    guard let read = RecordText(text) else { return false }
    collector.line += 1
    add(read.record, read.format, text: text)
    return true
  }

  func add(
    _ record: Record, _ format: DigestFormat?, text: ByteView
  ) {
    let stream = stream(in: source(), LogStream.bare)
    collector.add(record, format, to: stream, text: text)
    lastStream = stream
  }
}
