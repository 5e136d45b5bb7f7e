/// Puts the records of a log together to runs, each stream's by themselves.
struct ListingCollector {
  /// One program's output in a log: the lines of one step in one job, target or task.
  struct Stream {
    let key: StreamKey
    /// The stream that knows the step, for one that differs from it by words before the records.
    let parent: Int?
    /// The header of the step that runs now; empty where none was seen.
    var step: [UInt8] = []
    /// The number of the run that records join.
    var run: Int?
    /// The notice that output was clipped; empty where there was none.
    var notice: [UInt8] = []
    /// Whether another step's output came in between, and no record since.
    var isInterrupted = false
    /// Whether a line was cut, and no record came since.
    var isAfterCut = false
    /// How many blanks stood before the line that was cut, and stand before its other half.
    var indent = 0
    /// What the step's last header says of the records before it, if none came since.
    var boundary = LogEvent.Boundary.none
    /// Whether the step is over.
    var isFinished = false
    /// The stream's last line, if it is a record or may be the first half of one.
    var lastLine: [UInt8] = []
    /// Whether `lastLine` is a record.
    var lastLineIsRecord = false
    /// A record that stands where none can: with it another listing begins, or it is cut.
    var stray: (record: Record, format: DigestFormat?)?
  }

  private(set) var streams: [Stream] = []
  private var streamNumbers = ByteTable()
  /// The key that was looked up last, and what was found: mostly that of the next event.
  private var lastKey: StreamKey?
  private var lastNumber: Int?
  private(set) var runs: [ListingRun] = []
  /// The names that builds gave their images, each with its source and build.
  private(set) var images: [(source: Int, build: Int, name: [UInt8])] = []
  /// The number of the line that is read.
  private(set) var line = 0

  /// The most bytes that are kept of a line that may be cut, and of a step's header.
  private static let maximumFragment = 64 << 10
  private static let maximumStep = 4096
}

extension ListingCollector {
  /// Notes that the log is over.
  mutating func finish() {
    for stream in streams.indices { settleStray(stream) }
    for run in runs.indices where runs[run].hasOtherRun { splitEcho(run) }
    for run in runs.indices where runs[run].restarts && runs[run].rest == nil {
      if !RunAssessment.assess(runs[run]).isComplete { splitRestart(run) }
    }
  }

  /// Takes what a line of the log means.
  mutating func take(_ event: LogEvent, of key: StreamKey, at line: Int) {
    self.line = line
    switch event {
    case .text(let text):
      guard let stream = lookUp(key) ?? (RecordHalf.mayBegin(text) ? stream(key) : nil) else {
        return
      }
      addText(text, to: stream)
    case .interrupted, .finished, .cut:
      if let stream = lookUp(key) { note(event, stream) }
    case .record(let record, let format, let line, let offset):
      var plain = key
      plain.words = []
      if let stream = lookUp(plain), streams[stream].isAfterCut, offset > streams[stream].indent {
        addText(line, to: stream)
      } else {
        add(record, format, to: stream(key), text: line.from(offset))
      }
    case .glued(let half, let line, let indent):
      let stream = stream(key)
      addGlued(half, line, to: stream)
      streams[stream].indent = indent
    case .clipped(let notice): clip(stream(key), notice: notice)
    case .begins(let label, let boundary): begin(stream(key), label, boundary)
    case .named(let name): noteImage([UInt8](name), key)
    }
  }

  private mutating func noteImage(_ name: [UInt8], _ key: StreamKey) {
    if let last = images.last, last.name == name, last.source == key.source,
      last.build == key.build
    {
      return
    }
    images.append((key.source, key.build, name))
  }

  private mutating func lookUp(_ key: StreamKey) -> Int? {
    if lastKey == key { return lastNumber }
    lastKey = key
    lastNumber = key.bytes.withUnsafeBufferPointer { streamNumbers.number(of: $0) }
    return lastNumber
  }

  /// The stream with this key, new or known. Where there are too many, the first one stands for
  /// all others.
  private mutating func stream(_ key: StreamKey) -> Int {
    if let known = lookUp(key) { return known }
    var parent: Int?
    if !key.words.isEmpty {
      var plain = key
      plain.words = []
      parent = stream(plain)
    }
    let number = key.bytes.withUnsafeBufferPointer { streamNumbers.insert($0) } ?? 0
    if number == streams.count { streams.append(Stream(key: key, parent: parent)) }
    (lastKey, lastNumber) = (key, number)
    return number
  }
}

extension StreamKey {
  fileprivate var bytes: [UInt8] {
    var bytes: [UInt8] = []
    withUnsafeBytes(of: (source, build, number)) { bytes.append(contentsOf: $0) }
    bytes.append(words)
    return bytes
  }
}

extension ListingCollector {
  private mutating func add(
    _ record: Record, _ format: DigestFormat?, to stream: Int, text: ByteView
  ) {
    settleStray(stream)
    if let run = streams[stream].run, let left = runs[run].settleInterruption(before: record) {
      place(left, format, stream)
      settleStray(stream)
    }
    if let (second, start) = GluedLine.split(text),
      addParts(text.upTo(second), text.from(start), record, stream)
    {
      noteRecord(stream)
      return
    }
    place(record, format, stream)
    noteRecord(stream)
    keep(text, stream, isRecord: true)
  }

  /// Takes any other line of a stream.
  private mutating func addText(_ text: ByteView, to stream: Int) {
    if streams[stream].isAfterCut, !streams[stream].lastLine.isEmpty {
      // Another message does not end the line that the one before it cut.
      if !text.hasLiteral("dchecksum: ") { join(text, stream) }
    } else if RecordHalf.mayBegin(text) {
      keep(text, stream, isRecord: false)
    } else {
      streams[stream].lastLine.removeAll(keepingCapacity: true)
    }
  }

  /// Takes a line that a message of this tool ends. What stands before the message is a record, or
  /// the first half of one; or all of it is, of a name that holds such a text.
  private mutating func addGlued(_ half: ByteView, _ line: ByteView, to stream: Int) {
    settleStray(stream)
    let whole = RecordText(line)
    if let read = RecordText(half) {
      if read.record.isRoot, whole.map({ !$0.record.isRoot }) ?? true {
        place(read.record, read.format, stream)
      } else {
        let run = streams[stream].run ?? open(stream)
        runs[run].doubt(read.record, .clipped)
      }
    }
    if let whole, !whole.record.isRoot {
      let run = streams[stream].run ?? open(stream)
      runs[run].doubt(whole.record, .joined)
    }
    noteRecord(stream)
    keep(half, stream, isRecord: false)
    streams[stream].isAfterCut = true
  }

  /// Takes a line that may be two, or one with such a name; false where it is one.
  private mutating func addParts(
    _ first: ByteView, _ second: ByteView, _ whole: Record, _ stream: Int
  ) -> Bool {
    guard let head = RecordText(first), !whole.isRoot else { return false }
    let tail = RecordText(second)
    // The root of another run begins it.
    if let tail, tail.record.isRoot || tail.format != head.format { return false }
    if head.record.isRoot {
      // No directory has the digest of one in it, so that this is no name behind the dot.
      place(head.record, head.format, stream)
      if let tail { add(tail.record, tail.format, to: stream, text: second) }
      return true
    }
    let run = streams[stream].run ?? open(stream)
    guard runs[run].accepts(head.record, head.format) else { return false }
    runs[run].doubt(head.record, .part)
    if let tail { runs[run].doubt(tail.record, .part) }
    runs[run].doubt(whole, .whole)
    return true
  }

  private mutating func keep(_ text: ByteView, _ stream: Int, isRecord: Bool) {
    streams[stream].lastLine.removeAll(keepingCapacity: true)
    guard text.count <= Self.maximumFragment else { return }
    streams[stream].lastLine.append(text)
    streams[stream].lastLineIsRecord = isRecord
  }

  private mutating func place(_ record: Record, _ format: DigestFormat?, _ stream: Int) {
    if record.isRoot {
      if isRepeatedRoot(record, stream) { return }
      _ = runs[open(stream)].append(record, format)
      return
    }
    leaveCutRoot(of: record, stream)
    guard let run = streams[stream].run, runs[run].accepts(record, format),
      streams[stream].boundary != .hard
    else {
      _ = runs[open(stream)].append(record, format)
      return
    }
    if streams[stream].boundary == .soft {
      _ = runs[open(stream, after: run)].append(record, format)
      return
    }
    switch runs[run].append(record, format) {
    case .placed: break
    case .misplaced: streams[stream].stray = (record, format)
    case .contradicts:
      let next = splitEcho(run)
      _ = runs[next].append(record, format)
    }
  }

  /// Begins another run with the records that repeat those of `run`.
  @discardableResult
  private mutating func splitEcho(_ run: Int, isRest: Bool = false) -> Int {
    let stream = runs[run].stream
    let echo = runs[run].takeEcho()
    let next = open(stream, after: isRest ? run : nil)
    for record in echo { _ = runs[next].append(record, nil) }
    return next
  }

  /// Makes two runs of one that has records twice, and others behind them, and is not whole: those
  /// may be another run's of which the root was lost.
  private mutating func splitRestart(_ run: Int) {
    let (records, doubts) = runs[run].takeRestart()
    let next = open(runs[run].stream)
    for record in records { _ = runs[next].append(record, runs[run].format) }
    for doubt in doubts { runs[next].doubt(doubt.record, doubt.doubt) }
    runs[next].lastLine = runs[run].lastLine
  }

  /// Begins another run with a record that could not stand where it did, if there is one.
  private mutating func settleStray(_ stream: Int) {
    guard let stray = streams[stream].stray else { return }
    streams[stream].stray = nil
    guard let run = streams[stream].run else { return }
    let next = splitEcho(run, isRest: true)
    _ = runs[next].append(stray.record, stray.format)
  }

  /// Whether a root is printed once more: after a switch as the last line so far, after a clip as
  /// what the daemon kept of the clipped output, in a display with each frame.
  private func isRepeatedRoot(_ record: Record, _ stream: Int) -> Bool {
    guard let run = streams[stream].run, runs[run].repeatsRoot(record) else { return false }
    return streams[stream].isAfterCut || runs[run].isTerminalCapture
      || streams[stream].isInterrupted && runs[run].isRootAlone
  }

  /// Opens a run in the stream, which may be the rest of the one `before`.
  private mutating func open(_ stream: Int, after before: Int? = nil) -> Int {
    let step = streams[stream].parent.map { streams[$0].step } ?? streams[stream].step
    runs.append(
      ListingRun(
        in: stream, step: step, notice: streams[stream].notice, previous: streams[stream].run,
        isRest: before != nil, line: line,
        isTerminalCapture: streams[stream].key.number == StreamKey.display))
    if let before { runs[before].rest = runs.count - 1 }
    streams[stream].run = runs.count - 1
    return runs.count - 1
  }

  /// Takes back runs that were opened by what is the cut line of `record`.
  private mutating func leaveCutRoot(of record: Record, _ stream: Int) {
    while let run = streams[stream].run, runs[run].isRootCut(of: record) { retract(run, stream) }
  }

  /// Takes back the run that a cut line opened, and opens the stream's run before it again.
  private mutating func retract(_ run: Int, _ stream: Int) {
    streams[stream].run = runs[run].previous
    if run == runs.count - 1 {
      runs.removeLast()
    } else {
      runs[run].removeRoot()
    }
  }

  /// Notes that a record of the stream has come.
  private mutating func noteRecord(_ stream: Int) {
    streams[stream].isInterrupted = false
    streams[stream].isAfterCut = false
    streams[stream].boundary = .none
    streams[stream].isFinished = false
    if let run = streams[stream].run { runs[run].lastLine = line }
  }
}

extension ListingCollector {
  private mutating func note(_ event: LogEvent, _ stream: Int) {
    switch event {
    case .interrupted:
      // Another step's output comes in between.
      streams[stream].isInterrupted = true
      doubtLast(stream, .interrupted)
      streams[stream].lastLine.removeAll(keepingCapacity: true)
    case .finished:
      streams[stream].isFinished = true
      streams[stream].lastLine.removeAll(keepingCapacity: true)
    case .cut:
      if let run = streams[stream].run, runs[run].lastLine == line { doubtLast(stream, .ended) }
    default: break
    }
  }

  /// The log says that output of the stream was clipped here.
  private mutating func clip(_ stream: Int, notice: ByteView) {
    streams[stream].notice = [UInt8](notice)
    streams[stream].isAfterCut = true
    if let run = streams[stream].run { runs[run].notice = streams[stream].notice }
    doubtLast(stream, .clipped)
  }

  /// The step that writes the stream begins anew, or another one does.
  private mutating func begin(_ stream: Int, _ label: ByteView, _ boundary: LogEvent.Boundary) {
    let label = label.upTo(min(label.count, Self.maximumStep))
    if label.count > 0, streams[stream].key.number >= 0 {
      // A numbered step's header is repeated, and may come after its first record.
      if label.elementsEqual(streams[stream].step) { return }
      if streams[stream].step.isEmpty {
        streams[stream].step = [UInt8](label)
        return
      }
    }
    settleStray(stream)
    streams[stream].step = [UInt8](label)
    if streams[stream].boundary != .hard { streams[stream].boundary = boundary }
    streams[stream].notice = []
    streams[stream].lastLine.removeAll(keepingCapacity: true)
    streams[stream].isAfterCut = false
  }

  /// Doubts the stream's last line, if it is a record.
  private mutating func doubtLast(_ stream: Int, _ doubt: Candidate.Doubt) {
    guard streams[stream].lastLineIsRecord, !streams[stream].lastLine.isEmpty,
      let run = streams[stream].run
    else { return }
    if let stray = streams[stream].stray {
      streams[stream].stray = nil
      runs[run].doubt(stray.record, doubt)
    } else {
      runs[run].doubtLast(doubt)
    }
  }

  /// Tries whether the first line after a cut is the other half of the last one before it.
  private mutating func join(_ text: ByteView, _ stream: Int) {
    var line = streams[stream].lastLine
    streams[stream].lastLine.removeAll(keepingCapacity: true)
    guard text.count <= Self.maximumFragment else { return }
    let blanks = text.count - text.withoutLeadingBlanks.count
    line.append(text.from(min(blanks, streams[stream].indent)))
    streams[stream].indent = 0
    guard let joined = line.withUnsafeBufferPointer({ RecordText($0) }) else { return }
    if joined.record.isRoot {
      place(joined.record, joined.format, stream)
    } else {
      leaveCutRoot(of: joined.record, stream)
      let run = streams[stream].run ?? open(stream)
      runs[run].doubt(joined.record, .joined)
    }
    noteRecord(stream)
  }
}
