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
