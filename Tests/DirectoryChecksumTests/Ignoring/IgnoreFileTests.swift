import Testing

@testable import DirectoryChecksum

/// From the bytes of a file to rules.
@Suite struct IgnoreFileTests {
  private let source = [UInt8]("docker/prod.dockerignore".utf8)

  private func rules(_ file: [UInt8]) throws(IgnoreError) -> [IgnoreRule] {
    var rules = IgnoreRules()
    try rules.append(file: file, source: source)
    return (0..<rules.count).map { rules[$0] }
  }

  private func rules(_ file: String) throws(IgnoreError) -> [IgnoreRule] {
    try rules([UInt8](file.utf8))
  }

  @Test func `a rule knows its file, its line and its text as written`() throws {
    let rules = try rules("\u{feff}# comment\r\n\n  ./a//b/ \t\r\n#x\n ! docs/\u{a0}\n/!x")
    #expect(rules.map(\.line) == [3, 5, 6])
    #expect(rules.map { IgnoreFixture.text($0.text) } == ["./a//b/", "! docs/", "/!x"])
    #expect(rules.map(\.isException) == [false, true, true])
    #expect(rules.allSatisfy { $0.source == source })
  }

  @Test(arguments: ["", "\n\n", "#", "# a", "  \n\t\r\n", "\u{feff}", "\u{feff}#a\n\u{2003}\n"])
  func `a file without patterns has no rules`(_ file: String) throws {
    #expect(try rules(file).isEmpty)
  }

  @Test func `a carriage return alone ends no line`() throws {
    #expect(try rules("a\rb\n").map { IgnoreFixture.text($0.text) } == ["a\rb"])
  }

  @Test func `a byte order mark counts on the first line alone`() throws {
    let rules = try rules("\u{feff}a\n\u{feff}b\n")
    #expect(rules.map { $0.text } == [[0x61], [0xef, 0xbb, 0xbf, 0x62]])
  }

  @Test func `a line may have 65535 bytes`() throws {
    let longest = [UInt8](repeating: 0x61, count: 65535)
    #expect(try rules(longest).count == 1)
    #expect(try rules(longest + [0x0a] + longest + [0x0a]).count == 2)
  }

  @Test(arguments: [0x61, 0x23, 0x20] as [UInt8])
  func `a longer line is refused, whatever is in it`(_ byte: UInt8) {
    let file = [UInt8]("a\n[\n".utf8) + [UInt8](repeating: byte, count: 65536)
    let error = IgnoreError.lineTooLong(source: source, line: 3)
    #expect(throws: error) { try rules(file) }
    #expect(throws: error) { try rules(file + [0x0a, 0x61]) }
  }

  @Test func `the first rule that has no meaning is reported`() {
    let rule = IgnoreRule(
      source: source, line: 2, text: [UInt8]("! /".utf8), isException: true)
    #expect(throws: IgnoreError.unusable(rule, .emptyException)) { try rules("a\n! /\n[\n") }
  }

  @Test func `rules from options come after those of the file`() throws {
    var rules = IgnoreRules()
    try rules.append(file: [UInt8]("a\n".utf8), source: source)
    try rules.append(pattern: [UInt8](" !b/ ".utf8), source: [UInt8]("--exclude".utf8))
    #expect(rules.count == 2)
    #expect(
      rules[1]
        == IgnoreRule(
          source: [UInt8]("--exclude".utf8), line: nil, text: [UInt8]("!b/".utf8),
          isException: true))
  }

  @Test func `an option is no comment and may be empty`() throws {
    var rules = IgnoreRules()
    try rules.append(pattern: [UInt8]("#a#".utf8), source: [])
    try rules.append(pattern: [UInt8](" ".utf8), source: [])
    #expect(rules.count == 1)
    #expect(try rules.explain([UInt8]("#a#".utf8)).isExcluded)
  }

  @Test func `a list has the rules before the one that was refused`() {
    var rules = IgnoreRules()
    #expect(throws: IgnoreError.self) {
      try rules.append(file: [UInt8]("a\nb\n[\nc\n".utf8), source: source)
    }
    #expect(rules.count == 2)
  }
}
