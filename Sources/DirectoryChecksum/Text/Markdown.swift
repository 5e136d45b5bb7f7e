/// What Markdown as GitHub and GitLab render it needs, so that a name stays a name.
package enum Markdown {
  /// As many bytes as a report may have: a comment may have 64 KiB, and has a frame of its own.
  package static let limit = 60_000
}

extension [UInt8] {
  /// Appends a name, a path or another text that is not ours as a code span, which is all that it
  /// can be: in front and behind stand more backticks than follow each other in it, and what could
  /// end the line, or be obeyed by a CI runner, is escaped as in a listing.
  ///
  /// In a table a bar ends a cell even within a code span, unless a backslash stands before it.
  package mutating func append(code name: [UInt8], inTable: Bool = false) {
    var text: [UInt8] = []
    text.append(shown: name)
    if text.isEmpty { text = [UInt8](" ") }
    let backtick = UInt8(ascii: "`")
    var (run, longest) = (0, 0)
    for byte in text {
      run = byte == backtick ? run + 1 : 0
      longest = longest > run ? longest : run
    }
    for _ in 0...longest { append(backtick) }
    // One blank at each end is taken for padding where both are there, unless all are blanks.
    let needsPadding =
      text[0] == backtick || text[text.count - 1] == backtick
      || text[0] == UInt8(ascii: " ") && text[text.count - 1] == UInt8(ascii: " ")
    if needsPadding { append(UInt8(ascii: " ")) }
    for byte in text {
      if inTable, byte == UInt8(ascii: "|") { append(UInt8(ascii: "\\")) }
      append(byte)
    }
    if needsPadding { append(UInt8(ascii: " ")) }
    for _ in 0...longest { append(backtick) }
  }

  /// Appends `piece`, whole or not at all, where what is there has room for it and for `reserve`
  /// bytes behind it within ``Markdown/limit``.
  package mutating func append(markdown piece: [UInt8], reserve: Int) -> Bool {
    guard count + piece.count + reserve <= Markdown.limit else { return false }
    append(piece)
    return true
  }
}
