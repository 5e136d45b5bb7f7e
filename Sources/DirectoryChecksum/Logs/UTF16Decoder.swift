/// Turns UTF-16, as Windows PowerShell writes it, into UTF-8, piece by piece.
struct UTF16Decoder {
  private let isBigEndian: Bool
  /// The first byte of a unit whose second has not come yet.
  private var half: UInt8?
  /// The first unit of a surrogate pair whose second has not come yet; 0 for none.
  private var high: UInt32 = 0

  init(isBigEndian: Bool) {
    self.isBigEndian = isBigEndian
  }

  /// Appends the text of `bytes` to `text`. Half a surrogate pair becomes U+FFFD.
  mutating func decode(_ bytes: ByteView, into text: inout [UInt8]) {
    for byte in bytes {
      guard let first = half else {
        half = byte
        continue
      }
      half = nil
      append(UInt32(isBigEndian ? first : byte) << 8 | UInt32(isBigEndian ? byte : first), &text)
    }
  }

  private mutating func append(_ unit: UInt32, _ text: inout [UInt8]) {
    if high != 0 {
      if 0xdc00..<0xe000 ~= unit {
        text.append(scalar: 0x10000 + (high - 0xd800) << 10 + (unit - 0xdc00))
        high = 0
        return
      }
      text.append(scalar: 0xfffd)
      high = 0
    }
    switch unit {
    case 0xd800..<0xdc00: high = unit
    case 0xdc00..<0xe000: text.append(scalar: 0xfffd)
    default: text.append(scalar: unit)
    }
  }
}
