/// The times that systems write before a line. All are recognised in order to be thrown away.
enum LogTime {
  /// Dates, in which `0` stands for a digit, `9` for one or two, `a` for a letter.
  private static let dates: [StaticString] = [
    "0000-00-00T", "0000-00-00 ", "0000/00/00 ", "0000/00/00T", "00-aaa-0000 ", "00/aaa/0000:",
    "00/aaa/0000 ", "9/9/0000 ", "9/9/0000, ", "9.9.0000 ", "9.9.0000, ", "9-9-0000 ", "aaa 9 ",
    "aaa  9 ", "aaa 9, 0000 ", "aaa aaa 9 ", "aaa aaa  9 ", "aaa, 00 aaa 0000 ", "00 aaa 0000 ",
  ]

  /// The end of the time at `start`, if there is one: a date and a time of day, a time of day
  /// alone, the seconds, or thousandths, since 1970, or what daemontools' `multilog` writes: `@`, then
  /// the seconds and their fraction in 24 hexadecimal digits (TAI64N).
  static func end(_ line: ByteView, from start: Int) -> Int? {
    guard start < line.count else { return nil }
    if line[start].isDigit {
      if let clock = clockEnd(line, start) { return clock }
      if let epoch = epochEnd(line, start) { return epoch }
    } else if line[start] == UInt8(ascii: "@") {
      guard line.hasLiteral("@4000", at: start) else { return nil }
      var end = start + 1
      while end < line.count, line[end].isLowerHexadecimalDigit { end += 1 }
      return end == start + 25 ? end : nil
    } else {
      // A date in words begins with three letters.
      guard line[start].isLetter, start + 3 < line.count,
        line[start + 3] == 0x20 || line[start + 3] == 0x2c
      else { return nil }
    }
    for date in dates {
      if let behind = line.fitEnd(date, at: start), let clock = clockEnd(line, behind) {
        return zoneEnd(line, clock)
      }
    }
    return nil
  }

  /// `04:05:06`, with a fraction of any length, and ` AM` where the hour has one digit.
  private static func clockEnd(_ line: ByteView, _ start: Int) -> Int? {
    guard let end = line.fitEnd("9:00:00", at: start) else { return nil }
    var fraction = end
    if line.fitEnd(".", at: end) ?? line.fitEnd(",", at: end) != nil {
      fraction = line.digitsEnd(from: end + 1) ?? end
    }
    if line.hasLiteral(" AM", at: fraction) || line.hasLiteral(" PM", at: fraction) {
      return fraction + 3
    }
    return fraction
  }

  /// `1770091506`, with a fraction, or that in thousandths, millionths or less.
  private static func epochEnd(_ line: ByteView, _ start: Int) -> Int? {
    guard line[start] == UInt8(ascii: "1"), let end = line.digitsEnd(from: start) else {
      return nil
    }
    switch end - start {
    case 13, 16, 19: return end
    case 10:
      guard line.fitEnd(".", at: end) != nil else { return end }
      return line.digitsEnd(from: end + 1) ?? end
    default: return nil
    }
  }

  /// `Z`, ` UTC`, `+01:00`, ` +0100`, a year, or nothing.
  private static func zoneEnd(_ line: ByteView, _ start: Int) -> Int {
    if line.hasLiteral("Z", at: start) { return start + 1 }
    let index = line.hasLiteral(" ", at: start) ? start + 1 : start
    if line.hasLiteral("UTC", at: index) || line.hasLiteral("GMT", at: index) { return index + 3 }
    for zone: StaticString in ["+0000", "-0000", "+00:00", "-00:00"] {
      if let end = line.fitEnd(zone, at: index) { return end }
    }
    if index > start, let year = line.fitEnd("2000", at: index) {
      return year == line.count || line[year].isBlank ? year : start
    }
    return start
  }

  /// The end of a measured time, as in `12.345`, `+3s` and `1m2s`, with blanks before it. A bare
  /// number counts processes rather than seconds.
  static func elapsedEnd(_ line: ByteView, from start: Int) -> Int? {
    var index = start
    var digits = 0
    loop: while index < line.count {
      switch line[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
      case UInt8(ascii: " "), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: ","),
        UInt8(ascii: "+"), UInt8(ascii: "m"), UInt8(ascii: "s"), UInt8(ascii: "h"):
        break
      default: break loop
      }
      index += 1
    }
    return digits > 0 && digits < index - start ? index : nil
  }
}

extension ByteView {
  /// The end of the bytes at `offset` that have the form of `shape`: `0` stands for a digit, `9`
  /// for one or two, `a` for a letter, anything else for itself.
  func fitEnd(_ shape: StaticString, at offset: Int) -> Int? {
    var index = offset
    for place in 0..<shape.utf8CodeUnitCount {
      guard index < count else { return nil }
      let byte = self[index]
      switch shape.utf8Start[place] {
      case UInt8(ascii: "0"): if !byte.isDigit { return nil }
      case UInt8(ascii: "9"):
        if !byte.isDigit { return nil }
        if index + 1 < count, self[index + 1].isDigit { index += 1 }
      case UInt8(ascii: "a"): if !byte.isLetter { return nil }
      case let expected: if byte != expected { return nil }
      }
      index += 1
    }
    return index
  }
}

/// The words by which loggers say how much a line matters.
enum LogLevel {
  private static let words: [StaticString] = [
    "information", "warning", "notice", "stdout", "stderr", "debug", "error", "fatal", "trace",
    "panic", "info", "warn", "debu", "erro", "fata", "trac", "pani", "inf", "err", "dbg", "wrn",
    "out",
  ]

  /// The longest of them, in bytes.
  private static let longest = 11

  /// Behind the level at `start`, of any case, if one stands there as a word, with the byte `next`
  /// behind it where one is given.
  static func end(_ line: ByteView, from start: Int, before next: UInt8? = nil) -> Int? {
    var end = start
    while end < line.count, end - start <= longest, line[end].isLetter { end += 1 }
    if let next, end == line.count || line[end] != next { return nil }
    for word in words where word.utf8CodeUnitCount == end - start {
      var index = start
      while index < end, line[index] | 0x20 == word.utf8Start[index - start] { index += 1 }
      if index == end { return end }
    }
    return nil
  }
}
