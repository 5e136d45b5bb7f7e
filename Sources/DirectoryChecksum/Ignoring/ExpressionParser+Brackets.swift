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
