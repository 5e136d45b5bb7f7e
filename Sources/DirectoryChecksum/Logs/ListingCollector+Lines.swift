// Lines of a listing that something cut, glued together, or clipped.

extension ListingCollector {
  mutating func add(
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
  mutating func addText(_ text: ByteView, to stream: Int) {
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
  mutating func addGlued(_ half: ByteView, _ line: ByteView, to stream: Int) {
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
  mutating func addParts(
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

  mutating func keep(_ text: ByteView, _ stream: Int, isRecord: Bool) {
    streams[stream].lastLine.removeAll(keepingCapacity: true)
    guard text.count <= Self.maximumFragment else { return }
    streams[stream].lastLine.append(text)
    streams[stream].lastLineIsRecord = isRecord
  }

  /// Doubts the stream's last line, if it is a record.
  mutating func doubtLast(_ stream: Int, _ doubt: Candidate.Doubt) {
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
  mutating func join(_ text: ByteView, _ stream: Int) {
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
