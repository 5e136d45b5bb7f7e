// A JSON string, read and written.

extension JSONReader {
  /// Reads a string and puts its bytes, unescaped, into `string`.
  mutating func readString(into string: inout [UInt8]) throws(JSONError) {
    string.removeAll(keepingCapacity: true)
    guard skip(UInt8(ascii: "\"")) else { throw .malformed }
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return
      case UInt8(ascii: "\\"): try readEscape(into: &string)
      case 0..<0x20: throw .malformed
      default: string.append(byte)
      }
    }
    throw .malformed
  }

  private mutating func readEscape(into string: inout [UInt8]) throws(JSONError) {
    guard position < bytes.count else { throw .malformed }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): string.append(byte)
    case UInt8(ascii: "b"): string.append(0x08)
    case UInt8(ascii: "f"): string.append(0x0c)
    case UInt8(ascii: "n"): string.append(0x0a)
    case UInt8(ascii: "r"): string.append(0x0d)
    case UInt8(ascii: "t"): string.append(0x09)
    case UInt8(ascii: "u"): string.append(scalar: try readScalar())
    default: throw .malformed
    }
  }

  /// Reads the digits behind `\u`, and the second half of a surrogate pair; half a pair stands for
  /// U+FFFD.
  private mutating func readScalar() throws(JSONError) -> UInt32 {
    let unit = try readUnit()
    switch unit {
    case 0xd800..<0xdc00:
      let start = position
      guard bytes.hasLiteral("\\u", at: position) else { return 0xfffd }
      position += 2
      let low = try readUnit()
      guard (0xdc00..<0xe000).contains(low) else {
        position = start
        return 0xfffd
      }
      return 0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00)
    case 0xdc00..<0xe000: return 0xfffd
    default: return unit
    }
  }

  private mutating func readUnit() throws(JSONError) -> UInt32 {
    guard bytes.count - position >= 4 else { throw .malformed }
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let value = bytes[position].hexadecimalValue else { throw .malformed }
      unit = unit << 4 | UInt32(value)
      position += 1
    }
    return unit
  }
}

extension [UInt8] {
  /// Appends `,"NAME":` and the text: as a JSON string where it is UTF-8, else in Base64 with
  /// `_base64` after the name.
  ///
  /// What ``ShownText`` calls harmful is escaped, so that a JSON line in a log is as safe as a
  /// record there; it reads back as the same bytes.
  mutating func append(jsonMember name: StaticString, _ text: [UInt8]) {
    let shown = ShownText(text)
    append(",\"")
    append(name)
    if shown.isUTF8 {
      append("\":\"")
      shown.appendEscaped(asJSON: true, to: &self)
    } else {
      append("_base64\":\"")
      append(base64: text)
    }
    append(UInt8(ascii: "\""))
  }
}
