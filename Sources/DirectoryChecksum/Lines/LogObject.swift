/// What an object of a JSON log says: which of its members is the line, and where it came from.
enum LogObject {
  struct Content {
    var texts: [[UInt8]]
    /// Where the text goes on in the middle of a line: 0 for standard output, 1 for standard error.
    var channel: Int?
    /// Whether the text is a logger's message.
    var hasLevel = false
  }

  /// The members that are a line of text, in systems that write one object for each line.
  private static let lines: [StaticString] = [
    "out", "msg", "message", "line", "MESSAGE", "textPayload", "@message", "body", "event.original",
    "_line", "text", "_raw", "Message", "Line", "logline", "stdout", "output", "content",
    "stringValue",
  ]

  /// The members that are an array of such lines.
  private static let arrays: [StaticString] = [
    "value", "lines", "stdout_lines", "logs", "messages", "entries", "events", "output", "data",
  ]

  /// The members that name a line's program.
  private static let namers: [StaticString] = [
    "proc", "container_name", "container", "pod_name", "pod", "service", "service_name", "job",
    "task", "step", "app", "logStreamName", "CONTAINER_NAME", "SYSLOG_IDENTIFIER", "_SYSTEMD_UNIT",
    "k8s_container_name", "compose_service",
  ]

  /// Whether a member, or a column, of this name holds a line's text.
  static func isText(_ name: [UInt8]) -> Bool {
    for line in lines where name.isLiteral(line) { return true }
    return name.isLiteral("log") || name.isLiteral("Content")
  }

  /// Whether the text behind a prefix looks like one of these objects.
  static func mayBegin(_ text: ByteView) -> Bool {
    guard text.withoutTrailingBlanks.last == UInt8(ascii: "}") else { return false }
    // Ansible's answer, whatever its first member is.
    if text.firstIndex(of: "\"stdout_lines\": [\"") != nil { return true }
    for name: StaticString in [
      "{\"stream\"", "{\"log\"", "{\"line\"", "{\"message\"", "{\"level\"", "{\"msg\"", "{\"out\"",
    ] where text.hasLiteral(name) {
      return true
    }
    return isRawProgress(text)
  }

  /// Whether an object is one of BuildKit's raw progress.
  static func isRawProgress(_ text: ByteView) -> Bool {
    text.hasLiteral("{\"vertexes\"") || text.hasLiteral("{\"logs\"")
      || text.hasLiteral("{\"statuses\"")
  }
}

extension LogObject {
  /// The text of an object that stands for a line or a piece of one; nil where it is none.
  static func content(_ object: JSONMembers) -> Content? {
    // Docker's json-file: output, cut into pieces of some kilobytes. Elsewhere the log is a line, or
    // a tag says so.
    let stream = object.value("stream")
    if var log = object.value("log") {
      guard let stream else { return Content(texts: [log]) }
      let tag = object.value("logtag") ?? object.value("_p")
      if tag?.isLiteral("F") == true { log.append(0x0a) }
      return Content(texts: [log], channel: stream.isLiteral("stderr") ? 1 : 0)
    }
    // Woodpecker's lines are bytes.
    var bytes: [UInt8] = []
    if object.own("type")?.kind == .number, let data = object.value("data"),
      data.withBytes({ Base64.decode($0, into: &bytes) })
    {
      return Content(texts: [bytes])
    }
    for name in lines {
      guard let text = text(object, name) else { continue }
      let isMessage = object.own("level") != nil && object.own(name) != nil
      return Content(texts: [text], hasLevel: isMessage || name.hasBytes("msg"))
    }
    if let texts = values(object) { return Content(texts: texts) }
    for name in arrays {
      var texts: [[UInt8]] = []
      for member in object.list
      where member.kind == .string && member.depth > 0 && object.isName(name, of: member) {
        texts.append(object.value(of: member))
      }
      if !texts.isEmpty { return Content(texts: texts) }
    }
    // The Engine's stream: output, cut anywhere.
    if let stream, object.own("stream")?.kind == .string {
      return Content(texts: [stream], channel: 0)
    }
    return nil
  }

  /// The string of the outermost member with this name, or one that is given by its bytes, as
  /// journald writes what is not printable.
  private static func text(_ object: JSONMembers, _ name: StaticString) -> [UInt8]? {
    var found: JSONMembers.Member?
    var bytes: [UInt8] = []
    for member in object.list where object.isName(name, of: member) {
      if member.kind == .string, member.depth < found?.depth ?? .max { found = member }
      if member.kind == .number, member.depth > 0,
        let byte = object.value(of: member).withBytes({ $0.decimal(0..<$0.count) })
      {
        bytes.append(UInt8(truncatingIfNeeded: byte))
      }
    }
    if let found { return object.value(of: found) }
    return bytes.isEmpty ? nil : bytes
  }

  /// The lines of a Loki query: pairs of a time and a line, in either order of time.
  private static func values(_ object: JSONMembers) -> [[UInt8]]? {
    var texts: [[UInt8]] = []
    var times: [[UInt8]] = []
    var isTime = true
    var depth = 0
    for member in object.list where object.isName("values", of: member) && member.kind == .string {
      if depth == 0 { depth = member.depth }
      guard member.depth == depth else { continue }
      let value = object.value(of: member)
      if isTime { times.append(value) } else { texts.append(value) }
      isTime.toggle()
    }
    guard !texts.isEmpty, let first = times.first, let last = times.last else { return nil }
    if first.count == last.count, precedes(last, first) { texts.reverse() }
    return texts
  }

  static func names(_ object: JSONMembers) -> [[UInt8]] {
    var names: [[UInt8]] = []
    for member in object.list where member.kind == .string {
      for name in namers where object.isName(name, of: member) {
        names.append(object.value(of: member))
      }
    }
    return names
  }

  /// A step of raw progress.
  static func vertex(_ object: JSONMembers) -> RawVertex? {
    guard let digest = object.value("digest"), digest.hasPrefix("sha256:"),
      let name = object.value("name")
    else { return nil }
    var isCached = false
    if let cached = object.own("cached") { isCached = object.value(of: cached).isLiteral("true") }
    return RawVertex(
      digest: digest, name: name, started: object.value("started"),
      completed: object.value("completed"), isCached: isCached,
      error: object.value("error") ?? [])
  }

  /// Whether an object is one of a builder's that says nothing here.
  static func isProgress(_ object: JSONMembers) -> Bool {
    object.own("status") != nil || object.list.contains { object.isName("aux", of: $0) }
  }

  /// Calls `take` with the lines that `text` ends behind what was `pending`, and leaves the rest of
  /// it there, as the beginning of a line.
  static func cut(_ text: [UInt8], _ pending: inout [UInt8], _ take: (ByteView) -> Void) {
    text.withUnsafeBufferPointer { text in
      var start = 0
      while start < text.count {
        let end = text.firstIndex(of: UInt8(ascii: "\n"), from: start)
        let piece = text.slice(start, end ?? text.count)
        if pending.count + piece.count <= LineCutter.maximumLength { pending.append(piece) }
        guard let end else { return }
        pending.withUnsafeBufferPointer { take($0) }
        pending.removeAll(keepingCapacity: true)
        start = end + 1
      }
    }
  }
}

extension StaticString {
  fileprivate func hasBytes(_ other: StaticString) -> Bool {
    ByteView(start: utf8Start, count: utf8CodeUnitCount).isLiteral(other)
  }
}
