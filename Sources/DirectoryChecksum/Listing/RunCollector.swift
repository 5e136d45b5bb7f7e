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
  /// Takes a record of the stream `index`. `text` is its line, where a cut may have to be mended.
  mutating func add(
    _ record: Record, _ format: DigestFormat?, to index: Int, text: UnsafeRawBufferPointer
  ) {
    let candidate = Candidate(record)
    let open = streams[index].run
    if open >= 0 { runs[open].settleInterruption(before: candidate) }
    place(candidate, format, index)
    noteRecord(index)
    keep(text, index, isRecord: true)
  }

  /// Takes any other line of the stream `index`.
  mutating func addText(_ text: UnsafeRawBufferPointer, to index: Int) {
    guard !text.isEmpty else { return }
    if streams[index].isAfterClip, !streams[index].lastLine.isEmpty {
      join(text, index)
    } else if RecordHead.mayBegin(text) {
      keep(text, index, isRecord: false)
    } else {
      streams[index].lastLine.removeAll(keepingCapacity: true)
    }
  }

  private mutating func keep(_ text: UnsafeRawBufferPointer, _ index: Int, isRecord: Bool) {
    streams[index].lastLine.removeAll(keepingCapacity: true)
    guard text.count <= Self.maximumFragment else { return }
    streams[index].lastLine.append(contentsOf: text)
    streams[index].lastLineIsRecord = isRecord
  }

  private mutating func place(_ candidate: Candidate, _ format: DigestFormat?, _ index: Int) {
    if candidate.record.isRoot {
      if isRepeatedRoot(candidate, index) { return }
      open(index)
    } else {
      while streams[index].run >= 0, runs[streams[index].run].isRootCut(of: candidate) {
        retract(index)
      }
      let run = streams[index].run
      if run < 0 || !runs[run].accepts(candidate.record, format) {
        open(index)
      } else if streams[index].isAtBoundary {
        open(index, continued: run)
      } else if runs[run].append(candidate, format) {
        return
      } else {
        let echo = runs[run].takeEcho()
        open(index, continued: run)
        for repeated in echo { _ = runs[runs.count - 1].append(repeated, format) }
      }
    }
    _ = runs[runs.count - 1].append(candidate, format)
  }

  /// Whether a root is printed once more: after a switch as the last line so far, after a clip as
  /// what the daemon kept of the clipped output, in a display with each frame.
  private func isRepeatedRoot(_ candidate: Candidate, _ index: Int) -> Bool {
    let run = streams[index].run
    guard run >= 0, runs[run].repeatsRoot(candidate) else { return false }
    return streams[index].isAfterClip || runs[run].isTerminalCapture
      || streams[index].isInterrupted && runs[run].isRootAlone
  }

  private mutating func open(_ index: Int, continued: Int = -1) {
    var stream = streams[index]
    if stream.parent >= 0 { stream.label = streams[stream.parent].label }
    runs.append(ListingRun(in: stream, number: index, continued: continued))
    streams[index].run = runs.count - 1
  }

  /// Takes back the run that a cut line opened, and opens the stream's run before it again.
  private mutating func retract(_ index: Int) {
    let run = streams[index].run
    streams[index].run = runs[run].previous
    if run == runs.count - 1 {
      runs.removeLast()
    } else {
      runs[run].removeRoot()
    }
  }

  /// Notes that a record of the stream has come.
  private mutating func noteRecord(_ index: Int) {
    streams[index].isInterrupted = false
    streams[index].isAfterClip = false
    streams[index].isAtBoundary = false
    streams[index].isFinished = false
    let run = streams[index].run
    if run >= 0 { runs[run].lastLine = line }
  }
}

extension RunCollector {
  /// Another step's output comes in between.
  mutating func interrupt(_ index: Int) {
    streams[index].isInterrupted = true
    doubtLast(index, .interrupted)
    streams[index].lastLine.removeAll(keepingCapacity: true)
  }

  /// The log says that output of the stream was clipped here.
  mutating func clip(_ index: Int, notice: UnsafeRawBufferPointer) {
    streams[index].notice = [UInt8](notice)
    streams[index].isAfterClip = true
    let run = streams[index].run
    if run >= 0 { runs[run].notice = streams[index].notice }
    doubtLast(index, .clipped)
  }

  /// The step that writes the stream is over.
  mutating func finishStep(_ index: Int) {
    streams[index].isFinished = true
    streams[index].lastLine.removeAll(keepingCapacity: true)
  }

  /// The log ends within a line, which was the last of the stream.
  mutating func end(_ index: Int) {
    let run = streams[index].run
    if run >= 0, runs[run].lastLine == line { doubtLast(index, .ended) }
  }

  /// The step that writes the stream begins anew, or another one does.
  mutating func begin(_ index: Int, label: [UInt8]) {
    streams[index].label = label
    streams[index].isAtBoundary = true
    streams[index].notice.removeAll()
    streams[index].lastLine.removeAll(keepingCapacity: true)
    streams[index].isAfterClip = false
  }

  /// Doubts the stream's last line, if it is a record.
  private mutating func doubtLast(_ index: Int, _ doubt: Candidate.Doubt) {
    let run = streams[index].run
    if run >= 0, streams[index].lastLineIsRecord, !streams[index].lastLine.isEmpty {
      runs[run].doubtLast(doubt)
    }
  }

  /// Tries whether the first line after a clip is the other half of the last one before it.
  private mutating func join(_ text: UnsafeRawBufferPointer, _ index: Int) {
    var line = streams[index].lastLine
    streams[index].lastLine.removeAll(keepingCapacity: true)
    guard text.count <= Self.maximumFragment else { return }
    line.append(contentsOf: text)
    guard let joined = line.withUnsafeBytes({ RecordText($0) }) else { return }
    if joined.record.isRoot {
      place(Candidate(joined.record), joined.format, index)
    } else {
      if streams[index].run < 0 { open(index) }
      runs[streams[index].run].doubt(joined.record, .joined)
    }
    noteRecord(index)
  }
}

extension RecordHead {
  /// Whether a line may be the first half of a record's.
  static func mayBegin(_ text: UnsafeRawBufferPointer) -> Bool {
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
