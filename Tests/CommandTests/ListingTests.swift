import Foundation
import TestSupport
import Testing

/// What a scan prints.
@Suite struct ListingTests {
  private let small = TestTree()
    .file("b.txt", "b\n").file("a.txt", "a\n").file("src/main.c", "int main;\n")
    .directory("empty").link("current", to: "src/main.c").file("src/deep/er/x", "x")

  @Test func `directories come before files and both in byte order`() {
    let lines = Tool.run(small.string).lines
    #expect(
      lines.map { String($0.dropFirst(41)) } == [
        "D .", "D empty", "D src", "D src/deep", "F src/main.c", "F a.txt", "F b.txt",
        "S current",
      ])
  }

  @Test func `a file has the SHA-1 of its content and a link that of its target`() {
    let lines = Tool.run(small.string).lines
    let sums = shell("cd \"$1\"; sha1sum <a.txt; printf %s src/main.c | sha1sum", [small.path])
      .lines.map { String($0.prefix(40)) }
    #expect(lines.contains("\(sums[0]) F a.txt"))
    #expect(lines.contains("\(sums[1]) S current"))
  }

  @Test func `an empty directory is the SHA-1 of nothing`() {
    #expect(
      Tool.run(small.string).lines.contains("da39a3ee5e6b4b0d3255bfef95601890afd80709 D empty"))
  }

  @Test(arguments: [
    ("0", ["."]), ("1", [".", "empty", "src", "a.txt", "b.txt", "current"]),
    (
      "all",
      [
        ".", "empty", "src", "src/deep", "src/deep/er", "src/deep/er/x", "src/main.c", "a.txt",
        "b.txt", "current",
      ]
    ),
  ])
  func `the depth cuts what is printed`(_ depth: String, _ paths: [String]) {
    #expect(Tool.run("-d", depth, small.string).lines.map { String($0.dropFirst(43)) } == paths)
  }

  @Test func `the depth never changes a digest`() {
    let root = Tool.run("-d", "0", small.string).lines.first
    #expect(root != nil)
    #expect(Tool.run("-d", "all", small.string).lines.first == root)
    small.file("src/deep/er/x", "y")
    #expect(Tool.run("-d", "0", small.string).lines.first != root)
  }

  @Test(arguments: [
    ["-max-depth", "1"], ["-max-depth=1"], ["--max-depth", "1"], ["--max-depth=1"], ["-d", "1"],
    ["-d1"], ["-d=1"],
  ])
  func `every spelling of the depth is the same`(_ spelling: [String]) {
    let outcome = execute(Tool.command + (spelling + [small.string]).map { Array($0.utf8) })
    #expect(outcome.status == 0)
    #expect(outcome.text == Tool.run("-d", "1", small.string).text)
  }

  @Test func `an option may stand behind the path`() {
    #expect(Tool.run(small.string, "-d", "1").text == Tool.run("-d", "1", small.string).text)
  }

  @Test func `without a path it lists the current directory`() {
    let outcome = Tool.inShell("cd \"\(small.string)\" && exec \"$@\"", "-d", "1")
    #expect(outcome.text == Tool.run("-d", "1", small.string).text)
  }

  @Test func `a directory named like a command is listed as a path`() {
    let tree = TestTree().file("diff/a", "a")
    let outcome = Tool.inShell("cd \"\(tree.string)\" && exec \"$@\"", "./diff")
    #expect(outcome.lines.map { String($0.dropFirst(41)) } == ["D .", "F a"])
  }

  @Test func `a path that is a link to a directory is followed`() {
    small.link("way", to: "src")
    let through = Tool.run("\(small.string)/way").text
    #expect(through == Tool.run("\(small.string)/src").text)
  }

  @Test func `the output is the same with one thread and with many`() {
    let one = Tool.run("-d", "all", "-j", "1", small.string)
    #expect(Tool.run("-d", "all", "-j", "64", small.string).output == one.output)
  }

  @Test func `a special file is left out with a warning on standard error`() {
    let plain = TestTree().file("plain", "plain")
    let special = TestTree().file("plain", "plain").fifo("fifo")
    let outcome = Tool.run(special.string)
    #expect(outcome.status == 0)
    #expect(outcome.text == Tool.run(plain.string).text)
    #expect(outcome.complaints == "dchecksum: fifo: skipped, a FIFO has no content\n")
  }

  @Test(.enabled(if: Fixture.hasPython))
  func `a tree of odd names and sizes is listed as by the original`() throws {
    let tree = TestTree()
    let root = "\(tree.string)/tree"
    let made = shell(
      "python3 \"$1\" \"$2\" 1",
      [Array(Fixture.path("parity/maketree.py").utf8), Array(root.utf8)])
    try #require(made.status == 0, "\(made.complaints)")
    for depth in ["0", "1", "2", "1000"] {
      let file = Fixture.path("parity/seed1.depth\(depth)")
      let expected = shell("cat \"$1\" 2>/dev/null || gzip -dc \"$1.gz\"", [Array(file.utf8)])
      let outcome = Tool.run("-d", depth, root)
      #expect(outcome.status == 0)
      #expect(Fixture.unescaped(outcome.output) == expected.output, "at depth \(depth)")
    }
  }
}
