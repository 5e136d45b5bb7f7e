/// The members of a JSON object that matter: of a record, of an object of a log that wraps each
/// line, or of BuildKit's raw progress.
///
/// Members may come in any order; of one that comes twice the last one counts. What is unknown, or
/// of another shape than expected, is of no account.
struct LogObject {
  enum Member: Int {
    // A record's.
    case digest, kind, path, pathBase64, target, targetBase64, mode, owner, group, attributes
    /// Docker's json-file: output, cut into pieces of some kilobytes.
    case log
    /// The channel of a json-file's output, or output of an Engine API stream, cut anywhere; in raw
    /// progress the number of the channel.
    case stream
    /// Drone: one line, and its step.
    case out, process
    /// A logger's message.
    case message
    /// A step of raw progress.
    case name, completed
    /// Output in raw progress.
    case vertex, data
    /// Arrays of such steps and outputs: where they begin.
    case steps, outputs

    static let count = 21
  }

  /// The name of each member, in order.
  private static let names: [StaticString] = [
    "digest", "kind", "path", "path_base64", "target", "target_base64", "mode", "uid", "gid",
    "attributes", "log", "stream", "out", "proc", "msg", "name", "completed", "vertex", "data",
    "vertexes", "logs",
  ]

  /// The strings, unescaped, and numbers as they are written.
  private var values: [[UInt8]] = []
  /// One bit for each member that is there, and for each one that is `null`.
  private var present: UInt32 = 0
  private var null: UInt32 = 0
  /// Where in the text the arrays of raw progress begin; 0 for none.
  private(set) var stepsStart = 0
  private(set) var outputsStart = 0

  /// Reads the object that comes next.
  @inline(never)
  init(_ reader: inout JSONReader) throws(JSONError) {
    values = [[UInt8]](repeating: [], count: Member.count)
    guard reader.skip(UInt8(ascii: "{")) else { throw .malformed }
    var name: [UInt8] = []
    var isFirst = true
    while try reader.nextMember(isFirst: isFirst, into: &name) {
      isFirst = false
      try readValue(Self.member(name), &reader)
    }
  }

  private mutating func readValue(
    _ member: Member?, _ reader: inout JSONReader
  ) throws(JSONError) {
    guard let member, let first = reader.peek() else {
      try reader.skipValue()
      return
    }
    let bit: UInt32 = 1 << UInt32(member.rawValue)
    present &= ~bit
    null &= ~bit
    if first == UInt8(ascii: "\"") {
      try reader.readString(into: &values[member.rawValue])
      present |= bit
    } else if first.isDigit {
      try reader.readNumber(into: &values[member.rawValue])
      present |= bit
    } else {
      if first == UInt8(ascii: "n") { null |= bit }
      if first == UInt8(ascii: "["), member == .steps { stepsStart = reader.position }
      if first == UInt8(ascii: "["), member == .outputs { outputsStart = reader.position }
      try reader.skipValue()
    }
  }

  private static func member(_ name: [UInt8]) -> Member? {
    for index in names.indices where name.isLiteral(names[index]) {
      return Member(rawValue: index)
    }
    return name.isLiteral("message") || name.isLiteral("textPayload") ? .message : nil
  }
}

extension LogObject {
  /// A member's value; nil where it is not there, or neither string nor number.
  subscript(_ member: Member) -> [UInt8]? {
    present >> UInt32(member.rawValue) & 1 == 1 ? values[member.rawValue] : nil
  }

  func isNull(_ member: Member) -> Bool { null >> UInt32(member.rawValue) & 1 == 1 }

  /// The number that a member's value writes.
  func number(_ member: Member) -> UInt32? {
    self[member]?.withUnsafeBufferPointer { $0.decimal(0..<$0.count) }
  }

  /// The bytes of a member that is text or base64, whichever is there.
  func bytes(_ text: Member, _ base64: Member) -> [UInt8]? {
    if let value = self[text] { return value }
    guard let value = self[base64] else { return nil }
    var bytes: [UInt8] = []
    return value.withUnsafeBufferPointer({ Base64.decode($0, into: &bytes) }) ? bytes : nil
  }
}
