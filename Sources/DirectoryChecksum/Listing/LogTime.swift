/// The times that CI systems write before a line. All are recognised in order to be thrown away.
enum LogTime {
  /// The end of the time at `start`, if there is one: a date and a time of day, a syslog time, or
  /// a time of day alone.
  @inline(never)
  static func end(_ line: ByteView, from start: Int) -> Int? {
    if let date = isoDateEnd(line, start) {
      guard date < line.count, line[date] == UInt8(ascii: "T") || line[date] == UInt8(ascii: " "),
        let clock = clockEnd(line, date + 1)
      else { return nil }
      return zoneEnd(line, clock)
    }
    if let date = bambooDateEnd(line, start) ?? syslogDateEnd(line, start) {
      return date < line.count && line[date] == UInt8(ascii: " ") ? clockEnd(line, date + 1) : nil
    }
    return clockEnd(line, start)
  }

  /// `2026-02-03` or `2026/02/03`.
  private static func isoDateEnd(_ line: ByteView, _ start: Int) -> Int? {
    guard line.count - start >= 10, areDigits(line, start, 4), areDigits(line, start + 5, 2),
      areDigits(line, start + 8, 2), line[start + 4] == line[start + 7],
      line[start + 4] == UInt8(ascii: "-") || line[start + 4] == UInt8(ascii: "/")
    else { return nil }
    return start + 10
  }

  /// `03-Feb-2026`.
  private static func bambooDateEnd(_ line: ByteView, _ start: Int) -> Int? {
    guard line.count - start >= 11, areDigits(line, start, 2), areLetters(line, start + 3, 3),
      areDigits(line, start + 7, 4), line[start + 2] == UInt8(ascii: "-"),
      line[start + 6] == UInt8(ascii: "-")
    else { return nil }
    return start + 11
  }

  /// `Feb  3` or `Feb 13`.
  private static func syslogDateEnd(_ line: ByteView, _ start: Int) -> Int? {
    guard line.count - start >= 6, areLetters(line, start, 3),
      line[start + 3] == UInt8(ascii: " "),
      line[start + 4] == UInt8(ascii: " ") || line[start + 4].isDigit, line[start + 5].isDigit
    else { return nil }
    return start + 6
  }

  /// `04:05:06`, with a fraction of any length.
  private static func clockEnd(_ line: ByteView, _ start: Int) -> Int? {
    guard line.count - start >= 8, areDigits(line, start, 2), areDigits(line, start + 3, 2),
      areDigits(line, start + 6, 2), line[start + 2] == UInt8(ascii: ":"),
      line[start + 5] == UInt8(ascii: ":")
    else { return nil }
    let end = start + 8
    if end < line.count, line[end] == UInt8(ascii: ".") || line[end] == UInt8(ascii: ",") {
      return line.digitsEnd(from: end + 1) ?? end
    }
    return end
  }

  /// `Z`, ` UTC`, `+01:00`, ` +0100`, or nothing.
  private static func zoneEnd(_ line: ByteView, _ start: Int) -> Int {
    var index = start
    if index < line.count, line[index] == UInt8(ascii: "Z") { return index + 1 }
    if index < line.count, line[index] == UInt8(ascii: " ") { index += 1 }
    if line.hasLiteral("UTC", at: index) { return index + 3 }
    guard index < line.count,
      line[index] == UInt8(ascii: "+") || line[index] == UInt8(ascii: "-"),
      line.count - index >= 5, areDigits(line, index + 1, 2)
    else { return start }
    if areDigits(line, index + 3, 2) { return index + 5 }
    if line.count - index >= 6, line[index + 3] == UInt8(ascii: ":"),
      areDigits(line, index + 4, 2)
    {
      return index + 6
    }
    return start
  }

  private static func areDigits(
    _ line: ByteView, _ start: Int, _ count: Int
  ) -> Bool {
    for index in start..<start + count where !line[index].isDigit { return false }
    return true
  }

  private static func areLetters(
    _ line: ByteView, _ start: Int, _ count: Int
  ) -> Bool {
    for index in start..<start + count where !line[index].isLetter { return false }
    return true
  }
}
