/// Takes a line's text out of what it is wrapped in: quotation marks, or the elements of a page.
enum QuotedText {
  /// Appends the text that stands in quotation marks from the start of `text` on; nothing closes
  /// it where the line is cut. `before` is the byte before the quotation mark, which tells a
  /// spreadsheet's way, where the mark is written twice, from a program's, with backslashes.
  static func unquote(_ text: ByteView, quote: UInt8, before: UInt8, into line: inout [UInt8]) {
    let isColumn = before == UInt8(ascii: ",") || before == UInt8(ascii: ";") || before == 0x09
    let hasBackslashes =
      quote == UInt8(ascii: "\"") && (!isColumn || text.firstIndex(of: "\\\"") != nil)
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte == UInt8(ascii: "\\"), hasBackslashes, index + 1 < text.count {
        append(escape: text[index + 1], to: &line)
        index += 2
        continue
      }
      if byte == quote {
        guard index + 1 < text.count, text[index + 1] == quote else { return }
        index += 1
      }
      line.append(byte)
      index += 1
    }
  }

  private static func append(escape byte: UInt8, to line: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "t"): line.append(0x09)
    case UInt8(ascii: "n"): line.append(0x0a)
    case UInt8(ascii: "r"): line.append(0x0d)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "'"):
      line.append(byte)
    default:
      line.append(UInt8(ascii: "\\"))
      line.append(byte)
    }
  }
}

extension QuotedText {
  /// Whether a line is an element of a page, or several.
  static func isMarkup(_ line: ByteView) -> Bool {
    let text = line.withoutLeadingBlanks
    guard text.count > 6 else { return false }
    var end = text.count
    while end > 0, text[end - 1].isSpace { end -= 1 }
    let hasBreak = text.hasLiteral("<br/>", at: end - 5) || text.hasLiteral("<br>", at: end - 4)
    guard text[0] == UInt8(ascii: "<"), text[1].isLetter || text[1] == UInt8(ascii: "/") else {
      return hasBreak
    }
    return hasBreak || text.hasLiteral(">", at: end - 1) && text.firstIndex(of: "</") != nil
  }

  /// Whether a file's first line begins a page, or a document with the characters of one.
  static func beginsPage(_ line: ByteView) -> Bool {
    let text = line.withoutLeadingBlanks
    for name: StaticString in ["<html", "<!DOCTYPE", "<!doctype", "<?xml", "<body", "<pre"]
    where text.hasLiteral(name) { return true }
    return false
  }

  /// Appends the text of a line of a page: without its elements, a blank between two of them that
  /// both hold text, and with the characters that its entities stand for.
  static func appendText(ofMarkup line: ByteView, to text: inout [UInt8]) {
    var index = 0
    var closes = false
    while index < line.count {
      let byte = line[index]
      if byte == UInt8(ascii: "<"), index + 1 < line.count,
        line[index + 1].isLetter || line[index + 1] == UInt8(ascii: "/"),
        let end = line.firstIndex(of: UInt8(ascii: ">"), from: index)
      {
        let isEnd = line[index + 1] == UInt8(ascii: "/")
        if !isEnd, closes, let last = text.last, !last.isBlank { text.append(0x20) }
        closes = isEnd
        index = end + 1
        continue
      }
      closes = false
      if byte == UInt8(ascii: "&"), let (character, count) = entity(line, index) {
        text.append(scalar: character)
        index += count
      } else {
        text.append(byte)
        index += 1
      }
    }
  }

  private static func entity(_ line: ByteView, _ start: Int) -> (UInt32, Int)? {
    let names: [(StaticString, UInt32)] = [
      ("&amp;", 0x26), ("&lt;", 0x3c), ("&gt;", 0x3e), ("&quot;", 0x22), ("&apos;", 0x27),
      ("&nbsp;", 0x20),
    ]
    for (name, character) in names where line.hasLiteral(name, at: start) {
      return (character, name.utf8CodeUnitCount)
    }
    guard line.hasLiteral("&#", at: start) else { return nil }
    let isHexadecimal = line.hasLiteral("x", at: start + 2) || line.hasLiteral("X", at: start + 2)
    var index = start + (isHexadecimal ? 3 : 2)
    var value: UInt32 = 0
    while index < line.count, index < start + 10, let digit = line[index].hexadecimalValue {
      guard isHexadecimal || digit < 10 else { return nil }
      value = value * (isHexadecimal ? 16 : 10) + UInt32(digit)
      index += 1
    }
    guard line.hasLiteral(";", at: index), value > 0, value < 0x11_0000 else { return nil }
    return (value, index + 1 - start)
  }
}

extension ByteView {
  /// Whether no-break spaces stand where a builder or a record has blanks, as in a page's copy.
  var hasNoBreakSpaces: Bool {
    guard let first = firstIndex(of: "\u{a0}") else { return false }
    // Whatever stands first on a builder's line, a blank follows it.
    if !upTo(first).contains(0x20) { return true }
    var index = first
    while index > 0, self[index - 1].isLowerHexadecimalDigit { index -= 1 }
    return first - index == 40 || first - index == 64
  }

  /// The bytes with blanks for no-break spaces.
  func appendWithBlanks(to text: inout [UInt8]) {
    var index = 0
    while index < count {
      let isSpace = hasLiteral("\u{a0}", at: index)
      text.append(isSpace ? 0x20 : self[index])
      index += isSpace ? 2 : 1
    }
  }
}
