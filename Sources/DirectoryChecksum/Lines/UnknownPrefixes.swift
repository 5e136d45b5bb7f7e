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
    if findsAnchors, let anchor = LineAnchor.start(start, line) {
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
