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

/// The check that a pattern gets when it is read.
///
/// A builder has the pattern compared with the text `.` for this, by a matcher that stops where
/// it knows the answer. So the pattern is checked up to its first `*` outside brackets, and up to
/// the second one if what is before the first matches a dot and nothing more. The rest is looked
/// at when the pattern is used.
private struct PatternSyntax {
  private let pattern: ByteView
  private var index = 0

  private init(_ pattern: ByteView) {
    self.pattern = pattern
  }

  /// Throws ``PatternFault/malformed`` where the check fails.
  static func check(_ pattern: ByteView) throws(PatternFault) {
    var syntax = PatternSyntax(pattern)
    if try syntax.chunkMatchesDot() { _ = try syntax.chunkMatchesDot() }
  }
}

extension PatternSyntax {
  /// Checks the next chunk, which is all up to a `*` outside brackets, and the stars before it.
  /// Returns whether it consists of one element, and that matches a dot.
  @inline(never)
  private mutating func chunkMatchesDot() throws(PatternFault) -> Bool {
    while index < pattern.count, pattern[index] == UInt8(ascii: "*") { index += 1 }
    let end = endOfChunk()
    var elements = 0
    var matchesDot = false
    while index < end {
      switch pattern[index] {
      case UInt8(ascii: "["):
        index += 1
        matchesDot = try bracketMatchesDot(end)
      case UInt8(ascii: "\\"):
        guard index + 1 < end else { throw .malformed }
        matchesDot = pattern[index + 1] == UInt8(ascii: ".")
        index += 2
      default:
        matchesDot = pattern[index] == UInt8(ascii: ".") || pattern[index] == UInt8(ascii: "?")
        index += 1
      }
      elements += 1
    }
    return elements == 1 && matchesDot
  }

  /// Where the chunk ends. Brackets do not nest here, and need not be well-formed.
  private func endOfChunk() -> Int {
    var end = index
    var isInside = false
    while end < pattern.count {
      switch pattern[end] {
      case UInt8(ascii: "\\"): end += 1
      case UInt8(ascii: "["): isInside = true
      case UInt8(ascii: "]"): isInside = false
      case UInt8(ascii: "*") where !isInside: return end
      default: break
      }
      end += 1
    }
    return pattern.count
  }

  /// Checks what follows a `[` up to its `]`.
  private mutating func bracketMatchesDot(_ end: Int) throws(PatternFault) -> Bool {
    let isNegated = index < end && pattern[index] == UInt8(ascii: "^")
    if isNegated { index += 1 }
    var holdsDot = false
    repeat {
      let lower = try bracketElement(end)
      var upper = lower
      if pattern[index] == UInt8(ascii: "-") {
        index += 1
        upper = try bracketElement(end)
      }
      holdsDot = holdsDot || lower <= "." && "." <= upper
    } while pattern[index] != UInt8(ascii: "]")
    index += 1
    return holdsDot != isNegated
  }

  /// Takes one end of a range. Something is left of the chunk after it.
  private mutating func bracketElement(_ end: Int) throws(PatternFault) -> Unicode.Scalar {
    guard index < end, pattern[index] != UInt8(ascii: "-"), pattern[index] != UInt8(ascii: "]")
    else { throw .malformed }
    if pattern[index] == UInt8(ascii: "\\") { index += 1 }
    guard index < end else { throw .malformed }
    let (scalar, length) = pattern.codePoint(at: index)
    index += length
    guard let scalar, index < end else { throw .malformed }
    return scalar
  }
}
