/// A log in columns with names, of which one is the line's text.
///
///     "timestamp","message"
///     2026-02-03T04:05:06Z,"#7 [2/4] COPY a, b ./"
struct LogTable {
  private let separator: UInt8
  /// The column of the text, from 0.
  private let column: Int

  /// Reads a file's first line; nil where it names no columns, or none that is a text.
  init?(header: ByteView) {
    var text = header.hasLiteral("\u{feff}") ? header.from(3) : header
    if text.last == UInt8(ascii: "\r") { text = text.upTo(text.count - 1) }
    for byte in text {
      guard byte != UInt8(ascii: ","), byte != UInt8(ascii: ";"), byte != 0x09 else {
        var number = 0
        var name: [UInt8] = []
        while Self.read(text, byte, number, into: &name) {
          if LogObject.isText(name) {
            (separator, column) = (byte, number)
            return
          }
          name = []
          number += 1
        }
        return nil
      }
      guard
        byte.isLetter || byte.isDigit || byte == 0x20 || byte == UInt8(ascii: "\"")
          || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "@") || byte == UInt8(ascii: ".")
      else { return nil }
    }
    return nil
  }

  /// Appends the text of a row; false where the line has not as many columns.
  func readText(of row: ByteView, into text: inout [UInt8]) -> Bool {
    Self.read(row, separator, column, into: &text)
  }

  private static func read(
    _ row: ByteView, _ separator: UInt8, _ column: Int, into text: inout [UInt8]
  ) -> Bool {
    var left = column
    var index = 0
    while left >= 0 {
      var isQuoted = row.hasLiteral("\"", at: index)
      if isQuoted { index += 1 }
      while index < row.count, isQuoted || row[index] != separator {
        var byte = row[index]
        index += 1
        if byte == UInt8(ascii: "\""), isQuoted {
          // Two stand for one.
          guard row.hasLiteral("\"", at: index) else {
            isQuoted = false
            continue
          }
          byte = row[index]
          index += 1
        }
        if left == 0 { text.append(byte) }
      }
      if index >= row.count { return left == 0 }
      index += 1
      left -= 1
    }
    return true
  }
}
