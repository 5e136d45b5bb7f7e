// Hexadecimal digits, read and written. Digests write all of theirs at once (``Digest``).

extension UInt8 {
  var isLowerHexadecimalDigit: Bool { isDigit || self &- UInt8(ascii: "a") < 6 }

  /// The value of a hexadecimal digit of either case.
  var hexadecimalValue: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

extension ByteView {
  /// The byte that the two hexadecimal digits at `index`, of either case, write; nil for anything
  /// else.
  func hexadecimalByte(at index: Int) -> UInt8? {
    guard count - index >= 2, let high = self[index].hexadecimalValue,
      let low = self[index + 1].hexadecimalValue
    else { return nil }
    return high << 4 | low
  }
}

extension [UInt8] {
  /// Appends `value` as two lower-case hexadecimal digits.
  @inline(never)
  package mutating func append(hexadecimal value: UInt8) {
    append(hexadecimalDigit(value >> 4))
    append(hexadecimalDigit(value & 0xf))
  }
}

/// The lower-case digit of a number below 16.
@inline(__always)
func hexadecimalDigit(_ nibble: UInt8) -> UInt8 {
  nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
}
