import Foundation
import TestSupport
import Testing

/// `--baseline FILE`: what changed since the run before.
@Suite struct BaselineTests {
  private let tree = TestTree().file("a", "1").file("src/b", "2").file("src/deep/er/c", "3")
  private let place = TestTree()
  private var file: String { "\(place.string)/list" }

  private func content(_ path: String) -> String? {
    try? String(contentsOfFile: path, encoding: .utf8)
  }

  private func names() -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: place.string)) ?? []).sorted()
  }

  private func run(_ options: String...) -> Outcome {
    execute(
      Tool.command + (["--baseline", file] + options + [tree.string]).map { Array($0.utf8) })
  }

  private func listing(_ options: String...) -> String {
    execute(Tool.command + (options + [tree.string]).map { Array($0.utf8) }).text
  }

  @Test func `the first run writes it, and says so`() {
    let outcome = run()
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
    #expect(outcome.complaints == "dchecksum: \(file): written; the next run compares with it\n")
    #expect(content(file) == listing("-l", "-d", "all"))
    #expect(names() == ["list"])
  }

  @Test func `the next run says what changed, and the one behind it that nothing did`() {
    _ = run()
    tree.file("src/deep/er/c", "4")
    let second = run("--exit-code")
    #expect(second.status == 1)
    #expect(second.complaints.isEmpty)
    #expect(second.lines.contains("content     src/deep/er/c"))
    #expect(content(file) == listing("-l", "-d", "all"))
    let third = run("--exit-code")
    #expect(third.status == 0)
    #expect(third.lines[0].hasPrefix("No difference"))
    tree.mode("a", 0o600)
    #expect(run().status == 0)
    #expect(run("--json").lines.allSatisfy { $0.hasPrefix("{\"verdict\"") })
  }

  @Test func `the report is that of diff`() {
    _ = run()
    let before = content(file) ?? ""
    place.file("copy", before)
    tree.file("new", "n")
    let diff = Tool.run("diff", "\(place.string)/copy", tree.string).lines
    let own = run().lines
    #expect(own.map { $0.replacingOccurrences(of: file, with: "\(place.string)/copy") } == diff)
    tree.file("newer", "n")
    #expect(run("--markdown").lines[0] == "### COPY . would run again: 1 change")
  }

  @Test(arguments: [
    "text\n", "", "\n", "# a comment\n", "da39a3ee5e6b4b0d3255bfef95601890afd80709 D .",
    "#7 0.1 da39a3ee5e6b4b0d3255bfef95601890afd80709 D .\n",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709 D .\r\n",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709 D .\n\n",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709 F a\n",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709 D .\nrest\n",
    "da39a3ee5e6b4b0d3255bfef95601890afd80708 D .\nda39a3ee5e6b4b0d3255bfef95601890afd80709 F a\n",
  ])
  func `what is no listing to its last byte is left untouched`(_ text: String) {
    place.file("list", text)
    let outcome = run()
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(
      outcome.complaints == "dchecksum: \(file): not a complete listing and nothing else; "
        + "left as it is\n")
    #expect(content(file) == text)
    #expect(names() == ["list"])
  }

  @Test func `half a listing, and two, are left untouched`() {
    _ = run()
    let whole = content(file) ?? ""
    for text in [String(whole.dropLast(30)), whole + whole, String(whole.dropFirst(80))] {
      place.file("list", text)
      #expect(run().status == 2)
      #expect(content(file) == text)
    }
  }

  @Test(arguments: [
    [], ["-l"], ["-d", "all"], ["--json"], ["-0"], ["--digest", "buildkit", "-l"],
  ])
  func `a listing of any kind is one`(_ options: [String]) {
    let text = execute(Tool.command + (options + [tree.string]).map { Array($0.utf8) })
    place.file("list", text.output)
    let outcome = run()
    #expect(outcome.status == 0, "\(outcome.complaints)")
    let isBuildKit = options.contains("buildkit")
    #expect(
      content(file)
        == (isBuildKit
          ? listing("-l", "-d", "all", "--digest", "buildkit") : listing("-l", "-d", "all")))
  }

  @Test func `digests of another kind than asked for are told apart`() {
    _ = run()
    let before = content(file)
    let outcome = run("--digest", "buildkit")
    #expect(outcome.status == 2)
    #expect(content(file) == before)
  }

  @Test(.enabled(if: Machine.canBeNobody)) func `what could not be read is no baseline`() {
    _ = run()
    let before = content(file)
    tree.file("a", "changed").mode("a", 0)
    _ = shell(
      "chmod 777 \"$1\"; chmod 755 \"$2\"", [Array(place.string.utf8), Array(tree.string.utf8)])
    let outcome = Tool.inShell(
      "setpriv --reuid 65534 --clear-groups \"$@\"", "--baseline", file, tree.string)
    #expect(outcome.status == 1)
    #expect(outcome.complaints.contains("\(file): kept: not all could be read"))
    #expect(content(file) == before)
  }

  @Test func `a file in the directory is no part of either side`() {
    let own = "\(tree.string)/src/list"
    let first = Tool.run("--baseline", own, tree.string)
    #expect(first.status == 0)
    #expect(
      first.complaints == "dchecksum: \(own): lies in what is compared, and is left out; a build "
        + "takes it, unless .dockerignore has the line src/list\n"
        + "dchecksum: \(own): written; the next run compares with it\n")
    let second = Tool.run("--baseline", own, tree.string)
    #expect(second.status == 0)
    #expect(second.lines[0].hasPrefix("No difference"))
    // A listing that was made elsewhere knows of the file that it is itself.
    let whole = Tool.run("-l", "-d", "all", tree.string).text
    #expect(whole.contains("src/list"))
    tree.file("src/list", whole)
    let third = Tool.run("--baseline", own, "--exit-code", tree.string)
    #expect(third.status == 0, "\(third.text)")
    tree.file(".dockerignore", "src/list\n")
    let quiet = Tool.run("--baseline", own, "--dockerignore", tree.string)
    #expect(quiet.complaints.isEmpty)
    #expect(quiet.lines.contains("added       .dockerignore"))
  }

  @Test func `a place that takes no file`() {
    place.fifo("list")
    #expect(run().status == 2)
    let folder = Tool.run("--baseline", place.string, tree.string)
    #expect(folder.complaints == "dchecksum: \(place.string): Is a directory\n")
    #expect(Tool.run("--baseline", "/no/such/list", tree.string).status == 2)
  }

  @Test(arguments: ["--exit-code", "--markdown", "--list"])
  func `what goes with it does not go alone`(_ option: String) {
    let outcome = Tool.run(option, tree.string)
    #expect(outcome.status == 2)
    #expect(
      outcome.complaints
        == "dchecksum: \(option) goes with --baseline (see 'dchecksum --help')\n")
  }

  @Test func `two at a time`() {
    for index in 0..<300 { tree.file(Name("many/\(index)")) }
    _ = run()
    let outcome = Tool.inShell(
      """
      for i in 1 2 3 4 5 6 7 8; do "$@" & done
      wait
      """, "--baseline", file, tree.string)
    #expect(outcome.lines.filter { $0.hasPrefix("No difference") }.count == 8)
    #expect(content(file) == listing("-l", "-d", "all"))
    #expect(names() == ["list"])
  }
}
