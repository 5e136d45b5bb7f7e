import DirectoryChecksum

/// The words for everything that goes wrong: each one line that names the thing and, where there is
/// something to be done, says what.
enum Messages {
  /// `NAME: REASON`, the name written so that it can do no harm.
  static func about(_ name: [UInt8], _ reason: StaticString) -> [UInt8] {
    var text = shown(name)
    text.append(": ")
    text.append(reason)
    return text
  }

  /// `NAME: ` and the system's words.
  static func about(_ name: [UInt8], _ error: Errno) -> [UInt8] {
    var text = shown(name)
    text.append(": ")
    text.append(contentsOf: error.message)
    return text
  }

  /// A name as messages show it; an empty one in quotes, since else there is nothing to see.
  static func shown(_ name: [UInt8]) -> [UInt8] {
    if name.isEmpty { return [UInt8]("''") }
    var text: [UInt8] = []
    text.append(shown: name)
    return text
  }

  private static func quoted(_ name: [UInt8]) -> [UInt8] {
    var text = [UInt8(ascii: "'")]
    text.append(shown: name)
    text.append(UInt8(ascii: "'"))
    return text
  }

  /// A failed write; nil stands for standard output.
  static func couldNotWrite(_ file: [UInt8]?, _ error: Errno) -> [UInt8] {
    about(file ?? [UInt8]("standard output"), error)
  }
}

extension Messages {
  static func usage(_ error: UsageError) -> [UInt8] {
    var text: [UInt8] = []
    switch error {
    case .unknownOption(let option):
      text.append("unknown option ")
      text.append(contentsOf: quoted(option))
    case .missingValue(let option):
      text.append("option ")
      text.append(contentsOf: quoted(option))
      text.append(" needs a value")
    case .unexpectedValue(let option):
      text.append("option ")
      text.append(contentsOf: quoted(option))
      text.append(" takes no value")
    case .badValue(let option, let value, let wanted):
      text.append("option ")
      text.append(contentsOf: quoted(option))
      text.append(" wants ")
      text.append(wanted)
      text.append(", not ")
      text.append(contentsOf: quoted(value))
    case .tooManyPaths(let first, let second):
      text.append("only one directory can be listed, not ")
      text.append(contentsOf: quoted(first))
      text.append(" and ")
      text.append(contentsOf: quoted(second))
    case .wrongNumberOfOperands(let wanted):
      text.append(wanted)
    case .conflict(let first, let second):
      text.append(first)
      text.append(" and ")
      text.append(second)
      text.append(" exclude each other")
    }
    text.append(" (see 'dchecksum --help')")
    return text
  }

  /// A line about something that happened during a scan.
  static func notice(_ notice: ScanNotice, _ rules: IgnoreRules) -> [UInt8] {
    switch notice.event {
    case .failure(let failure): return about(notice.path, failure)
    case .skipped(let kind): return about(notice.path, skipped(kind))
    case .mountPoint: return about(notice.path, "another file system, listed as empty")
    case .deliveredEmpty(let rule): return deliveredEmpty(notice.path, because: rules[rule])
    }
  }

  static func deliveredEmpty(_ path: [UInt8], because rule: IgnoreRule) -> [UInt8] {
    var text = about(path, "BuildKit delivers this file empty, because of ")
    text.append(contentsOf: place(of: rule))
    return text
  }

  private static func about(_ name: [UInt8], _ failure: ScanFailure) -> [UInt8] {
    switch failure {
    case .system(let error): about(name, error)
    default: about(name, reason(failure))
    }
  }

  /// Why an entry has no digest, as JSON has it.
  static func reason(of failure: ScanFailure) -> [UInt8] {
    switch failure {
    case .system(let error): error.message
    default: [UInt8](reason(failure))
    }
  }

  private static func reason(_ failure: ScanFailure) -> StaticString {
    switch failure {
    case .system: ""
    case .replaced: "Replaced by something else while it was read"
    case .changing: "Kept changing while it was read"
    case .endless: "Not read: a file of the kernel's without an end"
    }
  }

  private static func skipped(_ kind: EntryKind) -> StaticString {
    switch kind {
    case .fifo: "skipped, a FIFO has no content"
    case .socket: "skipped, a socket has no content"
    case .characterDevice, .blockDevice: "skipped, a device has no content"
    case .directory, .file, .link: "skipped"
    }
  }
}
