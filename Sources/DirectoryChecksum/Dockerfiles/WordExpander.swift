/// Replaces the variables in one word of a Dockerfile, and takes its quotes and escapes away.
///
/// `'…'` is literal; in `"…"` the escape character takes `"`, `$` and itself literally; elsewhere it
/// takes any character so. `$NAME`, `${NAME}`, and with w a word of the same kind and p a pattern of
/// `*` and `?`, which also match `/`:
///
///     ${N:-w} ${N-w} ${N:+w} ${N+w} ${N:?w} ${N?w}    with a colon, empty counts as unset
///     ${N#p} ${N##p} ${N%p} ${N%%p}                   without the shortest or longest beginning, end
///     ${N/p/w} ${N//p/w}                              the longest match, or all, replaced
struct WordExpander {
  private let word: [UInt8]
  var index = 0
  let environment: BuildEnvironment
  private let escape: UInt8
  /// Whether quotes are bytes like others.
  private let keepsQuotes: Bool
  /// Whether escapes stay: in patterns, which have escapes of their own.
  var keepsEscapes = false
  private var depth = 0
  /// Whether a variable was asked for that is not set here: a base image may set it.
  var hasUnknown = false
  /// Whether only the form is looked at.
  let onlyChecks: Bool

  /// As deep as words may stand in words.
  private static let maximumDepth = 64
  /// As long as a word may get, in bytes: a few lines that double a value would fill any memory.
  private static let maximumByteCount = 1 << 20

  private init(
    _ word: [UInt8], _ environment: BuildEnvironment, _ escape: UInt8, keepsQuotes: Bool = false,
    onlyChecks: Bool
  ) {
    self.word = word
    self.environment = environment
    self.escape = escape
    self.keepsQuotes = keepsQuotes
    self.onlyChecks = onlyChecks
  }
}

extension WordExpander {
  /// - Throws: ``DockerfileFault/Kind/badWord``.
  static func expand(
    _ word: [UInt8], _ environment: BuildEnvironment, escape: UInt8, keepsQuotes: Bool = false
  ) throws(DockerfileFault) -> [UInt8] {
    var expander = WordExpander(
      word, environment, escape, keepsQuotes: keepsQuotes, onlyChecks: false)
    return try expander.process(until: nil)
  }

  /// The same; nil where it depends on a variable that is not set here, as a base image may set it.
  static func expandKnown(
    _ word: [UInt8], _ environment: BuildEnvironment, escape: UInt8
  ) throws(DockerfileFault) -> [UInt8]? {
    var expander = WordExpander(word, environment, escape, onlyChecks: false)
    let text = try expander.process(until: nil)
    return expander.hasUnknown ? nil : text
  }

  /// Whether the quotes and braces of a text are balanced.
  static func isWellFormed(_ text: [UInt8]) -> Bool {
    var expander = WordExpander(
      text, BuildEnvironment(), UInt8(ascii: "\\"), onlyChecks: true)
    do throws(DockerfileFault) {
      _ = try expander.process(until: nil)
      return true
    } catch {
      return false
    }
  }

  var fault: DockerfileFault { DockerfileFault(.badWord, word) }

  func peek() -> UInt8? { index < word.count ? word[index] : nil }

  mutating func next() -> UInt8? {
    guard index < word.count else { return nil }
    index += 1
    return word[index - 1]
  }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    index += 1
    return true
  }
}

extension WordExpander {
  /// All up to `stop`, which is taken as well, or to the end.
  mutating func process(until stop: UInt8?) throws(DockerfileFault) -> [UInt8] {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else { throw fault }
    var result: [UInt8] = []
    while let byte = next() {
      if byte == stop { return result }
      switch byte {
      case UInt8(ascii: "'") where !keepsQuotes: try appendSingleQuoted(to: &result)
      case UInt8(ascii: "\"") where !keepsQuotes: try appendDoubleQuoted(to: &result)
      case UInt8(ascii: "$"): result.append(try variable())
      case escape:
        if keepsEscapes { result.append(byte) }
        if let escaped = next() { result.append(escaped) }
      default: result.append(byte)
      }
      guard result.count <= Self.maximumByteCount else { throw fault }
    }
    guard stop == nil else { throw fault }
    return result
  }

  private mutating func appendSingleQuoted(to result: inout [UInt8]) throws(DockerfileFault) {
    while let byte = next() {
      if byte == UInt8(ascii: "'") { return }
      result.append(byte)
    }
    throw fault
  }

  private mutating func appendDoubleQuoted(to result: inout [UInt8]) throws(DockerfileFault) {
    while let byte = next() {
      switch byte {
      case UInt8(ascii: "\""): return
      case UInt8(ascii: "$"): result.append(try variable())
      case escape:
        if keepsEscapes { result.append(byte) }
        guard let following = peek() else { continue }
        let isSpecial =
          following == UInt8(ascii: "\"") || following == UInt8(ascii: "$") || following == escape
        if isSpecial { index += 1 }
        result.append(isSpecial ? following : byte)
      default: result.append(byte)
      }
      guard result.count <= Self.maximumByteCount else { throw fault }
    }
    throw fault
  }
}
