/// Why an ignore list can't be used.
public enum IgnoreError: Error, Equatable, Sendable {
  /// A line of the file is longer than 65535 bytes.
  case lineTooLong(source: [UInt8], line: Int)

  /// A rule has no meaning, or none that is supported here.
  case unusable(IgnoreRule, PatternFault)
}

/// What is wrong with a pattern.
public enum PatternFault: Error, Sendable {
  /// Nothing follows the `!`. A build fails when it reads the file.
  case emptyException

  /// Brackets or a trailing backslash are malformed. A build fails when it reads the file.
  case malformed

  /// The pattern is malformed in a way that a build finds when it first compares the pattern with
  /// a path, so not at all where the pattern never comes into play.
  case malformedWhenUsed

  /// A Unicode class, `\p` or `\P`. A build accepts those; it takes large tables to know them.
  case unicodeClass

  /// Repetitions make the pattern too large, or follow each other in a way not supported here.
  case tooComplex
}
