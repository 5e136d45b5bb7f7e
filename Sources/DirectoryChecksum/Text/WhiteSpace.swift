// White space as Unicode has it, which is what lines of ignore files are trimmed of.

extension ByteView {
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

/// Whether `scalar` has the Unicode property White_Space.
private func isWhiteSpace(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x09...0x0d, 0x20, 0x85, 0xa0, 0x1680, 0x2000...0x200a, 0x2028, 0x2029, 0x202f, 0x205f,
    0x3000:
    true
  default: false
  }
}
