/// What names the program in a prefix of a form that nobody knows: all of it but times, counters
/// and the levels of loggers, since those differ from line to line within one program's output.
enum PrefixName {
  /// A byte that a name has in place of what differs. No text has it.
  static let hole: UInt8 = 0

  /// The prefix with a hole for each part that differs, and with blanks run together.
  static func mask(_ prefix: ByteView) -> [UInt8] {
    var masked: [UInt8] = []
    var index = 0
    while index < prefix.count {
      let byte = prefix[index]
      if byte.isBlank {
        if masked.last != UInt8(ascii: " ") { masked.append(UInt8(ascii: " ")) }
        index += 1
      } else if let end = LogTime.end(prefix, from: index) {
        append(&masked)
        index = end
      } else if isWord(byte) {
        var end = index + 1
        while end < prefix.count, isWord(prefix[end]) { end += 1 }
        if differs(prefix, index, end) {
          append(&masked)
        } else {
          masked.append(prefix.slice(index, end))
        }
        index = end
      } else {
        masked.append(byte)
        index += 1
      }
    }
    return masked
  }

  private static func append(_ masked: inout [UInt8]) {
    if masked.last != hole { masked.append(hole) }
  }

  /// The name in a masked prefix, without the signs around it; empty where it names nothing.
  static func name(_ masked: [UInt8]) -> [UInt8] {
    var name: [UInt8] = []
    for byte in masked where byte != hole { name.append(byte) }
    var start = 0
    while start < name.count, !isNamePart(name[start]) { start += 1 }
    name.removeFirst(start)
    while let last = name.last, !isNamePart(last) || isEmptySign(name) { name.removeLast() }
    return name
  }

  /// Whether what stands before a record names something: in a log's own lines, the words that
  /// begin with a letter.
  static func words(_ prefix: ByteView) -> [UInt8] {
    let masked = mask(prefix)
    for byte in masked where byte.isLetter { return name(masked) }
    return []
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    byte.isLetter || byte.isDigit || byte == UInt8(ascii: "@") || byte == UInt8(ascii: ")")
      || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "]")
  }

  /// Whether a name ends in a bracket or a quotation mark that nothing in it opens, or that has
  /// nothing in it.
  private static func isEmptySign(_ name: [UInt8]) -> Bool {
    let open: UInt8
    switch name[name.count - 1] {
    case UInt8(ascii: ")"): open = UInt8(ascii: "(")
    case UInt8(ascii: "]"): open = UInt8(ascii: "[")
    case UInt8(ascii: "\""): open = UInt8(ascii: "\"")
    default: return false
    }
    for index in 0..<name.count - 1 where name[index] == open { return index + 2 == name.count }
    return true
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte.isLetter || byte.isDigit || byte >= 0x80 || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "/")
      || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "%")
  }
}

extension PrefixName {
  /// Whether a word measures, counts, or says how much the line matters.
  private static func differs(_ line: ByteView, _ start: Int, _ end: Int) -> Bool {
    if LogLevel.end(line, from: start) == end { return true }
    let after = end < line.count ? line[end] : 0x20
    let before = start > 0 ? line[start - 1] : 0x20
    // `L12`, a line's number.
    if line[start] == UInt8(ascii: "L"), line.digitsEnd(from: start + 1) == end { return true }
    var digits = 0
    var letters = 0
    for index in start..<end {
      if line[index].isDigit { digits += 1 }
      if line[index].isLetter || line[index] >= 0x80 { letters += 1 }
    }
    guard digits > 0, line[start].isDigit || line[start] == UInt8(ascii: "+") else { return false }
    if letters > 0 { return isDuration(line, start, end) }
    // `3.5`, `12/40`, `50%`; a part of `04:05`; what a priority in `<14>` says.
    if digits < end - start { return true }
    if after == UInt8(ascii: ":"), end + 1 < line.count, line[end + 1].isDigit { return true }
    if before == UInt8(ascii: ":"), start > 1, line[start - 2].isDigit { return true }
    if before == UInt8(ascii: "<"), after == UInt8(ascii: ">") { return true }
    // `build.log:12:`, as grep writes it.
    if before == UInt8(ascii: ":"), after == UInt8(ascii: ":") { return true }
    // A number that stands right before the text counts lines; any other numbers processes.
    for index in 0..<start where !line[index].isBlank { return false }
    var rest = end
    while rest < line.count, !isWord(line[rest]) { rest += 1 }
    return rest == line.count || LogLevel.end(line, from: rest) != nil
      || LogTime.end(line, from: rest) != nil
  }

  /// Whether a word is a number with a unit of time, or several, as in `1m3s` and `12ms`.
  private static func isDuration(_ line: ByteView, _ start: Int, _ end: Int) -> Bool {
    for index in start..<end {
      switch line[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "+"),
        UInt8(ascii: "m"), UInt8(ascii: "s"), UInt8(ascii: "h"), UInt8(ascii: "d"),
        UInt8(ascii: "u"), UInt8(ascii: "n"), 0xc2, 0xb5:
        break
      default: return false
      }
    }
    return !line[end - 1].isDigit
  }
}
