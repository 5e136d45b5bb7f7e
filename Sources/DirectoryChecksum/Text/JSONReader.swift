/// Reads one JSON text from front to back, without building a tree of it.
///
/// Strict as RFC 8259 is, except that strings may hold bytes that are not UTF-8. The caller asks
/// for what it expects and skips what it does not know; nothing recurses, and values nested deeper
/// than 64 levels are refused.
struct JSONReader {
  let bytes: ByteView
  /// The offset of the next byte to read.
  var position: Int

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
    scan: while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
        UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
        position += 1
      default: break scan
      }
    }
    // `-e` is an option of test(1), and no number.
    let first = start + (start < position && bytes[start] == UInt8(ascii: "-") ? 1 : 0)
    guard first < position, bytes[first].isDigit, bytes[position - 1].isDigit else {
      throw .malformed
    }
  }
}
