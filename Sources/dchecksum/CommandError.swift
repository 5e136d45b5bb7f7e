import DirectoryChecksum

/// Why a command cannot be carried out. Those who throw name the fact; the words for each are here.
struct CommandError: Error {
  let message: [UInt8]
}

/// What is wrong with the command line.
extension CommandError {
  static func unknownOption(_ option: [UInt8]) -> CommandError {
    usage("unknown option ", option)
  }

  static func missingValue(_ option: [UInt8]) -> CommandError {
    usage("option ", option, " needs a value")
  }

  static func unexpectedValue(_ option: [UInt8]) -> CommandError {
    usage("option ", option, " takes no value")
  }

  /// `wanted` says in the user's words what would do, and ends in `, not `.
  static func badValue(
    _ option: [UInt8], _ value: [UInt8], wanted: StaticString
  ) -> CommandError {
    usage("option ", option, wanted, value)
  }

  static func tooManyPaths(_ first: [UInt8], _ second: [UInt8]) -> CommandError {
    usage("only one directory can be listed, not ", first, " and ", second)
  }

  static var conflictOfStyles: CommandError { usage("--json and --null exclude each other") }

  /// `words` say how many operands a command wants.
  static func usage(
    _ words: StaticString, _ first: [UInt8]? = nil, _ more: StaticString = "",
    _ second: [UInt8]? = nil
  ) -> CommandError {
    var text = [UInt8](words)
    if let first { text.append(quoted: first) }
    text.append(more)
    if let second { text.append(quoted: second) }
    text.append(" (see 'dchecksum --help')")
    return CommandError(message: text)
  }
}

/// What is wrong with the things that were named.
extension CommandError {
  /// What a user named cannot be read or written.
  static func failed(_ path: [UInt8], _ error: Errno) -> CommandError {
    CommandError(message: Messages.about(path, error.message))
  }

  /// No ignore file where the directory's own was asked for.
  static func noIgnoreFile(_ path: [UInt8]) -> CommandError {
    about(path, "No such file; --dockerignore=FILE names another one, --exclude needs none")
  }

  /// A log in which nothing was found.
  static func noListing(_ path: [UInt8]) -> CommandError {
    about(path, "no listing found in it; print one with 'dchecksum' in a step of the build")
  }

  /// A log in which there are only `count` listings.
  static func noSuchListing(_ path: [UInt8], count: Int) -> CommandError {
    var text = Messages.about(path, "no such listing; the log has ")
    text.append(decimal: UInt64(count))
    return CommandError(message: text)
  }

  /// Several pairs of listings are as likely as each other.
  static func choice(
    _ pairs: [Pairing.Pair], _ before: Operand, _ after: Operand
  ) -> CommandError {
    var text = [UInt8]("several listings could be meant; say which:")
    for pair in pairs {
      text.append("\n  dchecksum diff ")
      text.append(shown: before.name(of: pair.before))
      text.append(UInt8(ascii: " "))
      text.append(shown: after.name(of: pair.after))
    }
    return CommandError(message: text)
  }

  static func notInContext(_ path: [UInt8], _ error: ContextPathError) -> CommandError {
    switch error {
    case .empty: about(path, "an empty path names nothing in the context")
    case .absolute: about(path, "not in the context; name it relative to the context's root")
    case .outside: about(path, "not in the context: the path leads out of it")
    }
  }

  /// What is wrong with a rule.
  static func rule(_ error: IgnoreError) -> CommandError {
    switch error {
    case .lineTooLong(let source, let line):
      var text = Messages.shown(source)
      text.append(UInt8(ascii: ":"))
      text.append(decimal: UInt64(line))
      text.append(": a line of more than 65535 bytes, which a build refuses")
      return CommandError(message: text)
    case .unusable(let rule, let fault):
      var text = Messages.place(of: rule)
      text.append(": ")
      text.append(words(for: fault))
      return CommandError(message: text)
    }
  }

  private static func words(for fault: PatternFault) -> StaticString {
    switch fault {
    case .emptyException: "illegal exclusion pattern: nothing behind the '!'"
    case .malformed, .malformedWhenUsed: "syntax error in pattern, with which a build fails as well"
    case .unicodeClass: "\\p and \\P are not supported here; name the characters in brackets"
    case .tooComplex: "the pattern is too complex"
    }
  }

  private static func about(_ path: [UInt8], _ reason: StaticString) -> CommandError {
    CommandError(message: Messages.about(path, reason))
  }
}
