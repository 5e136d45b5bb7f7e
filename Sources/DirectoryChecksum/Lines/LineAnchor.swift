/// The beginnings of builders' lines that cannot be mistaken.
enum LineAnchor {
  /// Where the first one in `line` stands. `whole` is the line of which `line` is the beginning.
  static func start(_ line: ByteView, _ whole: ByteView) -> Int? {
    var index = 1
    while let next = line.anchorIndex(from: index) {
      index = next
      switch line[index] {
      case UInt8(ascii: "#"):
        if !line[index - 1].isNamePart, isStep(whole.from(index)) { return index }
      case UInt8(ascii: "S"):
        if !line[index - 1].isNamePart, StepHeading(whole.from(index)) != nil {
          return headingStart(line, index)
        }
      case UInt8(ascii: "["):
        if index > 3, let start = levelStart(line, index) { return start }
      case UInt8(ascii: "{"):
        if whole.hasLiteral("{\"", at: index), LogObject.mayBegin(whole.from(index)) {
          return index
        }
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        if index > 5, line.hasLiteral("time=\"", at: index - 5), !line[index - 6].isNamePart,
          line.firstIndex(of: " msg=\"", from: index) != nil
        {
          return index - 5
        }
        // A record does not show what a line is, but one in quotation marks does.
        let text = whole.from(index + 1)
        if RecordHead(text) != nil || isQuotedProgress(text) { return index + 1 }
      case UInt8(ascii: "+"):
        if !line[index - 1].isNamePart, isTarget(whole.from(index)) { return index }
      default: break
      }
      index += 1
    }
    return nil
  }

  /// `#8 0.280 `, `#8 [`, and the ends of steps.
  private static func isStep(_ text: ByteView) -> Bool {
    guard let end = text.digitsEnd(from: 1, limit: 7), text.hasLiteral(" ", at: end) else {
      return false
    }
    let rest = text.from(end + 1)
    if rest.hasLiteral("[") || StepTime.end(rest) != nil { return true }
    for word: StaticString in [
      "DONE ", "CACHED", "CANCELED", "ERROR: ", "...", "building with ", "exporting ",
      "importing cache ", "transferring ", "sha256:", "naming to ", "writing image ", "resolve ",
    ] where rest.hasLiteral(word) {
      return true
    }
    return false
  }

  /// An object of raw progress within quotation marks.
  private static func isQuotedProgress(_ text: ByteView) -> Bool {
    guard text.hasLiteral("{") else { return false }
    var start = 1
    while start < min(text.count, 4), !text[start].isLetter { start += 1 }
    return text.hasLiteral("vertexes", at: start) || text.hasLiteral("logs", at: start)
      || text.hasLiteral("statuses", at: start)
  }

  /// A step of one of Earthly's targets, `+web | --> RUN make`.
  private static func isTarget(_ text: ByteView) -> Bool {
    guard let bar = text.firstIndex(of: " | ") else { return false }
    let rest = text.from(bar + 3).withoutLeadingBlanks
    return rest.hasLiteral("--> ") || rest.hasLiteral("*cached* --> ")
  }

  /// Before the stage and the platform in front of Buildah's `STEP`.
  private static func headingStart(_ line: ByteView, _ step: Int) -> Int {
    var start = step
    while start > 2, line[start - 1] == UInt8(ascii: " "), line[start - 2] == UInt8(ascii: "]") {
      var open = start - 3
      while open > 0, line[open] != UInt8(ascii: "[") { open -= 1 }
      guard line[open] == UInt8(ascii: "["), StepHeading(line.from(open)) != nil,
        line.slice(open, start).contains(UInt8(ascii: "/"))
      else { break }
      start = open
    }
    return start
  }

  /// The level in front of the bracket of `INFO[0010] `.
  private static func levelStart(_ line: ByteView, _ bracket: Int) -> Int? {
    let start = bracket - 4
    guard start > 0, !line[start - 1].isNamePart, LogLevel.end(line, from: start) == bracket else {
      return nil
    }
    let inside = LogTime.end(line, from: bracket + 1) ?? line.digitsEnd(from: bracket + 1)
    return inside.flatMap { line.hasLiteral("] ", at: $0) ? start : nil }
  }
}

extension UInt8 {
  fileprivate var isNamePart: Bool {
    isLetter || isDigit || self == UInt8(ascii: "#") || self == UInt8(ascii: "(")
  }
}

extension ByteView {
  /// The offset of the first byte at or after `start` that an anchor has in it, or of one of the
  /// last seven.
  @inline(never)
  fileprivate func anchorIndex(from start: Int) -> Int? {
    var index = start
    while index + 8 <= count {
      let word = word(at: index)
      func has(_ byte: UInt8) -> UInt64 { (word ^ .eachByte(byte)).zeroBytes }
      let hash = has(UInt8(ascii: "#")) | has(UInt8(ascii: "S")) | has(UInt8(ascii: "["))
      let quote = has(UInt8(ascii: "{")) | has(UInt8(ascii: "\"")) | has(UInt8(ascii: "'"))
      let found = hash | quote | has(UInt8(ascii: "+"))
      if found != 0 { return index + found.trailingZeroBitCount / 8 }
      index += 8
    }
    return index < count ? index : nil
  }
}
