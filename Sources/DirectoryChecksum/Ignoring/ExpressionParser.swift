/// Reads a ``GlobExpression`` and makes the states of its automaton.
///
/// Knows as much of RE2's syntax as a pattern can give rise to: of groups only `(.*/)?`, and no
/// flags. Unicode classes are refused. A list is read once, so its functions are kept small rather
/// than fast.
struct ExpressionParser {
  /// What the states of one expression may number. A pattern without counted repetitions never
  /// has more than a line has characters, and a few.
  static let maximumStateCount = 1 << 17

  private let text: [UInt8]
  private(set) var index = 0

  private(set) var states: [AutomatonState] = []
  /// The sets that states refer to, each by its first word.
  var sets: [UInt64] = []

  /// Whether a match begins at the beginning of the path.
  private(set) var isAnchored = false

  /// What a repetition would apply to.
  private var latest = Element.nothing
  private enum Element {
    case nothing, single, repetition
    /// A repetition, but not directly before this place.
    case distantRepetition
  }

  /// The beginning of the current alternative.
  private var alternative = 0
  /// Whether no `[:` from here on finds its `:]`.
  var hasNoMoreNames = false

  init(_ expression: GlobExpression) throws(PatternFault) {
    text = expression.text
    states.reserveCapacity(text.count + 2)
    beginAlternative()
    while let scalar = take() { try parseElement(scalar) }
    endAlternative()
    isAnchored = alternative == 0 && states[1].kind == .beginning
  }
}

extension ExpressionParser {
  private mutating func parseElement(_ first: Unicode.Scalar) throws(PatternFault) {
    switch first {
    case "^": append(AutomatonState(.beginning))
    case "$": append(AutomatonState(.end))
    case ".": append(AutomatonState(.anyBut, 0x0a))
    case "|":
      endAlternative()
      states[alternative].value = UInt32(states.count)
      beginAlternative()
    case "(": appendDirectories()
    case "*": try repeatLatest(0, nil)
    case "{":
      if let (minimum, maximum) = try parseBounds() {
        try repeatLatest(minimum, maximum)
      } else {
        append(AutomatonState(.scalar, first.value))
      }
    case "[":
      if skip("^/]") {
        append(AutomatonState(.anyBut, 0x2f))
      } else {
        try parseBrackets()
      }
    case "\\": try parseEscape()
    default: append(AutomatonState(.scalar, first.value))
    }
    guard states.count <= ExpressionParser.maximumStateCount else { throw .tooComplex }
  }

  /// Appends a state that may be repeated.
  @inline(never)
  mutating func append(_ state: AutomatonState) {
    states.append(state)
    latest = .single
  }

  /// Appends the state that takes a code point of `set`.
  mutating func append(_ set: CodePointSet) {
    append(AutomatonState(.set, UInt32(sets.count)))
    set.write(to: &sets)
  }

  /// Notes that something stands here which stands for nothing.
  mutating func noteEmptyQuotation() {
    if latest == .repetition { latest = .distantRepetition }
  }

  private mutating func beginAlternative() {
    alternative = states.count
    states.append(AutomatonState(.alternative))
    latest = .nothing
  }

  private mutating func endAlternative() {
    states.append(AutomatonState(.match))
  }

  /// Has the latest element repeated, without an upper limit where `maximum` is nil.
  private mutating func repeatLatest(_ minimum: Int, _ maximum: Int?) throws(PatternFault) {
    switch latest {
    case .single: break
    case .distantRepetition: throw .tooComplex
    case .nothing, .repetition: throw .malformedWhenUsed
    }
    latest = .repetition
    var state = states.removeLast()
    guard state.takesCodePoint else {
      // A condition holds once or as often as one likes; one that need not hold is none.
      if minimum > 0 { states.append(state) }
      return
    }
    for _ in 0..<minimum { states.append(state) }
    if maximum == nil, minimum > 0 {
      states[states.count - 1].isRepeating = true
      return
    }
    state.isOptional = true
    state.isRepeating = maximum == nil
    for _ in minimum..<(maximum ?? minimum + 1) { states.append(state) }
  }

  /// Takes the rest of `(.*/)?`, which is the only group there is.
  private mutating func appendDirectories() {
    _ = skip(".*/)?")
    // Twice the same is no more than once.
    if states[states.count - 1].kind != .directories {
      states.append(AutomatonState(.optionalDirectories))
      states.append(AutomatonState(.directories))
    }
    latest = .repetition
  }
}

extension ExpressionParser {
  /// Takes the next code point; nil at the end.
  @inline(never)
  mutating func take() -> Unicode.Scalar? {
    guard index < text.count else { return nil }
    let (scalar, length) = text.withUnsafeBufferPointer { $0.codePoint(at: index) }
    index += length
    return scalar ?? .replacement
  }

  /// Goes back to a place that ``index`` told.
  mutating func rewind(to place: Int) {
    index = place
  }

  /// Whether `literal` is next.
  @inline(never)
  func isAhead(_ literal: StaticString) -> Bool {
    guard literal.utf8CodeUnitCount <= text.count - index else { return false }
    for offset in 0..<literal.utf8CodeUnitCount
    where text[index + offset] != literal.utf8Start[offset] {
      return false
    }
    return true
  }

  /// Takes `literal` if it is next.
  @inline(never)
  mutating func skip(_ literal: StaticString) -> Bool {
    guard isAhead(literal) else { return false }
    index += literal.utf8CodeUnitCount
    return true
  }

  /// Takes a digit of a number to the base `base` if it is next.
  mutating func takeDigit(base: UInt8) -> UInt32? {
    guard index < text.count, let digit = text[index].hexadecimalValue, digit < base else {
      return nil
    }
    index += 1
    return UInt32(digit)
  }
}
