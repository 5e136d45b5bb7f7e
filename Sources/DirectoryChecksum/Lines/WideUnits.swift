/// The code units of UTF-16 or UTF-32.
struct WideUnits {
  /// In bytes: 2 or 4.
  let width: Int
  let isBigEndian: Bool

  init(width: Int, isBigEndian: Bool) {
    self.width = width
    self.isBigEndian = isBigEndian
  }

  /// Those of which a byte order mark stands at `index`; nil where there is none. Nobody writes
  /// UTF-32 with the higher bytes first.
  init?(markAt index: Int, in bytes: ByteView) {
    func has(_ first: UInt8, _ second: UInt8, _ index: Int) -> Bool {
      index + 1 < bytes.count && bytes[index] == first && bytes[index + 1] == second
    }
    isBigEndian = has(0xfe, 0xff, index)
    guard isBigEndian || has(0xff, 0xfe, index) else { return nil }
    width = !isBigEndian && has(0, 0, index + 2) ? 4 : 2
  }
}

extension WideUnits {
  /// The unit at `index`, where there is one.
  func unit(of bytes: ByteView, at index: Int) -> UInt32 {
    var unit: UInt32 = 0
    for place in 0..<width {
      let shift = UInt32(8 * (isBigEndian ? width - 1 - place : place))
      unit |= UInt32(bytes[index + place]) << shift
    }
    return unit
  }

  /// Whether the unit at `index` is there and an ASCII character.
  func areCharacter(in bytes: ByteView, at index: Int) -> Bool {
    guard index >= 0, bytes.count - index >= width else { return false }
    let unit = unit(of: bytes, at: index)
    return unit < 0x80 && UInt8(unit).isText
  }
}

extension UInt8 {
  /// Whether it is printable ASCII, a tab or a line end.
  var isText: Bool {
    self >= 0x20 && self < 0x7f || self == 0x0a || self == 0x0d || self == 0x09
  }
}
