import TestSupport
import Testing

/// `diff --lines`: the first line that differs.
@Suite struct LinesTests {
  private let before = TestTree()
  private let after = TestTree()

  private func lines(_ options: String...) -> [String] {
    let words = ["diff", "--lines"] + options + [before.string, after.string]
    return execute(Tool.command + words.map { Array($0.utf8) }).lines
  }

  private func compare(_ old: String, _ new: String) -> [String] {
    before.file("f", old)
    after.file("f", new)
    let lines = lines()
    guard let start = lines.firstIndex(where: { $0.hasPrefix("line ") }) else { return [] }
    return Array(lines[start...].prefix { $0.hasPrefix("line ") || $0.hasPrefix("  ") })
  }

  @Test func `the first line that differs, before and after`() {
    #expect(
      compare("one\ntwo\nthree\n", "one\nzwei\ndrei\n") == ["line 2 of f", "  - two", "  + zwei"])
    #expect(compare("a\n", "a\nb\n") == ["line 2 of f", "  + b"])
    #expect(
      compare("a", "a\n") == ["line 1 of f", "  - a  (no line feed at its end)", "  + a"])
    #expect(compare("", "x") == ["line 1 of f", "  + x"])
  }

  @Test func `nothing without being asked`() {
    before.file("f", "secret 1")
    after.file("f", "secret 2")
    #expect(!Tool.run("diff", before.string, after.string).text.contains("secret"))
  }

  @Test func `where a side is no directory it says why there are none`() {
    let place = TestTree()
    before.file("f", "a")
    #expect(Tool.run("-o", "\(place.string)/l", before.string).status == 0)
    let outcome = Tool.run("diff", "--lines", "\(place.string)/l", before.string)
    #expect(outcome.status == 0)
    #expect(outcome.complaints.contains("--lines"))
    #expect(!Tool.run("diff", "--lines", before.string, before.string).complaints.contains("--l"))
  }

  @Test func `what is no text has no lines`() {
    #expect(compare("a\0b", "a\0c").isEmpty)
  }

  @Test func `what could harm is escaped, and long lines are cut`() {
    #expect(
      compare("::error::a\n", "##[error]\u{1b}[31m\n")
        == ["line 1 of f", "  - ::error::a", "  + \\x23\\x23[error]\\x1b[31m"])
    let long = String(repeating: "é", count: 300)
    let found = compare("\(long)a\(long)", "\(long)b\(long)")
    #expect(found.count == 3)
    #expect(found.dropFirst().allSatisfy { $0.count <= 104 })
    #expect(found[1].contains("éa") && found[2].contains("éb"))
  }

  @Test func `twenty files and no more`() {
    for index in 0..<30 {
      before.file(Name("\(index)"), "1")
      after.file(Name("\(index)"), "2")
    }
    let found = lines()
    #expect(found.filter { $0.hasPrefix("line 1 of ") }.count == 20)
    #expect(found.contains("10 more files are not shown."))
  }
}
