/// The first line that differs between two texts.
package struct LineDifference {
  /// The index of the change that it explains.
  package let change: Int
  /// Counted from 1.
  let number: Int
  /// Nil where the text has ended before it. Of a long line the part with the difference.
  let before: [UInt8]?
  let after: [UInt8]?
}

extension LineDifference {
  /// As many characters are shown of a line.
  private static let width = 100
  /// As many files are shown.
  package static let mostFiles = 20
  /// As many bytes of a file are looked at.
  package static let mostBytes = 1 << 20

  /// Compares two texts; nil where they are none, a NUL being in them, or do not differ.
  package init?(change: Int, _ before: [UInt8], _ after: [UInt8]) {
    for text in [before, after] {
      for byte in text where byte == 0 { return nil }
    }
    var (start, number, index) = (0, 1, 0)
    while index < before.count, index < after.count, before[index] == after[index] {
      if before[index] == UInt8(ascii: "\n") {
        start = index + 1
        number += 1
      }
      index += 1
    }
    if index == before.count, index == after.count { return nil }
    self.change = change
    self.number = number
    // What is equal in front of it does not help where it fills the line.
    let cut = index - start > Self.width / 2 ? index - 20 : start
    let old = Self.line(of: before, start, cut)
    let new = Self.line(of: after, start, cut)
    let isOfLineFeed = old == new
    self.before = isOfLineFeed && index == before.count ? Self.unended(old) : old
    self.after = isOfLineFeed && index == after.count ? Self.unended(new) : new
  }

  private static func unended(_ line: [UInt8]?) -> [UInt8]? {
    line.map { $0 + [UInt8]("  (no line feed at its end)") }
  }

  private static func line(of text: [UInt8], _ start: Int, _ cut: Int) -> [UInt8]? {
    if start >= text.count { return nil }
    var line: [UInt8] = []
    if cut > start { line.append("...") }
    var index = cut
    // Not in the middle of a character.
    while index > start, index < text.count, text[index] & 0xc0 == 0x80 { index -= 1 }
    // Four bytes a character, and no more than can be shown.
    while index < text.count, text[index] != UInt8(ascii: "\n"), line.count < 4 * width {
      line.append(text[index])
      index += 1
    }
    var shown: [UInt8] = []
    shown.append(shown: line)
    guard shown.width > width else { return shown }
    var (end, characters) = (0, 0)
    while end < shown.count {
      if shown[end] & 0xc0 != 0x80 {
        characters += 1
        if characters > width - 3 { break }
      }
      end += 1
    }
    shown.shorten(to: end)
    shown.append("...")
    return shown
  }
}

/// The lines that differ first, of the files of which that is wanted and known.
package struct LineDifferences {
  package var shown: [LineDifference] = []
  /// How many more files there are.
  package var leftOut = 0

  package init() {}
}

extension ChangeReport {
  /// Appends the lines that differ first, of each file.
  func appendLines(to output: inout [UInt8]) {
    for line in lines.shown {
      output.append("\nline ")
      output.append(decimal: UInt64(line.number))
      output.append(" of ")
      output.append(shown: comparison.changes[line.change].record.path)
      output.append("\n")
      append(line.before, "  - ", "\u{1b}[31m", to: &output)
      append(line.after, "  + ", "\u{1b}[32m", to: &output)
    }
    guard lines.leftOut > 0 else { return }
    output.append("\n{more file is|more files are} not shown.\n", count: lines.leftOut)
  }

  private func append(
    _ line: [UInt8]?, _ mark: StaticString, _ color: StaticString, to output: inout [UInt8]
  ) {
    guard let line else { return }
    look.append(color, to: &output)
    output.append(mark)
    output.append(line)
    look.append("\u{1b}[m", to: &output)
    output.append("\n")
  }

  func appendMarkdownLines(reserve: Int, to output: inout [UInt8]) {
    for line in lines.shown {
      var piece = [UInt8]("\n")
      piece.append(code: comparison.changes[line.change].record.path)
      piece.append(", line ")
      piece.append(decimal: UInt64(line.number))
      piece.append(":\n")
      if let before = line.before {
        piece.append("- was ")
        piece.append(code: before)
        piece.append("\n")
      }
      if let after = line.after {
        piece.append("- is ")
        piece.append(code: after)
        piece.append("\n")
      }
      if !output.append(markdown: piece, reserve: reserve) { return }
    }
  }
}
