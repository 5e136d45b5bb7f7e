/// The base64 encoding of RFC 4648, section 4.
enum Base64 {
  /// Appends the bytes that `text` stands for; false, with nothing appended, where it is not
  /// base64 of whole bytes. Padding may be missing.
  static func decode(_ text: ByteView, into bytes: inout [UInt8]) -> Bool {
    var count = text.count
    while count > 0, text[count - 1] == UInt8(ascii: "="), text.count - count < 2 { count -= 1 }
    guard count % 4 != 1 else { return false }
    let length = bytes.count
    bytes.reserveCapacity(length + count / 4 * 3 + 2)
    var bits: UInt32 = 0
    for index in 0..<count {
      guard let value = value(text[index]) else {
        bytes.shorten(to: length)
        return false
      }
      bits = bits << 6 | value
      switch index & 3 {
      case 1: bytes.append(UInt8(truncatingIfNeeded: bits >> 4))
      case 2: bytes.append(UInt8(truncatingIfNeeded: bits >> 2))
      case 3: bytes.append(UInt8(truncatingIfNeeded: bits))
      default: break
      }
    }
    return true
  }

  private static func value(_ digit: UInt8) -> UInt32? {
    switch digit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}

extension [UInt8] {
  /// Appends `bytes` in Base64 with padding (RFC 4648, section 4).
  mutating func append(base64 bytes: [UInt8]) {
    var index = 0
    while index < bytes.count {
      let count = Swift.min(3, bytes.count - index)
      var group: UInt32 = 0
      for offset in 0..<3 {
        group = group << 8 | (offset < count ? UInt32(bytes[index + offset]) : 0)
      }
      for digit in 0..<4 {
        let value = UInt8(truncatingIfNeeded: group >> UInt32(18 - 6 * digit)) & 0x3f
        append(digit <= count ? base64Digit(value) : UInt8(ascii: "="))
      }
      index += 3
    }
  }
}

private func base64Digit(_ value: UInt8) -> UInt8 {
  switch value {
  case 0..<26: UInt8(ascii: "A") + value
  case 26..<52: UInt8(ascii: "a") + value - 26
  case 52..<62: UInt8(ascii: "0") + value - 52
  case 62: UInt8(ascii: "+")
  default: UInt8(ascii: "/")
  }
}
