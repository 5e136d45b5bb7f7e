// Decimal numbers without a sign, read and written.

extension ByteView {
  /// The offset behind the decimal digits at `start`, of which there is at least one and at most
  /// `limit`.
  @inline(never)
  func digitsEnd(from start: Int, limit: Int = 20) -> Int? {
    var index = start
    while index < count, self[index].isDigit { index += 1 }
    return index > start && index - start <= limit ? index : nil
  }

  /// The number that the digits of `range` write; nil beyond 32 bits.
  @inline(never)
  func decimal(_ range: Range<Int>) -> UInt32? {
    guard !range.isEmpty, range.count <= 10 else { return nil }
    var value: UInt64 = 0
    for index in range {
      guard self[index].isDigit else { return nil }
      value = value * 10 + UInt64(self[index] - UInt8(ascii: "0"))
    }
    return UInt32(exactly: value)
  }
}

extension [UInt8] {
  /// Appends `value` in decimal digits.
  @inline(never)
  package mutating func append(decimal value: UInt64) {
    var divisor: UInt64 = 1
    while value / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / divisor % 10))
      divisor /= 10
    }
  }

  /// Appends a part of a key so that it does not run into the next: a NUL, its length in decimal
  /// digits, `:`, its bytes.
  mutating func append(part: [UInt8]) {
    append(0)
    append(decimal: UInt64(part.count))
    append(UInt8(ascii: ":"))
    append(part)
  }
}
