/// Terminal escape sequences in logs: colours, Buildkite's times (APC), Jenkins' notes.
enum EscapeSequences {
  static let escape: UInt8 = 0x1b

  /// Appends `line` without its escape sequences.
  static func strip(_ line: ByteView, into text: inout [UInt8]) {
    var index = 0
    while index < line.count {
      if line[index] == escape {
        index = end(of: line, from: index)
      } else {
        text.append(line[index])
        index += 1
      }
    }
  }

  /// The offset behind the sequence that begins at `start`.
  private static func end(of line: ByteView, from start: Int) -> Int {
    guard start + 1 < line.count else { return line.count }
    switch line[start + 1] {
    case UInt8(ascii: "["):
      if line.hasLiteral("8mha:", at: start + 2) {
        // A Jenkins note hides its base64 text between "conceal" and "reset".
        let note = line.firstIndex(of: escape, from: start + 2) ?? line.count
        return line.hasLiteral("[0m", at: note + 1) ? note + 4 : start + 4
      }
      return controlEnd(line, from: start + 2)
    case UInt8(ascii: "]"), UInt8(ascii: "_"), UInt8(ascii: "P"), UInt8(ascii: "^"),
      UInt8(ascii: "X"):
      return stringEnd(line, from: start + 2)
    default:
      // Intermediate bytes, then a final one.
      var index = start + 1
      while index < line.count, line[index] & 0xf0 == 0x20 { index += 1 }
      return index < line.count && (0x30..<0x7f).contains(line[index]) ? index + 1 : index
    }
  }

  /// Behind a control sequence: parameter and intermediate bytes, then a final one. What cannot
  /// belong to it ends it.
  private static func controlEnd(_ line: ByteView, from start: Int) -> Int {
    var index = start
    while index < line.count, (0x20..<0x40).contains(line[index]) { index += 1 }
    return index < line.count && (0x40..<0x7f).contains(line[index]) ? index + 1 : index
  }

  /// Behind a string that BEL or ESC \ ends. One that nothing ends hides nothing: only its
  /// introducer goes.
  private static func stringEnd(_ line: ByteView, from start: Int) -> Int {
    var index = start
    while index < line.count, line[index] != 0x07, line[index] != escape { index += 1 }
    if index == line.count { return start }
    if line[index] == 0x07 { return index + 1 }
    return line.hasLiteral("\\", at: index + 1) ? index + 2 : start
  }
}
