/// Finds out what stands before the lines of a system that nobody knows.
///
/// A builder's own line cannot be mistaken: `#8 0.280 `, `#8 [4/6] RUN`, `#8 DONE 0.3s`,
/// `Step 4/6 : `, `STEP 4/6: `, `INFO[0010] `, an object of raw progress. What stands before it
/// stands before the program's other lines too, so it is kept in mind.
struct UnknownPrefixes {
  /// What stands before a line's text.
  struct Found {
    /// Where the text begins.
    var end: Int
    var name: [UInt8] = []
    /// The quotation mark in which the text stands; 0 for none.
    var quote: UInt8 = 0
  }

  private struct Known {
    let masked: [UInt8]
    let name: [UInt8]
    let quote: UInt8
  }

  /// The prefixes seen.
  private var known: [Known] = []

  /// So many prefixes are kept in mind, and looked for in so many bytes.
  private static let maximumCount = 48
  private static let maximumLength = 300

  /// Whether any prefix was seen.
  var isInUse: Bool { !known.isEmpty }

  /// The prefix of `line`; nil where none is found.
  mutating func find(in line: ByteView, findsAnchors: Bool) -> Found? {
    let start = line.upTo(min(line.count, Self.maximumLength))
    if findsAnchors, let anchor = Anchor.start(start, line) {
      return anchor > 0 ? learn(line, anchor) : nil
    }
    var found: Found?
    for prefix in known {
      guard let end = Self.fit(prefix.masked, line), end > found?.end ?? 0 else { continue }
      found = Found(end: end, name: prefix.name, quote: prefix.quote)
    }
    return found
  }

  private mutating func learn(_ line: ByteView, _ end: Int) -> Found {
    let last = line[end - 1]
    let isQuote =
      last == UInt8(ascii: "\"") || last == UInt8(ascii: "'") || last == UInt8(ascii: "`")
    let quote = isQuote ? last : 0
    let masked = PrefixName.mask(line.upTo(end))
    for prefix in known where prefix.masked == masked {
      return Found(end: end, name: prefix.name, quote: quote)
    }
    let name = PrefixName.name(masked)
    var isBlank = true
    for byte in masked where byte != UInt8(ascii: " ") { isBlank = false }
    // Blanks alone may be the text's own.
    if !isBlank {
      keep(Known(masked: masked, name: name, quote: quote))
      // Where only some texts need quotation marks, the others stand behind the same prefix.
      if quote != 0 { keep(Known(masked: [UInt8](masked.dropLast()), name: name, quote: 0)) }
    }
    return Found(end: end, name: name, quote: quote)
  }

  private mutating func keep(_ prefix: Known) {
    if known.count >= Self.maximumCount { known.removeFirst() }
    known.append(prefix)
  }

  /// The end of the prefix `masked` at the start of `line`; nil where the line has another one.
  private static func fit(_ masked: [UInt8], _ line: ByteView) -> Int? {
    var index = 0
    for place in masked.indices {
      let byte = masked[place]
      if byte == PrefixName.hole {
        // What differs ends before what follows it in the prefix.
        let next = place + 1 < masked.count ? masked[place + 1] : 0
        if let end = LogTime.end(line, from: index), end < line.count, line[end] == next {
          index = end
          continue
        }
        let start = index
        while index < line.count, isInHole(line[index]), line[index] != next || index == start {
          index += 1
        }
        if index == start { return nil }
      } else if byte == UInt8(ascii: " ") {
        // The last blank is one: those behind it are the text's.
        let start = index
        while index < line.count, line[index].isBlank, place + 1 < masked.count || index == start {
          index += 1
        }
        if index == start { return index == line.count && place + 1 == masked.count ? index : nil }
      } else {
        guard index < line.count, line[index] == byte else { return nil }
        index += 1
      }
    }
    return index
  }

  private static func isInHole(_ byte: UInt8) -> Bool {
    byte.isLetter || byte.isDigit || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
      || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "+")
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "%") || byte == 0xc2 || byte == 0xb5
  }
}

/// The beginnings of builders' lines that cannot be mistaken.
private enum Anchor {
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

/// The seconds since a step began, which BuildKit's plain progress writes before output: three
/// decimals below 10 s, two below 100 s, one from there on.
enum StepTime {
  /// The offset behind the time that `text` begins with and the blank that follows.
  static func end(_ text: ByteView) -> Int? {
    guard let seconds = text.digitsEnd(from: 0, limit: 9), seconds < text.count,
      text[seconds] == UInt8(ascii: "."),
      let end = text.digitsEnd(from: seconds + 1, limit: 3)
    else { return nil }
    if end == text.count { return end }
    return text[end] == UInt8(ascii: " ") ? end + 1 : nil
  }
}
