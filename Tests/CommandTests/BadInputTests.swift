import Foundation
import TestSupport
import Testing

/// One clear line for each way in which a scan cannot be done as asked.
@Suite struct BadInputTests {
  private let tree = TestTree().file("file", "x")

  private func expectTrouble(_ outcome: Outcome, _ complaint: String) {
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.complaints == "dchecksum: \(complaint)\n")
  }

  @Test func `a path that does not exist`() {
    expectTrouble(Tool.run("/no/such/path"), "/no/such/path: No such file or directory")
  }

  @Test func `an empty path`() {
    expectTrouble(Tool.run(""), "'': No such file or directory")
  }

  @Test func `a path that is a file`() {
    let file = "\(tree.string)/file"
    expectTrouble(
      Tool.run(file),
      "\(file): Not a directory, nor an archive; of a log, see 'dchecksum steps' and 'extract'")
  }

  @Test(arguments: ["--frobnicate", "-q", "-lq", "--xyz", "--é"])
  func `an unknown option`(_ option: String) {
    let shown = option == "-lq" ? "-q" : option
    expectTrouble(
      Tool.run(option, tree.string), "unknown option '\(shown)' (see 'dchecksum --help')")
  }

  @Test(arguments: [
    ["--max", "--max", "--max-depth"], ["--jsonx", "--jsonx", "--json"],
    ["--jsno", "--jsno", "--json"], ["--outptu=x", "--outptu", "--output"],
    ["-nul", "-nul", "--null"], ["--one-filesystem", "--one-filesystem", "--one-file-system"],
    ["--lines", "--lines", "'dchecksum diff --lines'"],
    ["--target=x", "--target", "'dchecksum explain --target'"],
  ])
  func `an option that is mistyped, or another command's`(_ words: [String]) {
    expectTrouble(
      Tool.run(words[0], tree.string),
      "unknown option '\(words[1])' (did you mean \(words[2])? see 'dchecksum --help')")
  }

  @Test(arguments: [
    ["--json", "--null"], ["--null", "--json"],
  ])
  func `options that exclude each other`(_ options: [String]) {
    expectTrouble(
      Tool.run(options[0], options[1], tree.string),
      "--json and --null exclude each other (see 'dchecksum --help')")
  }

  @Test(arguments: ["-1", "two", "", "1.5", "99999999999999999999", "0x2", " 1"])
  func `a depth that is no number`(_ depth: String) {
    let shown = depth.isEmpty ? "''" : "'\(depth)'"
    expectTrouble(
      Tool.run("--max-depth=\(depth)", tree.string),
      "option '--max-depth' wants a number of levels from 0, or 'all', not \(shown) "
        + "(see 'dchecksum --help')")
  }

  @Test func `a missing value`() {
    expectTrouble(Tool.run("-d"), "option '-d' needs a value (see 'dchecksum --help')")
  }

  @Test func `a value where none belongs`() {
    expectTrouble(
      Tool.run("--long=yes", tree.string),
      "option '--long' takes no value (see 'dchecksum --help')")
  }

  @Test func `no threads at all`() {
    expectTrouble(
      Tool.run("-j", "0", tree.string),
      "option '-j' wants a number of threads from 1, not '0' (see 'dchecksum --help')")
  }

  @Test func `two paths`() {
    expectTrouble(
      Tool.run("/", "b"),
      "only one PATH can be listed, not '/' and 'b' (see 'dchecksum --help')")
  }

  @Test func `an output in a directory that does not exist`() {
    expectTrouble(
      Tool.run("-o", "/no/such/place/list", tree.string),
      "/no/such/place/list: No such file or directory")
  }

  @Test func `an output that is a directory`() {
    expectTrouble(
      Tool.run("-o", tree.string, "\(tree.string)"), "\(tree.string): Is a directory")
  }

  @Test func `an output on a full disk`() {
    expectTrouble(
      Tool.run("-o", "/dev/full", tree.string), "/dev/full: No space left on device")
  }

  @Test func `standard output on a full disk`() {
    let outcome = Tool.inShell("exec \"$@\" >/dev/full", tree.string)
    expectTrouble(outcome, "standard output: No space left on device")
  }

  @Test func `standard output closed`() {
    let outcome = Tool.inShell("exec \"$@\" >&-", tree.string)
    expectTrouble(outcome, "standard output: Bad file descriptor")
  }

  @Test func `a reader that has gone ends the program as the shell expects`() {
    for index in 0..<2000 { tree.file(Name("many/\(index)")) }
    let outcome = Tool.inShell(
      "{ \"$@\"; echo $? >&3; } 3>&2 | head -n 1 >/dev/null", "-d", "all", tree.string)
    let lines = outcome.complaints.split(separator: "\n")
    #expect(lines.last == "141")
    #expect(!outcome.complaints.contains("Broken pipe"))
  }

  @Test func `a name in a message is escaped`() {
    let outcome = Tool.run(Array("/no/\u{1B}[31mred\n\u{85}".utf8))
    expectTrouble(outcome, "/no/\\x1b[31mred\\n\\xc2\\x85: No such file or directory")
  }
}
