/// What reports for people look like, whatever they tell.
package struct ReportLook: Sendable {
  /// Whether the text may hold escape sequences for colours.
  package var usesColor: Bool
  /// Whether each path and each step is shown, however many there are.
  package var listsAll: Bool

  package init(usesColor: Bool = false, listsAll: Bool = false) {
    self.usesColor = usesColor
    self.listsAll = listsAll
  }
}

extension ReportLook {
  /// The columns of a terminal, and its lines.
  static let width = 80
  static let height = 24

  /// Appends the escape sequence of a colour, where there are any.
  func append(_ color: StaticString, to output: inout [UInt8]) {
    if usesColor { output.append(color) }
  }

  /// Appends a word in a colour.
  func append(_ word: StaticString, _ color: StaticString, to output: inout [UInt8]) {
    append(color, to: &output)
    output.append(word)
    append("\u{1b}[m", to: &output)
  }
}

extension [UInt8] {
  /// How many columns it takes: as many as it has characters.
  var width: Int {
    var width = 0
    for byte in self where byte & 0xc0 != 0x80 { width += 1 }
    return width
  }

  var lineCount: Int {
    var count = 0
    for byte in self where byte == UInt8(ascii: "\n") { count += 1 }
    return count
  }
}
