/// The compiled patterns of a list, in order.
///
/// What they consist of lies in flat arrays that they share. Nothing in them is a reference, so
/// any number of threads can compare without counting any.
struct PatternList: Sendable {
  /// How one pattern is compared with a path.
  struct Pattern: Sendable {
    /// What the comparison amounts to.
    enum Form: UInt8, Sendable {
      /// The path is the text.
      case whole
      /// The path begins with the text (`foo/**`).
      case prefix
      /// The path ends with the text (`**foo`), or is the text without the `/` in front
      /// (`**/foo`).
      case suffix
      /// An automaton decides, where the path holds a text that all matching paths hold.
      case automaton
      /// The same, where the path ends with that text.
      case automatonBeforeText
      /// The pattern is malformed, which counts as soon as it is used.
      case unusable
    }

    let form: Form
    /// Whether the pattern brings back what it matches.
    let isException: Bool
    /// How many names the pattern has, `/` between them.
    var nameCount = 1
    /// Whether an automaton's match begins at the beginning of the path.
    var isAnchored = false
    /// Why the pattern is unusable.
    var fault: PatternFault?
    /// The bytes of the text, as ``PatternList/byteSet(_:)`` has them.
    var byteSet: UInt64 = 0
    /// Where the text is.
    var text = 0..<0
    /// Where the states of an automaton are.
    var states = 0..<0
  }

  private(set) var patterns: [Pattern] = []
  /// What paths are compared with byte by byte.
  private(set) var texts: [UInt8] = []
  private(set) var states: [AutomatonState] = []
  /// The sets that states refer to, each by its first word.
  private(set) var sets: [UInt64] = []

  /// The states that only counted repetitions account for, of which a few bytes make a thousand.
  private var repeatedStateCount = 0
  /// What they may number in a list, so that a hostile one takes megabytes and not gigabytes.
  private static let maximumRepeatedStateCount = 1 << 20
}

extension PatternList {
  /// Adds a pattern as ``PatternText/checkedPattern()`` gives it.
  mutating func append(_ text: [UInt8], isException: Bool) {
    defer {
      for byte in text where byte == UInt8(ascii: "/") {
        patterns[patterns.count - 1].nameCount += 1
      }
    }
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

  private mutating func append(_ form: Pattern.Form, _ text: ByteView, _ isException: Bool) {
    var pattern = Pattern(form: form, isException: isException)
    // Of `**/foo`, the `/` need not be there.
    pattern.byteSet = PatternList.byteSet(text.from(form == .suffix ? min(1, text.count) : 0))
    pattern.text = texts.count..<texts.count + text.count
    texts.append(text)
    patterns.append(pattern)
  }

  private mutating func appendExpression(_ text: ByteView, _ isException: Bool) {
    do throws(PatternFault) {
      let parser = try ExpressionParser(GlobExpression(text))
      // No other element makes more than three states of a byte, or three more of a pattern.
      repeatedStateCount += max(0, parser.states.count - 3 * (text.count + 1))
      guard repeatedStateCount <= PatternList.maximumRepeatedStateCount else { throw .tooComplex }

      let (literal, isLast) = parser.requiredText
      var pattern = Pattern(
        form: isLast ? .automatonBeforeText : .automaton, isException: isException,
        isAnchored: parser.isAnchored)
      pattern.byteSet = literal.withUnsafeBufferPointer { PatternList.byteSet($0) }
      pattern.text = texts.count..<texts.count + literal.count
      texts.append(literal)
      pattern.states = states.count..<states.count + parser.states.count
      patterns.append(pattern)
      let firstSet = UInt32(sets.count)
      for var state in parser.states {
        if state.kind == .set { state.value += firstSet }
        states.append(state)
      }
      for word in parser.sets { sets.append(word) }
    } catch {
      patterns.append(Pattern(form: .unusable, isException: isException, fault: error))
    }
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
