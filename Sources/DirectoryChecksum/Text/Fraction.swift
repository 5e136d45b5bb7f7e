/// Two numbers with a slash between them, as builders count steps and stages: `4/6`.
struct Fraction {
  let numerator: Int
  let denominator: Int
  /// The offset behind the second number.
  let end: Int

  /// Reads what stands at `start`; nil where it is none. No number has more than six digits.
  init?(_ text: ByteView, from start: Int = 0) {
    guard let slash = text.digitsEnd(from: start, limit: 6), text.hasLiteral("/", at: slash),
      let end = text.digitsEnd(from: slash + 1, limit: 6),
      let first = text.decimal(start..<slash), let second = text.decimal(slash + 1..<end)
    else { return nil }
    numerator = Int(first)
    denominator = Int(second)
    self.end = end
  }
}
