import DirectoryChecksum

/// The words for rules: which one, and what is wrong with it.
extension Messages {
  static func ignoring(_ error: IgnoreError) -> [UInt8] {
    switch error {
    case .lineTooLong(let source, let line):
      var text = shown(source)
      text.append(UInt8(ascii: ":"))
      text.append(decimal: UInt64(line))
      text.append(": a line of more than 65535 bytes, which a build refuses")
      return text
    case .unusable(let rule, let fault):
      var text = place(of: rule)
      text.append(": ")
      text.append(words(for: fault))
      return text
    }
  }

  /// `FILE:LINE:PATTERN`, as `git check-ignore -v` has it.
  static func place(of rule: IgnoreRule) -> [UInt8] {
    var text = shown(rule.source)
    text.append(UInt8(ascii: ":"))
    if let line = rule.line { text.append(decimal: UInt64(line)) }
    text.append(UInt8(ascii: ":"))
    text.append(shown: rule.text)
    return text
  }

  private static func words(for fault: PatternFault) -> StaticString {
    switch fault {
    case .emptyException: "illegal exclusion pattern: nothing behind the '!'"
    case .malformed, .malformedWhenUsed: "syntax error in pattern, with which a build fails as well"
    case .unicodeClass: "\\p and \\P are not supported here; name the characters in brackets"
    case .tooComplex: "the pattern is too complex"
    }
  }
}
