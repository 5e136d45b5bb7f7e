extension LogReader {
  /// Reads a line of JSON: a record, or an object of one of the logs that wrap each line, or of
  /// BuildKit's raw progress. Several objects may follow each other, as in an array. False where
  /// the line is no JSON, with nothing read.
  func readJSON(_ line: ByteView) -> Bool {
    var reader = JSONReader(line)
    var isRead = false
    while reader.peek() == UInt8(ascii: "{") {
      guard let object = try? LogObject(&reader) else { return isRead }
      isRead = true
      read(object, of: line)
      _ = reader.skip(UInt8(ascii: ","))
    }
    return isRead
  }

  private func read(_ object: LogObject, of line: ByteView) {
    if let read = RecordJSON(object) {
      add(read.record, read.format, text: Self.noText)
      return
    }
    // A log in a log that is in a log is not looked for.
    guard !isNested else { return }
    isNested = true
    if object.stepsStart > 0 { readArray(line, from: object.stepsStart) }
    if object.outputsStart > 0 { readArray(line, from: object.outputsStart) }
    if let log = object[.log] {
      readChunk(log, channel: object[.stream]?.isLiteral("stderr") ?? false ? 1 : 0)
    } else if let out = object[.out] {
      readLines(out, process: object[.process])
    } else if let stream = object[.stream] {
      readChunk(stream, channel: 0)
    } else if let message = object[.message] {
      prefix.isMessage = true
      readLines(message, process: nil)
      prefix.isMessage = false
    }
    isNested = false
  }

  /// Reads the steps or outputs of raw progress.
  private func readArray(_ line: ByteView, from start: Int) {
    var reader = JSONReader(line, from: start + 1)
    while reader.peek() == UInt8(ascii: "{") {
      guard let object = try? LogObject(&reader) else { return }
      if let digest = object[.vertex] {
        readOutput(object, of: digest)
      } else if let digest = object[.digest] {
        readStep(object, digest)
      }
      _ = reader.skip(UInt8(ascii: ","))
    }
  }

  /// What stands for the text of a record that had none of its own.
  private static var noText: ByteView {
    ByteView(start: nil, count: 0)
  }
}

extension LogReader {
  /// Reads text that holds whole lines.
  private func readLines(_ text: [UInt8], process: [UInt8]?) {
    let (names, title) = (prefix.names.count, prefix.title.count)
    process?.withUnsafeBufferPointer { prefix.addName($0) }
    var pending: [UInt8] = []
    cut(text, &pending, to: nil)
    pending.withUnsafeBufferPointer { readLine($0) }
    prefix.keepNames(names, title: title)
  }

  /// Reads text that goes on where the last one of its channel ended, maybe within a line.
  private func readChunk(_ text: [UInt8], channel: Int) {
    let source = source()
    var pending = source.pending[channel]
    source.pending[channel] = []
    cut(text, &pending, to: nil)
    source.pending[channel] = pending
  }

  /// Reads the lines that `text` ends, and puts the rest of it into `pending`, as the beginning of
  /// a line. The lines are those of a stream, or for nil of whatever their prefixes say.
  @inline(never)
  private func cut(_ text: [UInt8], _ pending: inout [UInt8], to stream: LogStream?) {
    text.withUnsafeBufferPointer { text in
      var start = 0
      while start < text.count {
        let end = text.firstIndex(of: UInt8(ascii: "\n"), from: start)
        let piece = text.slice(start, end ?? text.count)
        if pending.count + piece.count <= LineSplitter.maximumLength {
          pending.append(piece)
        }
        guard let end else { return }
        pending.withUnsafeBufferPointer { line in
          if let stream { readStepLine(line, stream) } else { readLine(line) }
        }
        pending.removeAll(keepingCapacity: true)
        start = end + 1
      }
    }
  }

  /// Reads what output is left, of which the end of the line never came.
  func flushPending() {
    for source in sources {
      for channel in source.pending.indices {
        let text = source.pending[channel]
        guard !text.isEmpty else { continue }
        prefix = LinePrefix(names: source.names, title: source.title)
        isNested = true
        text.withUnsafeBufferPointer { readLine($0) }
        endLine()
      }
    }
    for stream in collector.streams where !stream.pending.isEmpty {
      stream.pending.withUnsafeBufferPointer { readStepLine($0, stream) }
      endLine()
    }
  }
}

extension LogReader {
  /// Numbers from here on are of steps in raw progress: by step, and two by stream.
  private static let firstVertex = 1 << 32

  /// The stream of a step in raw progress.
  private func vertexStream(_ digest: [UInt8], _ number: UInt32) -> LogStream {
    let vertex = digest.withUnsafeBufferPointer { vertexNumbers.insert($0) } ?? 0
    let first = stream(in: source(), Self.firstVertex + vertex << 1)
    guard number != 1 else { return first }
    let second = stream(in: source(), Self.firstVertex + vertex << 1 + 1)
    if second !== first { second.parent = first }
    return second
  }

  private func readStep(_ step: LogObject, _ digest: [UInt8]) {
    guard let name = step[.name] else { return }
    let stream = vertexStream(digest, 1)
    // Twelve digits tell steps apart, as they do everywhere else.
    var label = digest
    label.shorten(to: 19)
    label.append(UInt8(ascii: " "))
    label.append(name)
    label = makeLabel(label)
    if stream.label.isEmpty {
      stream.label = label
    } else if stream.label != label {
      collector.begin(stream, label: label)
    }
    if step[.completed] != nil { collector.finishStep(stream) }
  }

  private func readOutput(_ output: LogObject, of digest: [UInt8]) {
    var data: [UInt8] = []
    guard let text = output[.data], text.withUnsafeBufferPointer({ Base64.decode($0, into: &data) })
    else {
      return
    }
    let stream = vertexStream(digest, output.number(.stream) ?? 1)
    var pending = stream.pending
    stream.pending = []
    cut(data, &pending, to: stream)
    stream.pending = pending
  }

  /// Reads a line that a step of raw progress wrote.
  @inline(never)
  private func readStepLine(_ line: ByteView, _ stream: LogStream) {
    var text: [UInt8] = []
    EscapeSequences.strip(line, into: &text)
    text.withUnsafeBufferPointer { text in
      var start = 0
      while start < text.count {
        let end = text.firstIndex(of: UInt8(ascii: "\r"), from: start) ?? text.count
        if end > start { collector.line += 1 }
        readOutput(
          text.slice(start, end), in: stream.source, stream.number)
        start = end + 1
      }
    }
  }
}
