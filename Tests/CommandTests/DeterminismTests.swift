import Foundation
import TestSupport
import Testing

/// Same input, same output, byte for byte.
@Suite struct DeterminismTests {
  @Test func `two hundred scans by changing numbers of threads are one`() {
    let tree = TestTree()
    for index in 0..<400 {
      tree.file(Name("d\(index % 9)/e\(index % 5)/\(index)"), "\(index)")
      if index % 50 == 0 { tree.fifo(Name("d\(index % 9)/fifo\(index)")) }
    }
    tree.file("large", [UInt8](repeating: 1, count: 2 << 20))
    for index in 0..<60 { tree.file(Name("wide/\(index)"), "\(index)") }
    let first = Tool.run("-d", "all", "-l", "-j", "1", tree.string)
    #expect(first.status == 0)
    for run in 0..<200 {
      let outcome = Tool.run("-d", "all", "-l", "-j", "\(run % 17 + 1)", tree.string)
      guard outcome.output == first.output, outcome.errors == first.errors else {
        Issue.record("run \(run) differs")
        return
      }
    }
  }

  @Test(.enabled(if: !Machine.isRoot || Machine.canBeNobody))
  func `what cannot be read is reported in one order, whoever came first`() {
    let tree = TestTree()
    for index in 0..<120 { tree.file(Name("d\(index % 7)/\(index)"), "x", mode: 0o000) }
    tree.directory("d3/closed", mode: 0o000)
    let reader =
      Machine.isRoot
      ? "chmod 755 '\(tree.string)'; setpriv --reuid 65534 --clear-groups \"$@\"" : "\"$@\""
    let first = Tool.inShell(reader, "-j", "1", tree.string)
    #expect(first.status == 1)
    #expect(first.complaints.split(separator: "\n").count == 121)
    for jobs in 2..<12 {
      let outcome = Tool.inShell(reader, "-j", "\(jobs)", tree.string)
      #expect(outcome.errors == first.errors)
      #expect(outcome.output == first.output)
    }
  }

  @Test(.enabled(if: Fixture.hasPython)) func `random trees are listed as another program does`() {
    let seconds = ProcessInfo.processInfo.environment["DCHECKSUM_DIFFERENTIAL_SECONDS"] ?? "3"
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../scripts/differential.py").path
    let outcome = Tool.inShell("exec python3 '\(script)' --seconds \(seconds) \"$@\"")
    #expect(outcome.status == 0, "\(outcome.text)\(outcome.complaints)")
  }
}

/// Names that are meant to deceive.
@Suite struct HostileNameTests {
  private let names: [[UInt8]] =
    [
      "\u{1B}[2J", "a\nda39a3ee5e6b4b0d3255bfef95601890afd80709 F b", "\\n", "\n", "\r",
      "\u{202E}cod",
      "##vso[task.setvariable]", "##[error]", "::error::", "\u{2028}", "\u{85}", "\u{7F}", " ",
      "-o",
      "a -> b", "#", "\\x0a", "%s%n", "$(reboot)", "`id`", "{\"digest\":null}", "\u{FEFF}", "..a",
    ].map { Array($0.utf8) } + [[0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0x80], [0x9B, 0x41]]

  @Test func `no byte of a name gets through that a terminal or a runner obeys`() {
    let tree = TestTree()
    for name in names {
      tree.file(Name(name), "x").link(Name(name + [0x31]), to: Name(name))
      tree.fifo(Name(name + [0x32]))
    }
    for options in [[], ["-l"], ["--json"], ["-l", "--json"], ["--digest", "buildkit", "-l"]] {
      let outcome = execute(
        Tool.command + (options + [tree.string]).map { Array($0.utf8) })
      #expect(outcome.status == 0)
      for stream in [outcome.output, outcome.errors] {
        let text = String(validating: stream, as: UTF8.self)
        #expect(text != nil, "not UTF-8")
        for scalar in (text ?? "").unicodeScalars where scalar != "\n" {
          #expect(!scalar.properties.isBidiControl && scalar.properties.generalCategory != .control)
          #expect(scalar != "\u{2028}" && scalar != "\u{2029}")
        }
        #expect(text?.contains("##[") == false && text?.contains("##vso[") == false)
      }
      let count = outcome.output.filter { $0 == 0x0A }.count
      #expect(count == 1 + names.count * (options.contains("buildkit") ? 3 : 2))
    }
  }

  @Test func `trees of different names never give the same listing`() {
    var seen: [String: [UInt8]] = [:]
    // Each with its escaped form and what the escaped form would read as.
    var candidates = names
    for name in names {
      var shown: [UInt8] = []
      for byte in name {
        shown +=
          byte < 0x21 || byte > 0x7E || byte == 0x5C || byte == 0x23
          ? Array("\\x\(String(format: "%02x", byte))".utf8) : [byte]
      }
      candidates += [shown, [0x5C] + shown, [0x5C] + name]
    }
    for options in [["-d", "all"], ["-l", "-d", "all"], ["--json", "-d", "all"]] {
      seen = [:]
      for name in candidates where !name.contains(0x2F) {
        let tree = TestTree().file(Name(name), "x")
        let outcome = execute(
          Tool.command + (options + [tree.string]).map { Array($0.utf8) })
        // The digest of the root tells them apart in any case: the text must do without.
        let text = String(outcome.text.split(separator: "\n").dropFirst().joined(separator: "\n"))
        #expect(seen[text] == nil || seen[text] == name, "\(name) and \(seen[text] ?? [])")
        seen[text] = name
      }
    }
  }
}
