import TestSupport
import Testing

/// What the program says of itself, and to those who mistype its commands.
@Suite struct HelpTests {
  private static let commands = ["diff", "steps", "explain", "why", "extract", "help"]

  @Test func `the help names all commands`() {
    let outcome = Tool.run("--help")
    #expect(outcome.status == 0)
    #expect(outcome.complaints.isEmpty)
    for command in Self.commands {
      #expect(outcome.lines.contains { $0.hasPrefix("  \(command) ") })
    }
    #expect(Tool.run("help").output == outcome.output)
    #expect(Tool.run("-h").output == outcome.output)
    #expect(Tool.run("-help", "--nonsense").output == outcome.output)
  }

  @Test(arguments: commands) func `a command has a help of its own`(_ command: String) {
    let outcome = Tool.run(command, "--help")
    #expect(outcome.status == 0)
    #expect(outcome.lines.first?.hasPrefix("Usage: dchecksum \(command) ") == true)
    #expect(Tool.run("help", command).output == outcome.output)
    #expect(Tool.run(command, "-h", "x", "y", "z").output == outcome.output)
  }

  @Test(arguments: [""] + commands) func `a help fits a terminal`(_ command: String) {
    let lines = Tool.run("help", command.isEmpty ? "--help" : command).lines
    #expect(lines.allSatisfy { $0.utf8.count <= 85 })
  }

  @Test(arguments: [["--version"], ["-V"], ["diff", "-version"], ["-lV"]])
  func `the version`(_ arguments: [String]) {
    let outcome = execute(Tool.command + arguments.map { Array($0.utf8) })
    #expect(outcome.status == 0)
    #expect(outcome.text.hasPrefix("dchecksum "))
    #expect(outcome.lines.count == 1)
  }

  @Test(arguments: [
    ["dif", "a", "b"], ["dif"], ["dif", "--json", "a", "b"], ["dif", "--lines", "a", "b"],
    ["idff", "a", "b"],
  ])
  func `a command that is mistyped`(_ arguments: [String]) {
    let outcome = execute(Tool.command + arguments.map { Array($0.utf8) })
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(
      outcome.complaints == "dchecksum: unknown command '\(arguments[0])' "
        + "(did you mean diff? see 'dchecksum --help')\n")
  }

  @Test func `a word that is no command`() {
    let outcome = Tool.run("compare", "a", "b")
    #expect(outcome.status == 2)
    #expect(
      outcome.complaints == "dchecksum: unknown command 'compare'; say 'diff', 'steps', 'explain', "
        + "'why' or 'extract' (see 'dchecksum --help')\n")
    #expect(
      Tool.run("help", "stesp").complaints
        == "dchecksum: unknown command 'stesp' (did you mean steps? see 'dchecksum --help')\n")
  }

  @Test func `a directory that is called nearly like a command is listed`() {
    let tree = TestTree().file("step/a", "a")
    let outcome = Tool.inShell("cd '\(tree.string)'; \"$@\"", "step")
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 2)
  }

  @Test func `the table has every option of the help`() {
    let table = Tool.run("help", "table")
    #expect(table.status == 0)
    let rows = table.lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    #expect(rows.allSatisfy { ["command", "about", "option"].contains($0[0]) })
    let options = rows.filter { $0[0] == "option" }
    #expect(options.allSatisfy { $0.count == 6 })
    for command in Self.commands {
      let help = Tool.run("help", command).text
      for option in options {
        let isThere = option[4].split(separator: ",").contains { $0 == command }
        #expect(help.contains("--\(option[1])") || !isThere)
      }
    }
  }

  @Test func `there is no help for a command that is not there`() {
    for word in ["dif", "nosuch"] {
      let outcome = Tool.run(word, "--help")
      #expect(outcome.status == 2)
      #expect(outcome.complaints.hasPrefix("dchecksum: unknown command '\(word)'"))
    }
    #expect(Tool.run("--help", "diff").output == Tool.run("diff", "--help").output)
  }

  @Test func `options before a command are explained`() {
    let outcome = Tool.run("--json", "diff", "a", "b")
    #expect(outcome.status == 2)
    #expect(outcome.complaints.contains("a command comes before its options: dchecksum diff"))
  }
}
