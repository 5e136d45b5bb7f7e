import Testing

@testable import DirectoryChecksum

@Suite struct MarkdownTests {
  static func code(_ name: String, inTable: Bool = false) -> String {
    var output: [UInt8] = []
    output.append(code: Array(name.utf8), inTable: inTable)
    return String(decoding: output, as: UTF8.self)
  }

  @Test(arguments: [
    ("src/a.txt", "`src/a.txt`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("``", "``` `` ```"),
    ("a``b`c", "```a``b`c```"), ("`a", "`` `a ``"), (" a", "` a`"), (" a ", "`  a  `"),
    ("</code><script>", "`</code><script>`"), ("a\nb", "`a\\nb`"),
    ("##[error]", "`\\x23\\x23[error]`"),
    ("*_[x](y)", "`*_[x](y)`"), ("a|b", "`a|b`"),
  ])
  func `a name is a code span and nothing else`(_ name: String, _ expected: String) {
    #expect(Self.code(name) == expected)
  }

  @Test func `a bar in a table does not end the cell`() {
    #expect(Self.code("a|b||", inTable: true) == "`a\\|b\\|\\|`")
    #expect(Self.code("a\\|b", inTable: true) == "`a\\\\|b`")
  }

  @Test func `a piece that does not fit is left out whole`() {
    var output = [UInt8](repeating: 0x20, count: Markdown.limit - 10)
    let piece = [UInt8](repeating: 0x61, count: 6)
    let (isCut, isWhole) = (
      output.append(markdown: piece, reserve: 5), output.append(markdown: piece, reserve: 4)
    )
    #expect(!isCut && isWhole)
    #expect(output.count == Markdown.limit - 4)
  }
}
