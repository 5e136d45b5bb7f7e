/// What a line of an ignore file says once it is cleaned: a pattern, and whether it is an
/// exception.
///
/// A builder cleans a line twice, first where it reads the file and again where it makes a pattern
/// of it. The second round is not without effect: `/!a` only turns into `!a`, and so into an
/// exception, by the first one.
struct PatternText {
  /// The pattern, behind the `!` of an exception. Empty where nothing is left of the line.
  private let line: [UInt8]

  init(_ line: ByteView) {
    self.line = PatternText.firstRound(line).withUnsafeBufferPointer { line in
      let text = line.trimmed
      return text.isEmpty ? [] : cleanedPath(text)
    }
  }

  private static func firstRound(_ line: ByteView) -> [UInt8] {
    var result: [UInt8] = []
    var text = line.trimmed
    if text.first == UInt8(ascii: "!") {
      result.append(text[0])
      text = text.from(1).trimmed
    }
    if !text.isEmpty {
      let path = cleanedPath(text)
      let isRooted = path.count > 1 && path[0] == UInt8(ascii: "/")
      path.withUnsafeBufferPointer { result.append($0.from(isRooted ? 1 : 0)) }
    }
    return result
  }
}

extension PatternText {
  /// Whether nothing is left of the line.
  var isEmpty: Bool { line.isEmpty }

  /// Whether the pattern brings back what it matches.
  var isException: Bool { line.first == UInt8(ascii: "!") }

  /// The pattern as it is compared with paths, without a `!`. What is not valid UTF-8 has become
  /// U+FFFD byte by byte, for so a pattern reaches the side of a build that compares.
  /// - Throws: What is wrong with it at first sight.
  func checkedPattern() throws(PatternFault) -> [UInt8] {
    try line.withBytes { line throws(PatternFault) in
      let pattern = line.from(isException ? 1 : 0)
      guard !pattern.isEmpty else { throw .emptyException }
      try PatternSyntax.check(pattern)
      var result: [UInt8] = []
      var index = 0
      while index < pattern.count {
        let (scalar, length) = pattern.codePoint(at: index)
        if scalar == nil {
          result.append("\u{fffd}")
        } else {
          result.append(pattern.slice(index, index + length))
        }
        index += length
      }
      return result
    }
  }
}

extension PatternText {
  /// A pattern that a builder gets without the reader of ignore files having seen it: cleaned once,
  /// a `/` in front kept. Nil where nothing is left of it.
  static func builderPattern(
    _ text: [UInt8]
  ) throws(PatternFault) -> (text: [UInt8], isException: Bool)? {
    let line = text.withUnsafeBufferPointer { text in
      let text = text.trimmed
      return text.isEmpty ? [] : cleanedPath(text)
    }
    let pattern = PatternText(cleaned: line)
    guard !pattern.isEmpty else { return nil }
    return (try pattern.checkedPattern(), pattern.isException)
  }

  private init(cleaned line: [UInt8]) { self.line = line }
}
