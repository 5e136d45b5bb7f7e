// Patterns are UTF-8, and so are paths wherever a wildcard looks at them. What is no valid
// sequence (overlong forms, surrogates and values past U+10FFFF included) counts byte by byte.

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

  /// The bytes without the white space at both ends.
  var trimmed: ByteView {
    var start = 0
    var end = count
    while start < end {
      let (scalar, length) = codePoint(at: start)
      guard let scalar, isWhiteSpace(scalar) else { break }
      start += length
    }
    trimming: while start < end {
      // The longest encoding of white space has three bytes.
      for length in 1...Swift.min(3, end - start) {
        let last = codePoint(at: end - length)
        if last.length == length, let scalar = last.value, isWhiteSpace(scalar) {
          end -= length
          continue trimming
        }
      }
      break
    }
    return slice(start, end)
  }
}

extension Unicode.Scalar {
  /// Stands for a byte that is not part of a valid sequence.
  static var replacement: Unicode.Scalar { "\u{fffd}" }
}

/// Whether `scalar` has the Unicode property White_Space.
private func isWhiteSpace(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x09...0x0d, 0x20, 0x85, 0xa0, 0x1680, 0x2000...0x200a, 0x2028, 0x2029, 0x202f, 0x205f,
    0x3000:
    true
  default: false
  }
}
