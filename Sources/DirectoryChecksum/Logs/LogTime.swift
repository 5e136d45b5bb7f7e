/// The times that CI systems write before a line. All are recognised in order to be thrown away.
enum LogTime {
  /// The end of the time at `start`, if there is one: a date and a time of day, a syslog time, or
  /// a time of day alone.
  @inline(never)
  static func end(_ line: ByteView, from start: Int) -> Int? {
    if line.fits("0000-00-00", at: start) || line.fits("0000/00/00", at: start) {
      guard line.fits("T", at: start + 10) || line.fits(" ", at: start + 10),
        let clock = clockEnd(line, start + 11)
      else { return nil }
      return zoneEnd(line, clock)
    }
    // Bamboo's, and syslog's.
    for date: StaticString in ["00-aaa-0000 ", "aaa  0 ", "aaa 00 "]
    where line.fits(date, at: start) {
      return clockEnd(line, start + date.utf8CodeUnitCount)
    }
    return clockEnd(line, start)
  }

  /// `04:05:06`, with a fraction of any length.
  private static func clockEnd(_ line: ByteView, _ start: Int) -> Int? {
    guard line.fits("00:00:00", at: start) else { return nil }
    let end = start + 8
    guard line.fits(".", at: end) || line.fits(",", at: end) else { return end }
    return line.digitsEnd(from: end + 1) ?? end
  }

  /// `Z`, ` UTC`, `+01:00`, ` +0100`, or nothing.
  private static func zoneEnd(_ line: ByteView, _ start: Int) -> Int {
    if line.fits("Z", at: start) { return start + 1 }
    let index = line.fits(" ", at: start) ? start + 1 : start
    if line.hasLiteral("UTC", at: index) { return index + 3 }
    guard line.fits("+", at: index) || line.fits("-", at: index) else { return start }
    if line.fits("0000", at: index + 1) { return index + 5 }
    return line.fits("00:00", at: index + 1) ? index + 6 : start
  }
}

extension ByteView {
  /// Whether the bytes at `offset` have the form of `shape`, in which `0` stands for a digit, `a`
  /// for a letter, and anything else for itself.
  @inline(never)
  func fits(_ shape: StaticString, at offset: Int) -> Bool {
    guard offset >= 0, count - offset >= shape.utf8CodeUnitCount else { return false }
    for index in 0..<shape.utf8CodeUnitCount {
      let byte = self[offset + index]
      switch shape.utf8Start[index] {
      case UInt8(ascii: "0"): if !byte.isDigit { return false }
      case UInt8(ascii: "a"): if !byte.isLetter { return false }
      case let expected: if byte != expected { return false }
      }
    }
    return true
  }
}
