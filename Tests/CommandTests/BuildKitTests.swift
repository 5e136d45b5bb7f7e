import Foundation
import TestSupport
import Testing

/// The answers of running BuildKit daemons: digests from their databases, and whether a COPY ran
/// again. Devices and `trusted.*` attributes take root to make.
@Suite struct BuildKitTests {
  @Test(.enabled(if: Fixture.hasPython && geteuid() == 0))
  func `digests and verdicts are the daemons'`() {
    let tree = TestTree()
    let outcome = shell(
      "exec python3 \"$@\"",
      [Array(Fixture.path("buildkit/answers.py").utf8), tree.path] + Tool.command)
    #expect(outcome.text == "89 asked\n", "\(outcome.complaints)")
  }

  @Test(arguments: [0o710, 0o751] as [mode_t])
  func `a listing of digests alone is whole whatever the directories' modes`(_ mode: mode_t) {
    let tree = TestTree()
    for number in 0..<300 { tree.file(.init(stringLiteral: "apart/\(number)")) }
    tree.mode("apart", mode)
    let records = Tool.run("--digest", "buildkit", "-d", "all", tree.string).lines
    let log = records.map { "#6 0.1 \($0)\n" }.joined()
    let place = TestTree().file("log", "#6 [2/2] RUN dchecksum\n\(log)#6 DONE 0.1s\n")
    let found = Tool.run("extract", place.string + "/log")
    #expect(found.lines.first?.hasPrefix("# listing 1 complete ") == true)
  }

  @Test func `links below a name with an arrow are read back from NUL records`() {
    let tree = TestTree().link("x -> y/l", to: "a -> b").link("x -> y/m -> n", to: "c")
      .link("k", to: "x -> y/l")
    let place = TestTree().file(
      "list", Tool.run("-0", "-l", "--digest", "buildkit", "-d", "all", tree.string).output)
    let outcome = Tool.run("diff", place.string + "/list", tree.string)
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("5 entries, complete"))
  }
}
