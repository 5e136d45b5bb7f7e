import DirectoryChecksum

/// The words for what is worth telling though a command goes on, and what all messages are made
/// of: each is one line that names the thing and, where there is something to be done, says what.
enum Messages {
  /// `NAME: REASON`, the name written so that it can do no harm.
  static func about(_ name: [UInt8], _ reason: StaticString) -> [UInt8] {
    about(name, [UInt8](reason))
  }

  @inline(never)
  static func about(_ name: [UInt8], _ reason: [UInt8]) -> [UInt8] {
    var text = shown(name)
    text.append(": ")
    text.append(reason)
    return text
  }

  /// A sentence of a report that ends in a name: none begins with one.
  static func sentence(_ words: StaticString, _ name: [UInt8]) -> [UInt8] {
    var text = [UInt8](words)
    text.append(shown: name)
    return text
  }

  /// A name as messages show it; an empty one in quotes, since else there is nothing to see.
  @inline(never)
  static func shown(_ name: [UInt8]) -> [UInt8] {
    if name.isEmpty { return [UInt8]("''") }
    var text: [UInt8] = []
    text.append(shown: name)
    return text
  }

  /// `FILE:LINE:PATTERN`, as `git check-ignore -v` has it.
  @inline(never)
  static func place(of rule: IgnoreRule) -> [UInt8] {
    var text = shown(rule.source)
    text.append(UInt8(ascii: ":"))
    if let line = rule.line { text.append(decimal: UInt64(line)) }
    text.append(UInt8(ascii: ":"))
    text.append(shown: rule.text)
    return text
  }
}

extension [UInt8] {
  @inline(never)
  mutating func append(quoted name: [UInt8]) {
    append(UInt8(ascii: "'"))
    append(shown: name)
    append(UInt8(ascii: "'"))
  }
}

extension Messages {
  /// A line about something that happened during a scan.
  static func notice(_ notice: ScanNotice, _ rules: IgnoreRules) -> [UInt8] {
    switch notice.event {
    case .failure(let failure): about(notice.path, reason(of: failure))
    case .skipped(let kind): about(notice.path, skipped(kind))
    case .mountPoint: about(notice.path, "another file system, listed as empty")
    case .deliveredEmpty(let rule): deliveredEmpty(notice.path, because: rules[rule])
    }
  }

  static func deliveredEmpty(_ path: [UInt8], because rule: IgnoreRule) -> [UInt8] {
    var text = about(path, "BuildKit delivers this file empty, because of ")
    text.append(place(of: rule))
    return text
  }

  /// A baseline is no part of what it remembers, though a build may take it; `line` would leave it
  /// out there.
  static func ownBaseline(_ path: [UInt8], _ line: [UInt8]) -> [UInt8] {
    var text = about(
      path,
      "lies in what is compared, and is left out; a build takes it, unless .dockerignore has the ")
    text.append("line ")
    text.append(shown: line)
    return text
  }

  /// What is written is no part of what is listed.
  static func ownOutput(_ path: [UInt8]) -> [UInt8] {
    about(path, "lies in what is listed, and is left out")
  }

  /// Why an entry has no digest.
  static func reason(of failure: ScanFailure) -> [UInt8] {
    switch failure {
    case .system(let error): error.message
    case .replaced: [UInt8]("Replaced by something else while it was read")
    case .changing: [UInt8]("Kept changing while it was read")
    case .endless: [UInt8]("Not read: a file of the kernel's without an end")
    }
  }

  static func skipped(_ kind: EntryKind) -> StaticString {
    switch kind {
    case .fifo: "skipped, a FIFO has no content"
    case .socket: "skipped, a socket has no content"
    case .characterDevice, .blockDevice: "skipped, a device has no content"
    case .directory, .file, .link: "skipped"
    }
  }
}
