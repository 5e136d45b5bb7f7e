// Logs that wrap each line in JSON or logfmt, and BuildKit's raw progress.

extension LogLines {
  /// Reads a line such as `time="..." level=info msg="Running: [...]"`.
  mutating func readLogfmt(_ text: ByteView, _ take: Taker) -> Bool {
    guard text.hasLiteral("time=") || text.hasLiteral("ts=") || text.hasLiteral("level="),
      let start = text.firstIndex(of: " msg=\"")
    else { return false }
    // The value is written as Go quotes a string, which for ASCII is JSON's way. Each level within
    // another doubles the backslashes, so that there are not many.
    var reader = JSONReader(text.from(start + 5))
    var message: [UInt8] = []
    guard (try? reader.readString(into: &message)) != nil, !message.isEmpty else { return false }
    let hadLevel = prefix.hasLevel
    prefix.hasLevel = true
    message.withUnsafeBufferPointer {
      prefix.peel($0)
      let text = $0.from(min(prefix.end, $0.count))
      guard text.count > 0, !readLogfmt(text, take),
        !LogObject.isRawProgress(text) || !readObjects(text, take)
      else { return }
      emitText(text, take)
    }
    prefix.hasLevel = hadLevel
    return true
  }

  /// Reads a line of JSON: a record, or objects of one of the logs that wrap lines, or of raw
  /// progress. False where the line is no JSON, or holds nothing that is known.
  mutating func readObjects(_ line: ByteView, _ take: Taker) -> Bool {
    // Raw progress may be in a log of JSON; a log in a log that is in a log is not looked for.
    guard !isNested || LogObject.isRawProgress(line),
      line.withoutTrailingBlanks.last == UInt8(ascii: "}")
        || line.last == UInt8(ascii: ",") || line.last == UInt8(ascii: "]")
    else { return false }
    var cutter = ObjectCutter()
    var buffer: [UInt8] = []
    var rest = line
    var isRead = false
    _ = cutter.cut(&rest, into: &buffer) { if readObject($0, take) { isRead = true } }
    return isRead
  }

  private mutating func readObject(_ text: ByteView, _ take: Taker) -> Bool {
    var object = JSONMembers()
    swap(&object, &self.object)
    defer { swap(&object, &self.object) }
    var reader = JSONReader(text)
    guard (try? object.read(&reader)) != nil else { return false }
    if let read = RecordJSON(object) {
      emit(.record(read.record, read.format, ByteView(start: nil, count: 0)), take)
      return true
    }
    if let vertex = LogObject.vertex(object) {
      emit(.vertex(vertex), take)
      return true
    }
    if let digest = object.value("vertex") {
      if let data = object.value("data") { readOutput(data, of: digest, object, take) }
      return true
    }
    guard !isNested, let content = LogObject.content(object) else {
      return LogObject.isProgress(object)
    }
    isNested = true
    let (names, title) = (prefix.names.count, prefix.title.count)
    for name in LogObject.names(object) { prefix.addName(name) }
    let hadLevel = prefix.hasLevel
    prefix.hasLevel = hadLevel || content.hasLevel
    if let channel = content.channel {
      readChunk(content.texts[0], channel, take)
    } else {
      for text in content.texts { readLines(text, take) }
    }
    prefix.hasLevel = hadLevel
    prefix.keepNames(names, title: title)
    isNested = false
    return true
  }

  /// Reads text that holds whole lines.
  private mutating func readLines(_ text: [UInt8], _ take: Taker) {
    text.withUnsafeBufferPointer { text in
      var start = 0
      while start < text.count {
        let end = text.firstIndex(of: UInt8(ascii: "\n"), from: start) ?? text.count
        readLine(text.slice(start, end), take)
        start = end + 1
      }
    }
  }

  /// Reads text that goes on where the last one of its channel ended, maybe within a line.
  private mutating func readChunk(_ text: [UInt8], _ channel: Int, _ take: Taker) {
    let number = source()
    var pending: [UInt8] = []
    swap(&pending, &sources[number].pending[channel])
    LogObject.cut(text, &pending) { readLine($0, take) }
    swap(&pending, &sources[number].pending[channel])
  }
}

extension LogLines {
  private mutating func readOutput(
    _ data: [UInt8], of digest: [UInt8], _ object: JSONMembers, _ take: Taker
  ) {
    var text: [UInt8] = []
    guard data.withBytes({ Base64.decode($0, into: &text) }) else { return }
    let channel = object.value("stream").flatMap { $0.withBytes { $0.decimal(0..<$0.count) } } ?? 1
    let number = rawOutputs.number(of: digest, channel: Int(channel), source: source())
    var pending: [UInt8] = []
    swap(&pending, &rawOutputs.list[number].pending)
    LogObject.cut(text, &pending) { emitOutput($0, digest, Int(channel), take) }
    swap(&pending, &rawOutputs.list[number].pending)
  }

  /// Hands on a line that a step of raw progress wrote: each pass of one that returns to its start.
  private mutating func emitOutput(
    _ line: ByteView, _ digest: [UInt8], _ channel: Int, _ take: Taker
  ) {
    var text: [UInt8] = []
    EscapeSequences.strip(line, into: &text)
    text.withUnsafeBufferPointer { text in
      var start = 0
      while start < text.count {
        let end = text.firstIndex(of: UInt8(ascii: "\r"), from: start) ?? text.count
        if end > start {
          let output = RawOutput(
            vertex: digest, channel: channel, text: text.slice(start, end))
          emit(.output(output), take)
        }
        start = end + 1
      }
    }
  }

  mutating func flushOutputs(_ take: Taker) {
    for number in rawOutputs.list.indices where !rawOutputs.list[number].pending.isEmpty {
      let output = rawOutputs.list[number]
      prefix = LinePrefix(of: sources[output.source])
      output.pending.withUnsafeBufferPointer { emitOutput($0, output.vertex, output.channel, take) }
      emit(.end, take)
    }
  }
}

/// The outputs of raw progress, which is cut anywhere: what each has of a line so far.
struct RawOutputs {
  struct Output {
    let vertex: [UInt8]
    let channel: Int
    let source: Int
    var pending: [UInt8] = []
  }

  var list: [Output] = []
  private var numbers = ByteTable()

  /// The number of a step's channel. Where there are too many, the first one stands for all others.
  mutating func number(of vertex: [UInt8], channel: Int, source: Int) -> Int {
    var key = vertex
    withUnsafeBytes(of: (channel, source)) { key.append(contentsOf: $0) }
    let number = key.withUnsafeBufferPointer { numbers.insert($0) } ?? 0
    if number == list.count {
      list.append(Output(vertex: vertex, channel: channel, source: source))
    }
    return number
  }
}
