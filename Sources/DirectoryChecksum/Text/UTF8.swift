// UTF-8 (RFC 3629), read and written. What is no valid sequence, overlong forms, surrogates and
// values past U+10FFFF included, counts byte by byte.

extension ByteView {
  /// The code point that begins at `index`, and the length of its sequence; nil and 1 where no
  /// valid sequence begins.
  /// - Precondition: `index` is less than `count`.
  @inline(__always)
  func codePoint(at index: Int) -> (value: Unicode.Scalar?, length: Int) {
    let lead = self[index]
    return lead < 0x80 ? (Unicode.Scalar(lead), 1) : longCodePoint(at: index)
  }

  private func longCodePoint(at index: Int) -> (value: Unicode.Scalar?, length: Int) {
    let lead = self[index]
    let (length, minimum): (Int, UInt32) =
      switch lead {
      case 0xc2...0xdf: (2, 0x80)
      case 0xe0...0xef: (3, 0x800)
      case 0xf0...0xf4: (4, 0x10000)
      default: (1, 0)
      }
    guard length > 1, length <= count - index else { return (nil, 1) }
    var value = UInt32(lead) & (0x7f >> UInt32(length))
    for place in index + 1..<index + length {
      let following = self[place]
      guard following & 0xc0 == 0x80 else { return (nil, 1) }
      value = value << 6 | UInt32(following & 0x3f)
    }
    guard value >= minimum, let scalar = Unicode.Scalar(value) else { return (nil, 1) }
    return (scalar, length)
  }
}

extension Unicode.Scalar {
  /// Stands for a byte that is not part of a valid sequence.
  static var replacement: Unicode.Scalar { "\u{fffd}" }
}

extension [UInt8] {
  /// Appends the UTF-8 form of a Unicode scalar value.
  mutating func append(scalar value: UInt32) {
    func trail(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(truncatingIfNeeded: value >> shift & 0x3f) }
    switch value {
    case 0..<0x80:
      append(UInt8(truncatingIfNeeded: value))
    case 0x80..<0x800:
      append(0xc0 | UInt8(truncatingIfNeeded: value >> 6))
      append(trail(0))
    case 0x800..<0x10000:
      append(0xe0 | UInt8(truncatingIfNeeded: value >> 12))
      append(trail(6))
      append(trail(0))
    default:
      append(0xf0 | UInt8(truncatingIfNeeded: value >> 18 & 7))
      append(trail(12))
      append(trail(6))
      append(trail(0))
    }
  }
}
