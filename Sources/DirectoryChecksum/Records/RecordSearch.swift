/// Finds a record in a line that has other text before it.
enum RecordSearch {
  /// A line with more texts than this that begin like a record, but are none, holds none: a bound
  /// on the work that a hostile line can cause.
  private static let maximumAttempts = 8

  /// A record, and where in its line it begins.
  struct Found {
    let offset: Int
    let record: Record
    /// Nil where the record does not say it.
    let format: DigestFormat?
  }

  /// A line that is one JSON object, or the leftmost record that is not preceded by a letter or a
  /// digit. It reaches to the end of `line`: what looks like another record in it is part of a name.
  static func first(in line: ByteView) -> Found? {
    if line.first == UInt8(ascii: "{"), let json = RecordJSON(line) {
      return Found(offset: 0, record: json.record, format: json.format)
    }
    var attempts = 0
    // The shortest digest covers one of any 40 consecutive bytes.
    var index = 39
    while index < line.count {
      let isMark = line[index] == UInt8(ascii: "?")
      guard isMark || line[index].isLowerHexadecimalDigit else {
        index += 40
        continue
      }
      var start = index
      while start > 0, belongs(line[start - 1], isMark) { start -= 1 }
      var end = index + 1
      while end < line.count, belongs(line[end], isMark) { end += 1 }
      if end - start == 40 || end - start == 64, isStart(start, in: line),
        end + 2 < line.count, line[end] == UInt8(ascii: " ")
      {
        // Behind a backslash it is escaped, or was cut within what is.
        let isEscaped = start > 0 && line[start - 1] == UInt8(ascii: "\\")
        let offset = isEscaped && isStart(start - 1, in: line) ? start - 1 : start
        if let found = text(in: line, at: offset) { return found }
        attempts += 1
        if attempts == maximumAttempts { return nil }
      }
      index = end + 39
    }
    return nil
  }

  private static func text(in line: ByteView, at offset: Int) -> Found? {
    RecordText(line.from(offset)).map {
      Found(offset: offset, record: $0.record, format: $0.format)
    }
  }

  private static func belongs(_ byte: UInt8, _ isMark: Bool) -> Bool {
    isMark ? byte == UInt8(ascii: "?") : byte.isLowerHexadecimalDigit
  }

  private static func isStart(_ offset: Int, in line: ByteView) -> Bool {
    guard offset > 0 else { return true }
    return !line[offset - 1].isLetter && !line[offset - 1].isDigit
  }
}
