// The few character classes that records and logs are made of, all of them ASCII.

extension UInt8 {
  var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }

  var isOctalDigit: Bool { self &- UInt8(ascii: "0") < 8 }

  /// A letter of ASCII in lower case, any other byte as it is.
  var lowercased: UInt8 { self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self }

  var isLetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }

  /// A space or a tab.
  var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}

extension UInt64 {
  /// Eight times the same byte.
  static func eachByte(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }

  /// Not zero where one of the eight bytes is zero, with the highest bit of the lowest such byte as
  /// its lowest.
  var zeroBytes: UInt64 { (self &- Self.eachByte(1)) & ~self & Self.eachByte(0x80) }
}

// A line is looked at in many places. What is more than a comparison is never inlined: the code of
// a reader that knows two dozen formats would be mostly copies of these loops.

extension ByteView {
  /// The offset of the first `byte` at or after `start`, found eight bytes at a time.
  @inline(never)
  func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
    let pattern = UInt64.eachByte(byte)
    var index = start
    while index + 8 <= count {
      let zeros = (word(at: index) ^ pattern).zeroBytes
      if zeros != 0 { return index + zeros.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < count {
      if self[index] == byte { return index }
      index += 1
    }
    return nil
  }

  /// The eight bytes from `index` on, the first of them the lowest.
  func word(at index: Int) -> UInt64 {
    UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
  }

  /// The offset of the first occurrence of `literal`, which is not empty, at or after `start`.
  @inline(never)
  package func firstIndex(of literal: StaticString, from start: Int = 0) -> Int? {
    var index = start
    while let found = firstIndex(of: literal.utf8Start[0], from: index) {
      if hasLiteral(literal, at: found) { return found }
      index = found + 1
    }
    return nil
  }

  /// The bytes without the blanks they begin with.
  @inline(never)
  var withoutLeadingBlanks: ByteView {
    var start = 0
    while start < count, self[start].isBlank { start += 1 }
    return from(start)
  }

  /// The bytes without the blanks they end with.
  @inline(never)
  var withoutTrailingBlanks: ByteView {
    var end = count
    while end > 0, self[end - 1].isBlank { end -= 1 }
    return upTo(end)
  }
}
