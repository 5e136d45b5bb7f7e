/// One object of a log in JSON: the members that matter, of whatever system's they are.
struct LogObject {
  /// A record of the tool's own.
  var record = RecordJSON.Members()
  /// Docker's json-file: output, cut into pieces of some kilobytes.
  private(set) var log: [UInt8]?
  /// The channel of a json-file's output, or output of an Engine API stream, cut anywhere.
  private(set) var stream: [UInt8]?
  /// Drone: one line.
  private(set) var out: [UInt8]?
  /// Drone: the step.
  private(set) var process: [UInt8]?
  /// A logger's message.
  private(set) var message: [UInt8]?
  /// BuildKit's raw progress: steps, each with digest and name.
  private(set) var steps: [Step] = []
  /// BuildKit's raw progress: output, cut anywhere.
  private(set) var outputs: [Output] = []

  struct Step {
    var digest: [UInt8] = []
    var name: [UInt8] = []
    var isCompleted = false
  }

  struct Output {
    var digest: [UInt8] = []
    /// 1 for standard output, 2 for standard error.
    var stream: UInt32 = 1
    var data: [UInt8] = []
  }

  /// Reads the object that comes next.
  init(_ reader: inout JSONReader) throws(JSONError) {
    guard reader.skip(UInt8(ascii: "{")) else { throw .malformed }
    var name: [UInt8] = []
    var isFirst = true
    while try reader.nextMember(isFirst: isFirst, into: &name) {
      isFirst = false
      if try record.read(name, &reader) { continue }
      if name.isLiteral("vertexes") {
        try readSteps(&reader)
      } else if name.isLiteral("logs") {
        try readOutputs(&reader)
      } else if let value = try reader.readText() {
        keep(value, name)
      }
    }
  }

  private mutating func keep(_ value: [UInt8], _ name: [UInt8]) {
    if name.isLiteral("log") {
      log = value
    } else if name.isLiteral("stream") {
      stream = value
    } else if name.isLiteral("out") {
      out = value
    } else if name.isLiteral("proc") {
      process = value
    } else if name.isLiteral("msg") || name.isLiteral("message") || name.isLiteral("textPayload") {
      message = value
    }
  }
}

extension LogObject {
  private mutating func readSteps(_ reader: inout JSONReader) throws(JSONError) {
    guard reader.skip(UInt8(ascii: "[")) else {
      try reader.skipValue()
      return
    }
    var isFirst = true
    while try reader.nextElement(isFirst: isFirst) {
      isFirst = false
      steps.append(try Step(&reader))
    }
  }

  private mutating func readOutputs(_ reader: inout JSONReader) throws(JSONError) {
    guard reader.skip(UInt8(ascii: "[")) else {
      try reader.skipValue()
      return
    }
    var isFirst = true
    while try reader.nextElement(isFirst: isFirst) {
      isFirst = false
      outputs.append(try Output(&reader))
    }
  }
}

extension LogObject.Step {
  fileprivate init(_ reader: inout JSONReader) throws(JSONError) {
    guard reader.peek() == UInt8(ascii: "{") else {
      try reader.skipValue()
      return
    }
    _ = reader.skip(UInt8(ascii: "{"))
    var member: [UInt8] = []
    var isFirst = true
    while try reader.nextMember(isFirst: isFirst, into: &member) {
      isFirst = false
      guard let value = try reader.readText() else { continue }
      if member.isLiteral("digest") {
        digest = value
      } else if member.isLiteral("name") {
        name = value
      } else if member.isLiteral("completed") {
        isCompleted = true
      }
    }
  }
}

extension LogObject.Output {
  fileprivate init(_ reader: inout JSONReader) throws(JSONError) {
    guard reader.peek() == UInt8(ascii: "{") else {
      try reader.skipValue()
      return
    }
    _ = reader.skip(UInt8(ascii: "{"))
    var member: [UInt8] = []
    var isFirst = true
    while try reader.nextMember(isFirst: isFirst, into: &member) {
      isFirst = false
      if member.isLiteral("stream"), let byte = reader.peek(), byte.isDigit {
        stream = try reader.readInteger() ?? 0
        continue
      }
      guard let value = try reader.readText() else { continue }
      if member.isLiteral("vertex") {
        digest = value
      } else if member.isLiteral("data") {
        _ = value.withUnsafeBytes { Base64.decode($0, into: &data) }
      }
    }
  }
}

extension JSONReader {
  /// Reads a string; reads a value of any other kind as well, and gives nil.
  mutating func readText() throws(JSONError) -> [UInt8]? {
    guard peek() == UInt8(ascii: "\"") else {
      try skipValue()
      return nil
    }
    var text: [UInt8] = []
    try readString(into: &text)
    return text
  }
}

extension [UInt8] {
  /// Whether all bytes are those of `literal`.
  func isLiteral(_ literal: StaticString) -> Bool {
    withUnsafeBytes { $0.isLiteral(literal) }
  }
}
