/// Reads one JSON text from front to back, without building a tree of it.
///
/// Strict as RFC 8259 is, except that strings may hold bytes that are not UTF-8. The caller asks
/// for what it expects and skips what it does not know; nothing recurses, and values nested deeper
/// than 64 levels are refused.
struct JSONReader {
  private let bytes: ByteView
  /// The offset of the next byte to read.
  private(set) var position: Int

  /// Reads from `position` on.
  init(_ bytes: ByteView, from position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }
}

extension JSONReader {
  /// Skips white space and gives the byte behind it, without reading it; nil at the end.
  mutating func peek() -> UInt8? {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0a, 0x0d: position += 1
      case let byte: return byte
      }
    }
    return nil
  }

  /// Reads `byte`, after white space, if it is the next one.
  mutating func skip(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    position += 1
    return true
  }

  /// Reads `literal`, after white space, if it is what comes next.
  mutating func skip(literal: StaticString) -> Bool {
    guard peek() != nil, bytes.hasLiteral(literal, at: position) else { return false }
    position += literal.utf8CodeUnitCount
    return true
  }

  /// Reads a member's name into `name` and the colon behind it. `isFirst` says whether the object
  /// has just begun. Nil at the object's end, which is read as well.
  mutating func nextMember(
    isFirst: Bool, into name: inout [UInt8]
  ) throws(JSONError) -> Bool {
    if skip(UInt8(ascii: "}")) { return false }
    if !isFirst, !skip(UInt8(ascii: ",")) { throw .malformed }
    try readString(into: &name)
    guard skip(UInt8(ascii: ":")) else { throw .malformed }
    return true
  }

  /// Goes to an array's next element; false at the array's end, which is read as well.
  mutating func nextElement(isFirst: Bool) throws(JSONError) -> Bool {
    if skip(UInt8(ascii: "]")) { return false }
    if !isFirst, !skip(UInt8(ascii: ",")) { throw .malformed }
    return true
  }
}

/// A text is no JSON, or not the value that was asked for.
enum JSONError: Error {
  case malformed
}

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

extension JSONReader {
  /// Reads a number and puts the bytes that write it into `number`.
  mutating func readNumber(into number: inout [UInt8]) throws(JSONError) {
    guard peek() != nil else { throw .malformed }
    let start = position
    try skipScalar()
    number = [UInt8](bytes.slice(start, position))
  }

  /// Reads a value of any kind and forgets it.
  mutating func skipValue() throws(JSONError) {
    var depth = 0
    // One bit for each open bracket: whether it is an object's.
    var objects: UInt64 = 0
    var needsValue = true
    repeat {
      guard let byte = peek() else { throw .malformed }
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard needsValue, depth < 64 else { throw .malformed }
        position += 1
        depth += 1
        objects = objects << 1 | (byte == UInt8(ascii: "{") ? 1 : 0)
        if skip(closing(objects)) {
          depth -= 1
          objects >>= 1
          needsValue = false
        } else if objects & 1 == 1 {
          try skipName()
        }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard !needsValue, depth > 0, byte == closing(objects) else { throw .malformed }
        position += 1
        depth -= 1
        objects >>= 1
      case UInt8(ascii: ","):
        guard !needsValue, depth > 0 else { throw .malformed }
        position += 1
        needsValue = true
        if objects & 1 == 1 { try skipName() }
      default:
        guard needsValue else { throw .malformed }
        if byte == UInt8(ascii: "\"") { try skipString() } else { try skipScalar() }
        needsValue = false
      }
    } while depth > 0
  }

  private func closing(_ objects: UInt64) -> UInt8 {
    objects & 1 == 1 ? UInt8(ascii: "}") : UInt8(ascii: "]")
  }

  private mutating func skipName() throws(JSONError) {
    guard peek() == UInt8(ascii: "\"") else { throw .malformed }
    try skipString()
    guard skip(UInt8(ascii: ":")) else { throw .malformed }
  }

  private mutating func skipString() throws(JSONError) {
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") { return }
      if byte < 0x20 { throw .malformed }
      if byte == UInt8(ascii: "\\") {
        guard position < bytes.count else { throw .malformed }
        position += 1
      }
    }
    throw .malformed
  }

  /// Reads a number, `true`, `false` or `null`.
  private mutating func skipScalar() throws(JSONError) {
    if skip(literal: "true") || skip(literal: "false") || skip(literal: "null") { return }
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
        UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
        position += 1
      default:
        if position == start { throw .malformed }
        return
      }
    }
    if position == start { throw .malformed }
  }
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
