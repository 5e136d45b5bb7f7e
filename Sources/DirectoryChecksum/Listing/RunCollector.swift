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
    settle(record, index)
    if record.isRoot {
      addRoot(record, format, index)
    } else {
      addEntry(record, format, index)
    }
    streams[index].isInterrupted = false
    streams[index].isAfterClip = false
    streams[index].isAtBoundary = false
    streams[index].isFinished = false
    let run = streams[index].run
    if run >= 0 { runs[run].lastLine = line }
    keep(text, index, isRecord: true)
  }

  /// Takes any other line of the stream `index`.
  mutating func addText(_ text: UnsafeRawBufferPointer, to index: Int) {
    if streams[index].isAfterClip, !streams[index].lastLine.isEmpty, !text.isEmpty {
      join(text, index)
      return
    }
    if RecordHead.mayBegin(text) {
      keep(text, index, isRecord: false)
    } else if !text.isEmpty {
      streams[index].lastLine.removeAll(keepingCapacity: true)
    }
  }

  private mutating func settle(_ record: Record, _ index: Int) {
    let run = streams[index].run
    if run >= 0 { runs[run].settleInterruption(before: record) }
  }

  private mutating func keep(_ text: UnsafeRawBufferPointer, _ index: Int, isRecord: Bool) {
    streams[index].lastLine.removeAll(keepingCapacity: true)
    guard text.count <= Self.maximumFragment else { return }
    streams[index].lastLine.append(contentsOf: text)
    streams[index].lastLineIsRecord = isRecord
  }

  private mutating func addRoot(_ record: Record, _ format: DigestFormat?, _ index: Int) {
    let stream = streams[index]
    if stream.run >= 0, let root = runs[stream.run].root, root == record {
      // Printed once more: after a switch as the last line so far, after a clip as what the
      // daemon kept of the clipped output, in a display with each frame.
      if stream.isAfterClip || runs[stream.run].isTerminalCapture
        || stream.isInterrupted && runs[stream.run].records.count == 1
      {
        return
      }
    }
    open(index)
    _ = runs[streams[index].run].append(record, format)
  }

  private mutating func addEntry(_ record: Record, _ format: DigestFormat?, _ index: Int) {
    let open = streams[index].run
    if open >= 0, isRootCut(open, record) {
      retract(open, index)
      addEntry(record, format, index)
      return
    }
    if open < 0 || !runs[open].accepts(record, format) {
      self.open(index)
    } else if streams[index].isAtBoundary {
      self.open(index, continued: open)
    } else if runs[open].append(record, format) {
      return
    } else {
      self.open(index, continued: open)
    }
    _ = runs[streams[index].run].append(record, format)
  }

  private mutating func open(_ index: Int, continued: Int = -1) {
    var stream = streams[index]
    if stream.parent >= 0 { stream.label = streams[stream.parent].label }
    runs.append(ListingRun(in: stream, number: index, continued: continued))
    streams[index].run = runs.count - 1
  }

  /// Whether the root of a run is the cut line of this record: no directory has the digest of a
  /// directory in it.
  private func isRootCut(_ run: Int, _ record: Record) -> Bool {
    guard runs[run].records.count == 1, let root = runs[run].root else { return false }
    return record.kind == .directory && record.path.count > 1
      && record.path[0] == UInt8(ascii: ".") && root.digest != nil
      && root.digest == record.digest && root.metadata == record.metadata
  }

  /// Takes back the run that a cut line opened, and opens the stream's run before it again.
  private mutating func retract(_ run: Int, _ index: Int) {
    streams[index].run = runs[run].previous
    if run == runs.count - 1 {
      runs.removeLast()
    } else {
      runs[run].removeRoot()
    }
  }
}

extension RunCollector {
  /// Another step's output comes in between.
  mutating func interrupt(_ index: Int) {
    streams[index].isInterrupted = true
    let run = streams[index].run
    if run >= 0, streams[index].lastLineIsRecord, !streams[index].lastLine.isEmpty {
      runs[run].doubtLast(.interrupted)
    }
    streams[index].lastLine.removeAll(keepingCapacity: true)
  }

  /// The log says that output of the stream was clipped here.
  mutating func clip(_ index: Int, notice: UnsafeRawBufferPointer) {
    streams[index].notice = [UInt8](notice)
    streams[index].isAfterClip = true
    let run = streams[index].run
    guard run >= 0 else { return }
    runs[run].notice = streams[index].notice
    if streams[index].lastLineIsRecord, !streams[index].lastLine.isEmpty {
      runs[run].doubtLast(.clipped)
    }
  }

  /// The step that writes the stream is over.
  mutating func finishStep(_ index: Int) {
    streams[index].isFinished = true
    streams[index].lastLine.removeAll(keepingCapacity: true)
  }

  /// The log ends within a line, which was the last of the stream.
  mutating func end(_ index: Int) {
    let run = streams[index].run
    guard run >= 0, streams[index].lastLineIsRecord, runs[run].lastLine == line else { return }
    runs[run].doubtLast(.ended)
  }

  /// The step that writes the stream begins anew, or another one does.
  mutating func begin(_ index: Int, label: [UInt8]) {
    streams[index].label = label
    streams[index].isAtBoundary = true
    streams[index].notice.removeAll()
    streams[index].lastLine.removeAll(keepingCapacity: true)
    streams[index].isAfterClip = false
  }

  /// Tries whether the first line after a clip is the other half of the last one before it.
  private mutating func join(_ text: UnsafeRawBufferPointer, _ index: Int) {
    var line = streams[index].lastLine
    streams[index].lastLine.removeAll(keepingCapacity: true)
    guard text.count <= Self.maximumFragment else { return }
    line.append(contentsOf: text)
    guard let joined = line.withUnsafeBytes({ RecordText($0) }) else { return }
    if joined.record.isRoot {
      addRoot(joined.record, joined.format, index)
      return
    }
    if streams[index].run < 0 { open(index) }
    runs[streams[index].run].doubts.append(
      ListingRun.Doubt(record: joined.record, cause: .joined))
  }
}

extension RecordHead {
  /// Whether a line may be the first half of a record's.
  static func mayBegin(_ text: UnsafeRawBufferPointer) -> Bool {
    if RecordHead(text) != nil { return true }
    guard text.count > 0, text.count <= maximumLength else { return false }
    var index = text[0] == UInt8(ascii: "\\") ? 1 : 0
    let start = index
    while index < text.count,
      text[index].isLowerHexadecimalDigit || text[index] == UInt8(ascii: "?")
    {
      index += 1
    }
    if index == text.count { return index - start <= 64 }
    guard index - start == 40 || index - start == 64, text[index] == UInt8(ascii: " ") else {
      return false
    }
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
