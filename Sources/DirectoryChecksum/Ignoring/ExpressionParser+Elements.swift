// What takes more than one character to say: escapes, brackets, and bounds of a repetition.

extension ExpressionParser {
  /// Takes what follows a `\` outside brackets.
  mutating func parseEscape() throws(PatternFault) {
    if skip("A") {
      append(AutomatonState(.beginning))
    } else if skip("z") {
      append(AutomatonState(.end))
    } else if skip("b") {
      append(AutomatonState(.wordBoundary))
    } else if skip("B") {
      append(AutomatonState(.noWordBoundary))
    } else if skip("Q") {
      // Literal text up to `\E`, or else all that is left.
      if isAhead("\\E") { noteEmptyQuotation() }
      while !skip("\\E"), let scalar = take() { append(AutomatonState(.scalar, scalar.value)) }
    } else {
      var set = CodePointSet()
      if try parseClassEscape(&set) {
        append(set)
      } else {
        append(AutomatonState(.scalar, try parseCharacterEscape()))
      }
    }
  }

  /// Takes the letter of a class, such as the `d` of `\d`; false where there is none.
  mutating func parseClassEscape(_ set: inout CodePointSet) throws(PatternFault) -> Bool {
    let start = index
    let letter = take()
    let bounds: StaticString
    switch letter {
    case "d", "D": bounds = "09"
    case "s", "S": bounds = "\t\n\u{0c}\r  "
    case "w", "W": bounds = "09AZaz__"
    case "p", "P": throw .unicodeClass
    default:
      rewind(to: start)
      return false
    }
    set.insert(bounds, isNegated: letter == "D" || letter == "S" || letter == "W")
    return true
  }

  /// Takes what follows a `\` that stands for one code point.
  mutating func parseCharacterEscape() throws(PatternFault) -> UInt32 {
    guard let scalar = take() else { throw .malformedWhenUsed }
    switch scalar {
    case "a": return 0x07
    case "f": return 0x0c
    case "n": return 0x0a
    case "r": return 0x0d
    case "t": return 0x09
    case "v": return 0x0b
    case "x": return try parseHexadecimal()
    case "0"..."7":
      var value = scalar.value - 0x30
      var digits = 1
      while digits < 3, let digit = takeDigit(base: 8) {
        value = value * 8 + digit
        digits += 1
      }
      // One digit other than 0 would refer to a group.
      guard scalar == "0" || digits > 1 else { throw .malformedWhenUsed }
      return value
    case "8", "9", "A"..."Z", "a"..."z": throw .malformedWhenUsed
    default:
      guard scalar.isASCII else { throw .malformedWhenUsed }
      return scalar.value
    }
  }

  /// Takes two hexadecimal digits, or any number of them in braces.
  private mutating func parseHexadecimal() throws(PatternFault) -> UInt32 {
    let isBraced = skip("{")
    var value: UInt32 = 0
    var digits = 0
    while isBraced || digits < 2, let digit = takeDigit(base: 16) {
      value = value * 16 + digit
      guard value <= 0x10_ffff else { throw .malformedWhenUsed }
      digits += 1
    }
    guard isBraced ? digits > 0 && skip("}") : digits == 2 else { throw .malformedWhenUsed }
    return value
  }
}

extension ExpressionParser {
  /// Takes what follows a `[`.
  mutating func parseBrackets() throws(PatternFault) {
    var set = CodePointSet()
    set.isNegated = skip("^")
    // A `]` in first place is a literal, and so is a `-` in first or last place.
    repeat {
      if try parseNamedClass(&set) { continue }
      let start = index
      if skip("\\") {
        if try parseClassEscape(&set) { continue }
        rewind(to: start)
      }
      let lower = try parseBound()
      var upper = lower
      if !isAhead("-]"), skip("-") { upper = try parseBound() }
      guard lower <= upper else { throw .malformedWhenUsed }
      set.insert(lower, upper)
    } while !skip("]")
    append(set)
  }

  /// Takes one end of a range.
  private mutating func parseBound() throws(PatternFault) -> UInt32 {
    guard let scalar = take() else { throw .malformedWhenUsed }
    return scalar == "\\" ? try parseCharacterEscape() : scalar.value
  }

  /// Takes a class such as `[:digit:]`; false where there is none. Without a `:]`, wherever that
  /// may be, a `[:` is two literals.
  private mutating func parseNamedClass(_ set: inout CodePointSet) throws(PatternFault) -> Bool {
    let start = index
    guard !hasNoMoreNames, skip("[:") else { return false }
    let isNegated = skip("^")
    for (name, bounds) in posixClasses where skip(name) {
      set.insert(bounds, isNegated: isNegated)
      return true
    }
    rewind(to: start + 2)
    while !isAhead(":]") {
      if take() == nil {
        hasNoMoreNames = true
        rewind(to: start)
        return false
      }
    }
    throw .malformedWhenUsed
  }
}

extension ExpressionParser {
  /// Takes what follows the `{` of a repetition; nil where it is none, and the `{` a literal.
  mutating func parseBounds() throws(PatternFault) -> (minimum: Int, maximum: Int?)? {
    let start = index
    if let minimum = parseNumber() {
      var maximum: Int? = minimum
      if skip(",") {
        maximum = isAhead("}") ? nil : parseNumber()
      }
      if skip("}") {
        guard minimum <= 1000, maximum ?? minimum <= 1000, minimum <= maximum ?? minimum else {
          throw .malformedWhenUsed
        }
        return (minimum, maximum)
      }
    }
    rewind(to: start)
    return nil
  }

  /// Takes a decimal number, which has no leading zeros; what exceeds 1000 comes out as 1001.
  private mutating func parseNumber() -> Int? {
    let start = index
    let isZero = isAhead("0")
    var value = 0
    while let digit = takeDigit(base: 10) { value = min(value * 10 + Int(digit), 1001) }
    if index > start, !isZero || index == start + 1 { return value }
    rewind(to: start)
    return nil
  }
}

/// What may follow `[:` or `[:^`, and the characters that it stands for, as
/// ``CodePointSet/insert(_:isNegated:)`` takes them.
private var posixClasses: [(name: StaticString, bounds: StaticString)] {
  [
    ("alnum:]", "09AZaz"), ("alpha:]", "AZaz"), ("ascii:]", "\u{0}\u{7f}"),
    ("blank:]", "\t\t  "), ("cntrl:]", "\u{0}\u{1f}\u{7f}\u{7f}"), ("digit:]", "09"),
    ("graph:]", "!~"), ("lower:]", "az"), ("print:]", " ~"), ("punct:]", "!/:@[`{~"),
    ("space:]", "\t\r  "), ("upper:]", "AZ"), ("word:]", "09AZaz__"), ("xdigit:]", "09AFaf"),
  ]
}
