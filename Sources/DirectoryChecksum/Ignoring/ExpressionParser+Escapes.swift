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
