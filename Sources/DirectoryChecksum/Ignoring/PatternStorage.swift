/// The compiled patterns of a list, in order.
///
/// What they consist of lies in flat arrays that they share. Nothing in them is a reference, so
/// any number of threads can compare without counting any.
final class PatternStorage {
  private(set) var patterns: [Pattern] = []
  /// The gate of each pattern.
  private(set) var gates: [PatternGate] = []
  /// What patterns without wildcards are compared with, and parts of the others.
  private(set) var texts: [UInt8] = []
  private(set) var states: [AutomatonState] = []
  /// The sets that states refer to, each by its first word.
  private(set) var sets: [UInt64] = []

  /// The states that only counted repetitions account for, of which a few bytes make a thousand.
  private var repeatedStateCount = 0
  /// What they may number in a list, so that a hostile one takes megabytes and not gigabytes.
  private static let maximumRepeatedStateCount = 1 << 20
}

extension PatternStorage {
  /// Adds a pattern as ``PatternText/checkedPattern()`` gives it.
  func append(_ text: [UInt8], isException: Bool) {
    text.withUnsafeBufferPointer { text in
      let lead = hasByteOrderMark(text) ? 3 : 0
      if !hasWildcard(text, 0, text.count) {
        append(.whole, text, isException)
      } else if areStars(text, lead), !hasWildcard(text, lead + 2, text.count) {
        // The two bytes in front go, be they the stars or part of a byte order mark. So does a
        // builder, and such a pattern matches next to nothing.
        append(.suffix, text.from(2), isException)
      } else if areStars(text, text.count - 2), !hasWildcard(text, 0, text.count - 2) {
        append(.prefix, text.upTo(text.count - 2), isException)
      } else {
        appendExpression(text, isException)
      }
    }
  }

  private func append(
    _ form: Pattern.Form, _ text: ByteView, _ isException: Bool
  ) {
    patterns.append(Pattern(form, start: texts.count, count: text.count))
    texts.append(text)

    let isName = form == .suffix && text.first == UInt8(ascii: "/")
    var gate = PatternGate.Builder(
      isException: isException, startsName: isName || form != .suffix)
    for byte in text.from(isName ? 1 : 0) { gate.append(byte) }
    if form != .prefix { gate.appendEnd() }
    gates.append(gate.finish())
  }

  private func appendExpression(_ text: ByteView, _ isException: Bool) {
    do throws(PatternFault) {
      let parser = try ExpressionParser(GlobExpression(text))
      // No other element makes more than three states of a byte, or three more of a pattern.
      repeatedStateCount += max(0, parser.states.count - 3 * (text.count + 1))
      guard repeatedStateCount <= PatternStorage.maximumRepeatedStateCount else {
        throw .tooComplex
      }
      var pattern = Pattern(.automaton, start: states.count, count: parser.states.count)
      pattern.minimumCount = parser.minimumCount
      pattern.isAnchored = parser.isAnchored
      let literal = appendGate(parser, isException)
      pattern.literalStart = texts.count
      pattern.literalCount = literal.count
      texts.append(literal)
      patterns.append(pattern)
      let firstSet = UInt32(sets.count)
      for var state in parser.states {
        if state.kind == .set { state.value += firstSet }
        states.append(state)
      }
      for word in parser.sets { sets.append(word) }
    } catch {
      var pattern = Pattern(.unusable, start: 0, count: 0)
      pattern.fault = error
      patterns.append(pattern)
      gates.append(PatternGate(isException: isException))
    }
  }

  /// Appends a gate for those states that have one way to match, and an open one for others.
  /// Returns the longest text that is part of every path that matches.
  private func appendGate(
    _ parser: borrowing ExpressionParser, _ isException: Bool
  ) -> [UInt8] {
    var gate = PatternGate.Builder(isException: isException, startsName: true)
    for state in parser.isAnchored ? parser.states : [] {
      switch state.kind {
      case .alternative, .beginning, .directories, .wordBoundary, .noWordBoundary, .match: break
      case .scalar where state.value < 0x80 && !state.isOptional && !state.isRepeating:
        gate.append(UInt8(truncatingIfNeeded: state.value))
      case .scalar, .anyBut, .set: gate.appendAnything()
      case .optionalDirectories: gate.appendDirectories()
      case .end: gate.appendEnd()
      }
    }
    gates.append(gate.finish())
    return gate.longestLiteral
  }
}

/// Whether one of the bytes from `start` to `end` makes a pattern more than a text.
private func hasWildcard(_ text: ByteView, _ start: Int, _ end: Int) -> Bool {
  for index in start..<end where isWildcard(text[index]) { return true }
  return false
}

/// Whether `byte` has a meaning of its own in a pattern, or takes it from others.
func isWildcard(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "]"),
    UInt8(ascii: "\\"):
    true
  default: false
  }
}

private func areStars(_ text: ByteView, _ index: Int) -> Bool {
  0 <= index && index + 2 <= text.count && text[index] == UInt8(ascii: "*")
    && text[index + 1] == UInt8(ascii: "*")
}
