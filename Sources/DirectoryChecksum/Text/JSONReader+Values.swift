extension JSONReader {
  /// Goes through the members of an object; `body` reads the value of each, whose name is in
  /// `name`. Another value than an object is skipped.
  mutating func readMembers(
    _ body: (_ name: [UInt8], _ reader: inout JSONReader) throws(JSONError) -> Void
  ) throws(JSONError) {
    guard skip(UInt8(ascii: "{")) else { return try skipValue() }
    var name: [UInt8] = []
    var isFirst = true
    while try nextMember(isFirst: isFirst, into: &name) {
      isFirst = false
      try body(name, &self)
    }
  }

  /// The same for the elements of an array.
  mutating func readElements(
    _ body: (_ reader: inout JSONReader) throws(JSONError) -> Void
  ) throws(JSONError) {
    guard skip(UInt8(ascii: "[")) else { return try skipValue() }
    var isFirst = true
    while try nextElement(isFirst: isFirst) {
      isFirst = false
      try body(&self)
    }
  }

  /// A string; empty for any other value.
  mutating func readText() throws(JSONError) -> [UInt8] {
    guard peek() == UInt8(ascii: "\"") else {
      try skipValue()
      return []
    }
    var text: [UInt8] = []
    try readString(into: &text)
    return text
  }

  /// Whether the value is `true`.
  mutating func readFlag() throws(JSONError) -> Bool {
    if skip(literal: "true") { return true }
    try skipValue()
    return false
  }
}
