/// One rule of an ignore list, as its author wrote it.
public struct IgnoreRule: Equatable, Sendable {
  /// Where the rule stands: a file's path as it was given, or the name of an option.
  public let source: [UInt8]

  /// The line in the file, counted from 1; nil for a rule that is not from a file.
  public let line: Int?

  /// The text of the rule without the white space around it, with its `!` if it has one.
  public let text: [UInt8]

  /// Whether the rule brings back what earlier ones left out.
  public let isException: Bool

  public init(source: [UInt8], line: Int?, text: [UInt8], isException: Bool) {
    self.source = source
    self.line = line
    self.text = text
    self.isException = isException
  }
}

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

/// A rule of an ignore list that hardly means what its author meant.
package struct IgnoreDoubt: Equatable, Sendable {
  package enum Kind: UInt8, Sendable {
    /// `build # results`: a comment only begins a line.
    case comment
    /// `../x` or `.`: no path in the context is called so.
    case neverMatches
  }

  package let kind: Kind
  /// The number of the rule.
  package let rule: Int
}

extension IgnoreDoubt {
  package static func doubts(about rules: IgnoreRules) -> [IgnoreDoubt] {
    var doubts: [IgnoreDoubt] = []
    for rule in 0..<rules.count {
      let text = rules[rule].text
      var isBlank = false
      for byte in text {
        if isBlank, byte == UInt8(ascii: "#") {
          doubts.append(IgnoreDoubt(kind: .comment, rule: rule))
          break
        }
        isBlank = byte.isBlank
      }
      text.withUnsafeBufferPointer { text in
        let pattern = cleanedPath(text.from(text.first == UInt8(ascii: "!") ? 1 : 0).trimmed)
        let leadsOut = pattern.hasPrefix("../") || pattern.isLiteral("..")
        if leadsOut || pattern.isLiteral(".") || pattern.isLiteral("/") {
          doubts.append(IgnoreDoubt(kind: .neverMatches, rule: rule))
        }
      }
    }
    return doubts
  }
}
