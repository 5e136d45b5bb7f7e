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
