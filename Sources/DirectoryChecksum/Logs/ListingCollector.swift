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

  var streams: [Stream] = []
  private var streamNumbers = ByteTable()
  /// The key that was looked up last, and what was found: mostly that of the next event.
  private var lastKey: StreamKey?
  private var lastNumber: Int?
  var runs: [ListingRun] = []
  /// The names that builds gave their images, each with its source and build.
  private(set) var images: [(source: Int, build: Int, name: [UInt8])] = []
  /// The number of the line that is read.
  private(set) var line = 0

  /// The most bytes that are kept of a line that may be cut, and of a step's header.
  static let maximumFragment = 64 << 10
  private static let maximumStep = 4096
}

extension ListingCollector {
  /// Notes that the log is over.
  mutating func finish() {
    for stream in streams.indices { settleStray(stream) }
    for run in runs.indices where runs[run].echo.isOfOtherRun { splitEcho(run) }
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
      // Behind a line that was cut it may be the other half, whole but for the mark of an escape.
      if let stream = lookUp(plain), streams[stream].isAfterCut,
        offset > streams[stream].indent || streams[stream].lastLine == [UInt8(ascii: "\\")]
      {
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
  mutating func stream(_ key: StreamKey) -> Int {
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
    doubtLast(stream, .clipped)
    if let run = streams[stream].run { runs[run].noteGap(streams[stream].notice) }
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
}
