/// Puts the records of a log together to runs, each stream's by themselves.
struct RunCollector {
  var streams: [LogStream] = []
  private(set) var runs: [ListingRun] = []
  /// Counts the lines that are not empty.
  var line = 0
  /// Whether a line was too long to be read.
  var hasOverlongLine = false

  /// The most bytes that are kept of a line that may be cut.
  private static let maximumFragment = 64 << 10
}

extension RunCollector {
  /// Takes a record of a stream. `text` is its line, where a cut may have to be mended.
  mutating func add(
    _ record: Record, _ format: DigestFormat?, to stream: LogStream, text: ByteView
  ) {
    stream.run?.settleInterruption(before: record)
    place(record, format, stream)
    noteRecord(stream)
    keep(text, stream, isRecord: true)
  }

  /// Takes any other line of a stream.
  mutating func addText(_ text: ByteView, to stream: LogStream) {
    guard !text.isEmpty else { return }
    if stream.isAfterClip, !stream.lastLine.isEmpty {
      join(text, stream)
    } else if RecordHead.mayBegin(text) {
      keep(text, stream, isRecord: false)
    } else {
      stream.lastLine.removeAll(keepingCapacity: true)
    }
  }

  private func keep(_ text: ByteView, _ stream: LogStream, isRecord: Bool) {
    stream.lastLine.removeAll(keepingCapacity: true)
    guard text.count <= Self.maximumFragment else { return }
    stream.lastLine.append(text)
    stream.lastLineIsRecord = isRecord
  }

  private mutating func place(_ record: Record, _ format: DigestFormat?, _ stream: LogStream) {
    if record.isRoot {
      if isRepeatedRoot(record, stream) { return }
      _ = open(stream).append(record, format)
      return
    }
    while let run = stream.run, run.isRootCut(of: record) { retract(run) }
    guard let run = stream.run, run.accepts(record, format) else {
      _ = open(stream).append(record, format)
      return
    }
    if stream.isAtBoundary {
      _ = open(stream, after: run).append(record, format)
    } else if !run.append(record, format) {
      let next = open(stream, after: run)
      for repeated in run.takeEcho() { _ = next.append(repeated, format) }
      _ = next.append(record, format)
    }
  }

  /// Whether a root is printed once more: after a switch as the last line so far, after a clip as
  /// what the daemon kept of the clipped output, in a display with each frame.
  private func isRepeatedRoot(_ record: Record, _ stream: LogStream) -> Bool {
    guard let run = stream.run, run.repeatsRoot(record) else { return false }
    return stream.isAfterClip || run.isTerminalCapture || stream.isInterrupted && run.isRootAlone
  }

  /// Opens a run in the stream, which may be the rest of the one `before`.
  private mutating func open(_ stream: LogStream, after before: ListingRun? = nil) -> ListingRun {
    let run = ListingRun(
      in: stream, label: stream.parent?.label ?? stream.label, isRest: before != nil)
    runs.append(run)
    before?.rest = run
    stream.run = run
    return run
  }

  /// Takes back the run that a cut line opened, and opens the stream's run before it again.
  private mutating func retract(_ run: ListingRun) {
    run.stream.run = run.previous
    if run === runs.last {
      runs.removeLast()
    } else {
      run.removeRoot()
    }
  }

  /// Notes that a record of the stream has come.
  private func noteRecord(_ stream: LogStream) {
    stream.isInterrupted = false
    stream.isAfterClip = false
    stream.isAtBoundary = false
    stream.isFinished = false
    stream.run?.lastLine = line
  }
}

extension RunCollector {
  /// Another step's output comes in between.
  func interrupt(_ stream: LogStream) {
    stream.isInterrupted = true
    doubtLast(stream, .interrupted)
    stream.lastLine.removeAll(keepingCapacity: true)
  }

  /// The log says that output of the stream was clipped here.
  func clip(_ stream: LogStream, notice: ByteView) {
    stream.notice = [UInt8](notice)
    stream.isAfterClip = true
    stream.run?.notice = stream.notice
    doubtLast(stream, .clipped)
  }

  /// The step that writes the stream is over.
  func finishStep(_ stream: LogStream) {
    stream.isFinished = true
    stream.lastLine.removeAll(keepingCapacity: true)
  }

  /// The log ends within a line, which was the last of the stream.
  func end(_ stream: LogStream) {
    if stream.run?.lastLine == line { doubtLast(stream, .ended) }
  }

  /// The step that writes the stream begins anew, or another one does.
  func begin(_ stream: LogStream, label: [UInt8]) {
    stream.label = label
    stream.isAtBoundary = true
    stream.notice = []
    stream.lastLine.removeAll(keepingCapacity: true)
    stream.isAfterClip = false
  }

  /// Doubts the stream's last line, if it is a record.
  private func doubtLast(_ stream: LogStream, _ doubt: Candidate.Doubt) {
    if stream.lastLineIsRecord, !stream.lastLine.isEmpty { stream.run?.doubtLast(doubt) }
  }

  /// Tries whether the first line after a clip is the other half of the last one before it.
  private mutating func join(_ text: ByteView, _ stream: LogStream) {
    var line = stream.lastLine
    stream.lastLine.removeAll(keepingCapacity: true)
    guard text.count <= Self.maximumFragment else { return }
    line.append(text)
    guard let joined = line.withUnsafeBufferPointer({ RecordText($0) }) else { return }
    if joined.record.isRoot {
      place(joined.record, joined.format, stream)
    } else {
      (stream.run ?? open(stream)).doubt(joined.record, .joined)
    }
    noteRecord(stream)
  }
}

extension RecordHead {
  /// Whether a line may be the first half of a record's.
  static func mayBegin(_ text: ByteView) -> Bool {
    guard text.count > 0 else { return false }
    var index = text[0] == UInt8(ascii: "\\") ? 1 : 0
    let start = index
    while index < text.count, index - start <= 64,
      text[index].isLowerHexadecimalDigit || text[index] == UInt8(ascii: "?")
    {
      index += 1
    }
    if index == text.count { return index - start <= 64 }
    guard index - start == 40 || index - start == 64 else { return false }
    if RecordHead(text) != nil { return true }
    guard text[index] == UInt8(ascii: " "), text.count <= maximumLength else { return false }
    index += 1
    guard index < text.count else { return true }
    guard EntryKind(rawValue: text[index]) != nil else { return false }
    index += 1
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "x"), UInt8(ascii: " "),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"):
        index += 1
      default: return false
      }
    }
    return true
  }
}
