/// What a long listing says of an entry's extended attributes: the digits behind `:x=`.
public struct AttributesTag: Hashable, Sendable {
  /// The first eight bytes, big-endian, of a SHA-256 over the attributes' names and values; where
  /// ``isShort``, the first four bytes of another one.
  public let value: UInt64
  /// Whether it has eight digits, as dchecksum 1.0 wrote it, and not sixteen. A short tag and a long
  /// one say of each other no more than that there are attributes on both sides.
  public let isShort: Bool

  public init(_ value: UInt64, isShort: Bool = false) {
    self.value = value
    self.isShort = isShort
  }
}

extension AttributesTag {
  /// Whether two tags, nil for no attributes, show that the attributes differ.
  static func differ(_ left: AttributesTag?, _ right: AttributesTag?) -> Bool {
    guard let left, let right else { return left != right }
    return left.isShort == right.isShort && left.value != right.value
  }
}

extension AttributesTag {
  /// Reads exactly sixteen lower-case hexadecimal digits, or eight.
  package init?(digits: ByteView) {
    guard digits.count == 16 || digits.count == 8 else { return nil }
    var value: UInt64 = 0
    for digit in digits {
      guard digit.isLowerHexadecimalDigit, let nibble = digit.hexadecimalValue else { return nil }
      value = value << 4 | UInt64(nibble)
    }
    self.init(value, isShort: digits.count == 8)
  }
}

extension [UInt8] {
  /// Appends the digits of a tag.
  package mutating func append(_ tag: AttributesTag) {
    var shift: UInt64 = tag.isShort ? 32 : 64
    while shift > 0 {
      shift -= 8
      append(hexadecimal: UInt8(truncatingIfNeeded: tag.value >> shift))
    }
  }
}
