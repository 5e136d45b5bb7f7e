/// The lines of a Dockerfile, and what its first ones say about how the others are read.
///
/// A line ends in LF, and CRs before it are no part of it; neither is a byte order mark in front of
/// the first. Parser directives are lines `# NAME = VALUE` with a known name at the very beginning:
/// the first line that is anything else, be it empty, ends them.
struct DockerfileLines {
  private let bytes: ByteView
  private var index = 0
  /// The number of the line taken last, from 1.
  private(set) var number = 0
  /// What joins a line with the next, and quotes: a backslash, or what a directive says.
  private(set) var escape = UInt8(ascii: "\\")
  /// The image that a `syntax` directive hands the file to; empty where there is none.
  private(set) var syntax: [UInt8] = []

  init(_ bytes: ByteView) throws(DockerfileError) {
    self.bytes = bytes
    if hasByteOrderMark(bytes) { index = 3 }
    try readDirectives()
  }
}

extension DockerfileLines {
  /// Takes the next line; nil at the end.
  mutating func next() -> ByteView? {
    guard index < bytes.count else { return nil }
    let end = bytes.firstIndex(of: UInt8(ascii: "\n"), from: index) ?? bytes.count
    let line = bytes.slice(index, end).withoutCarriageReturns
    index = end + 1
    number += 1
    return line
  }

  private mutating func readDirectives() throws(DockerfileError) {
    let start = self
    var seen: [StaticString] = []
    while let line = next() {
      guard let (name, value) = Self.directive(line) else { break }
      for other in seen where other.utf8Start == name.utf8Start {
        throw DockerfileFault(.duplicateDirective, [UInt8](name)).at(number)
      }
      seen.append(name)
      if name.utf8Start == Self.names[0].utf8Start { syntax = [UInt8](value) }
      if name.utf8Start == Self.names[1].utf8Start {
        guard value.isLiteral("\\") || value.isLiteral("`") else {
          throw DockerfileFault(.badEscape, [UInt8](value)).at(number)
        }
        escape = value[0]
      }
    }
    // Directives are comments as well, so that the instructions are read from the first line on.
    index = start.index
    number = 0
  }

  private static let names: [StaticString] = ["syntax", "escape", "check"]

  /// The name and the value of a line that is a directive.
  private static func directive(_ line: ByteView) -> (StaticString, ByteView)? {
    let text = line.withoutLeadingSpace
    guard text.first == UInt8(ascii: "#") else { return nil }
    let rest = text.from(1).withoutLeadingSpace
    var end = 0
    while end < rest.count, rest[end].isLetter || rest[end].isDigit { end += 1 }
    let equals = rest.from(end).withoutLeadingSpace
    guard equals.first == UInt8(ascii: "=") else { return nil }
    let value = equals.from(1).trimmed
    for name in names where !value.isEmpty && rest.upTo(end).isWord(name) { return (name, value) }
    return nil
  }
}

extension ByteView {
  /// The bytes without the CRs they end with.
  fileprivate var withoutCarriageReturns: ByteView {
    var end = count
    while end > 0, self[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return upTo(end)
  }

  /// The bytes without the white space they begin with.
  var withoutLeadingSpace: ByteView {
    var start = 0
    while start < count, self[start].isWhiteSpace { start += 1 }
    return from(start)
  }

  /// Whether these are the letters of `word`, which has lower-case ones, in either case.
  @inline(never)
  func isWord(_ word: StaticString) -> Bool {
    guard count == word.utf8CodeUnitCount else { return false }
    for index in 0..<count where self[index].lowercased != word.utf8Start[index] { return false }
    return true
  }
}

extension UInt8 {
  /// White space in ASCII: space, tab, LF, VT, FF, CR.
  var isWhiteSpace: Bool { self == 0x20 || self &- 0x09 < 5 }
}
