import Foundation
import TestSupport
import Testing

/// `diff` of what the sides can be: directories, listings, logs, standard input.
@Suite struct DiffTests {
  private let before = TestTree().file("a", "1").file("src/b", "2").file("src/deep/er/c", "3")
  private let after = TestTree().file("a", "1").file("src/b", "2").file("src/deep/er/c", "3")
  private let place = TestTree()

  /// A listing of `tree` in a file; its path.
  private func listing(_ tree: TestTree, _ name: String, _ options: String...) -> String {
    let outcome = execute(Tool.command + (options + [tree.string]).map { Array($0.utf8) })
    place.file(Name(name), outcome.output)
    return "\(place.string)/\(name)"
  }

  /// The lines of a JSON report that tell a change.
  private func changes(_ outcome: Outcome) -> [String] {
    outcome.lines.filter { $0.hasPrefix("{\"change\"") }
  }

  private func digest(_ text: String) -> String {
    String(shell("printf %s \"$1\" | sha1sum", [Array(text.utf8)]).text.prefix(40))
  }

  @Test func `two directories that are the same`() {
    let outcome = Tool.run("diff", before.string, after.string)
    #expect(outcome.status == 0)
    #expect(outcome.complaints.isEmpty)
    #expect(
      outcome.lines == [
        "No difference: the content is the same, proven by the digest of the root",
        "All 4 builders: no.", "before  \(before.string)  7 entries",
        "after   \(after.string)  7 entries",
      ])
  }

  @Test func `a file whose content differs, however deep`() {
    after.file("src/deep/er/c", "4")
    let outcome = Tool.run("diff", before.string, after.string)
    #expect(outcome.status == 1)
    #expect(outcome.lines.contains("COPY . would run again: 1 change"))
    #expect(outcome.lines.contains("content     src/deep/er/c"))
    let json = Tool.run("diff", "--json", before.string, after.string)
    #expect(json.status == 1)
    #expect(
      json.lines == [
        "{\"change\":\"content\",\"kind\":\"F\",\"path\":\"src/deep/er/c\","
          + "\"before\":\"\(digest("3"))\",\"after\":\"\(digest("4"))\"}",
        "{\"verdict\":\"buildkit\",\"rebuild\":true,\"because\":[\"content\"]}",
        "{\"verdict\":\"buildah\",\"rebuild\":true,\"because\":[\"content\"]}",
        "{\"verdict\":\"kaniko\",\"rebuild\":true,\"because\":[\"content\"]}",
        "{\"verdict\":\"docker-classic\",\"rebuild\":true,\"because\":[\"content\"]}",
      ])
  }

  @Test func `every kind of change has its word`() {
    after.file("src/moved", "2").file("new", "new").mode("a", 0o755)
    before.file("gone", "gone").link("link", to: "a").file("kind", "k")
    after.link("link", to: "b").link("kind", to: "k")
    _ = shell("rm \"$1\"", [after.path(of: "src/b")])
    let outcome = Tool.run("diff", "--json", before.string, after.string)
    #expect(outcome.status == 1)
    let words = changes(outcome).map { $0.split(separator: "\"")[3] }
    #expect(words == ["mode", "removed", "kind", "target", "added", "moved"])
    #expect(changes(outcome).last?.contains("\"from\":\"src/b\"") == true)
  }

  @Test(arguments: [
    [], ["-l"], ["--json"], ["--json", "-l"], ["-0"], ["-0", "-l"], ["--digest", "buildkit"],
    ["--digest", "buildkit", "-l", "--json"],
  ])
  func `a listing of any format and the directory it is of`(_ options: [String]) {
    let scan = execute(
      Tool.command + (options + ["-d", "all", before.string]).map { Array($0.utf8) })
    for (left, right) in [("-", before.string), (before.string, "-")] {
      let outcome = Tool.run("diff", left, right, input: scan.output)
      #expect(outcome.status == 0, "\(outcome.text)\(outcome.complaints)")
    }
    after.file("src/b", "changed")
    let outcome = Tool.run("diff", "--json", "-", after.string, input: scan.output)
    #expect(outcome.status == 1)
    #expect(changes(outcome).count == 1)
    #expect(changes(outcome).first?.contains("\"path\":\"src/b\"") == true)
  }

  @Test func `two listings that differ in one file`() {
    let old = listing(before, "old")
    after.file("src/b", "changed")
    let outcome = Tool.run("diff", old, listing(after, "new"))
    #expect(outcome.status == 1)
    #expect(outcome.lines.contains("COPY . would run again: 1 change"))
    #expect(outcome.lines.contains("content     src/b"))
  }

  @Test func `a change below the listed levels is said to be there, and how to see it`() {
    let old = listing(before, "old", "-d", "1")
    after.file("src/deep/er/c", "4")
    let outcome = Tool.run("diff", old, listing(after, "new", "-d", "1"))
    #expect(outcome.status == 1)
    #expect(outcome.lines.contains("below       src/"))
    #expect(outcome.text.contains("--max-depth all"))
  }

  @Test func `of a content listing and a long one the content is compared`() {
    let short = listing(before, "short")
    after.mode("a", 0o600)
    let long = listing(after, "long", "--long")
    let outcome = Tool.run("diff", short, long)
    #expect(outcome.status == 0)
    #expect(
      outcome.lines.contains("Only one side has modes and owners: they were not compared."))
    #expect(Tool.run("diff", listing(before, "both", "-l"), long).status == 1)
  }

  @Test func `modes that a umask explains are one line`() {
    for name in ["a", "src/b", "src/deep/er/c"] { after.mode(Name(name), 0o664) }
    for name in ["", "src", "src/deep", "src/deep/er"] {
      before.mode(Name(name), 0o755)
      after.mode(Name(name), 0o775)
    }
    let outcome = Tool.run("diff", before.string, after.string)
    #expect(outcome.status == 1)
    #expect(outcome.text.contains("umask (022 -> 002)"))
    #expect(!outcome.lines.contains { $0.hasPrefix("mode  ") && $0.contains("src/b") })
  }

  @Test func `what is left out of a directory is not compared`() {
    after.file("note.md", "x").file("src/x.pyc", "x").file(".dockerignore", "*.md\n.dockerignore\n")
    let options = ["--dockerignore=\(after.string)/.dockerignore", "--exclude", "**/*.pyc"]
    let outcome = execute(
      Tool.command + (["diff"] + options + [before.string, after.string]).map { Array($0.utf8) })
    #expect(outcome.status == 0, "\(outcome.text)\(outcome.complaints)")
    #expect(Tool.run("diff", before.string, after.string).status == 1)
  }

  @Test func `an ignore file that was not applied is told, and which one was`() {
    for tree in [before, after] {
      tree.file(".dockerignore", "src/b\n").file("Dockerfile.dockerignore", "a\n")
    }
    after.file("src/b", "changed").file("a", "changed")
    let plain = Tool.run("diff", before.string, after.string)
    #expect(
      plain.lines.contains(
        "Not applied, though there; add --dockerignore: "
          + "\(before.string)/Dockerfile.dockerignore, \(after.string)/Dockerfile.dockerignore"))
    let applied = Tool.run("diff", "--dockerignore", before.string, after.string)
    #expect(applied.lines[1] == "content     src/b")
    #expect(applied.lines.last?.hasSuffix("/Dockerfile.dockerignore applied)") == true)
    #expect(!applied.text.contains("Not applied"))
  }

  @Test(arguments: [true, false])
  func `what an ignore file leaves out of one side alone makes no builder run again`(
    _ isBefore: Bool
  ) {
    let whole = listing(after, "whole", "--long", "--max-depth", "all")
    after.file(".dockerignore", "src/deep\n.dockerignore\n")
    let sides = isBefore ? [whole, after.string] : [after.string, whole]
    let open = Tool.run("diff", "--dockerignore", sides[0], sides[1])
    #expect(
      open.text.contains(
        """
        Left out by the ignore file: src/deep/;
        it may be none of the other build: list that with --dockerignore.

        """), "\(open.text)")
    let word = isBefore ? "removed" : "added"
    let json = Tool.run("diff", "--dockerignore", "--json", sides[0], sides[1])
    #expect(
      json.lines.filter { $0.contains("\"rebuild\":null,\"because\":[\"\(word)\"") }.count == 4,
      "\(json.text)")
    after.file("a", "other")
    let changed = Tool.run("diff", "--dockerignore", sides[0], sides[1])
    #expect(changed.text.contains("All 4 builders: yes"), "\(changed.text)")
  }

  @Test func `an ignore file that one side alone has is applied there`() {
    after.file(".dockerignore", "src\n.dockerignore\n")
    let outcome = Tool.run("diff", "--dockerignore", before.string, after.string)
    #expect(outcome.status == 1)
    #expect(
      outcome.lines.contains(
        "Not there, so that nothing was left out: \(before.string)/.dockerignore"))
    #expect(outcome.lines.contains { $0.hasPrefix("removed     src/") })
  }

  @Test func `colours are for terminals and for those who ask`() {
    after.file("a", "2")
    let plain = Tool.run("diff", before.string, after.string)
    #expect(!plain.output.contains(0x1B))
    #expect(Tool.run("diff", "--color=never", before.string, after.string).output == plain.output)
    let colored = Tool.run("diff", "--color", "always", before.string, after.string)
    #expect(colored.output.contains(0x1B))
    #expect(colored.status == 1)
  }
}

/// `diff` of logs, in which there may be several listings.
@Suite struct DiffLogTests {
  private let log = Fixture.log("03-buildkit-plain-two-platforms-interleaved.log")
  private let jobs = Fixture.log("38-gh-two-jobs-one-file.log")

  @Test func `a log compared with itself is the same`() {
    for log in [log, jobs] {
      let outcome = Tool.run("diff", log, log)
      #expect(outcome.status == 0)
      #expect(outcome.lines == ["No difference: it is the same log twice."])
    }
    let chosen = Tool.run("diff", "\(log)#1", "\(log)#2")
    #expect(chosen.status == 1)
    #expect(chosen.lines.contains("content     package-lock.json"))
    #expect(Tool.run("diff", "\(jobs)#1", "\(jobs)#2").status == 1)
  }

  @Test func `a log that comes in on standard input is read once for both sides`() throws {
    let text = [UInt8](try Data(contentsOf: URL(fileURLWithPath: log)))
    #expect(Tool.run("diff", "-", "-", input: text).status == 0)
    #expect(Tool.run("diff", "-#2", log + "#2", input: text).status == 0)
  }

  @Test func `a listing compared with itself is the same`() {
    #expect(Tool.run("diff", "\(log)#2", "\(log)#2").status == 0)
  }

  @Test func `of a log and a directory it is the last listing that has a root`() {
    let tree = TestTree().file("a", "a")
    let first = Tool.run("-d", "0", tree.string).text
    let rootless = "text\n" + Tool.run(tree.string).text.split(separator: "\n")[1] + "\n"
    let log = TestTree().file("log", "\(first)\(rootless)")
    let outcome = Tool.run("diff", "\(log.string)/log", tree.string)
    #expect(outcome.status == 0, "\(outcome.text)")
  }

  @Test func `a copy of a terminal's display is warned of and proves nothing`() {
    let log = Fixture.log("36-tty-capture-incomplete.log")
    let outcome = Tool.run("diff", "\(log)#1", log)
    #expect(outcome.status == 2)
    #expect(outcome.text.contains("Not settled: "))
    let warning =
      "a copy of BuildKit's display shows only its last lines; build with --progress=plain"
    #expect(
      outcome.complaints == "dchecksum: \(log)#1: \(warning)\ndchecksum: \(log): \(warning)\n")
  }
}

/// `diff` never says "the same" where that is not proven.
@Suite struct DiffProofTests {
  private let tree = TestTree().file("a", "1").file("src/b", "2").file("src/c", "3")
  private let place = TestTree()

  /// The status of comparing the listing of the tree with the same one after `edit`.
  private func status(
    _ options: [String] = [], _ edit: ([String]) -> [String]
  ) -> (either: CInt, other: CInt) {
    let lines = execute(Tool.command + (options + [tree.string]).map { Array($0.utf8) }).lines
    place.file("whole", lines.map { "\($0)\n" }.joined())
    place.file("edited", edit(lines).map { "\($0)\n" }.joined())
    let (whole, edited) = ("\(place.string)/whole", "\(place.string)/edited")
    return (Tool.run("diff", whole, edited).status, Tool.run("diff", edited, whole).status)
  }

  @Test(arguments: 1..<5) func `a long listing that lost a line settles nothing`(_ lost: Int) {
    #expect(
      status(["-l"]) { lines in
        lines.indices.filter { $0 != lost }.map { lines[$0] }
      } == (2, 2))
  }

  @Test(arguments: [[], ["-l"]]) func `a listing without its root settles nothing`(
    _ options: [String]
  ) {
    #expect(status(options) { Array($0.dropFirst()) } == (2, 2))
  }

  @Test(arguments: [[], ["-l"]]) func `an entry that could not be read is never the same`(
    _ options: [String]
  ) {
    let unknown = String(repeating: "?", count: 40)
    #expect(
      status(options) { lines in
        lines.map { $0.hasSuffix(" a") || $0.hasSuffix(" .") ? unknown + $0.dropFirst(40) : $0 }
      } == (2, 2))
    let outcome = Tool.run(
      "diff", "--json", "\(place.string)/whole", "\(place.string)/edited")
    #expect(outcome.lines.contains { $0.hasPrefix("{\"change\":\"unreadable\"") })
    #expect(!outcome.lines.contains { $0.contains("\"rebuild\":false") })
  }

  @Test func `an edited digest is a difference even where the root is the same`() {
    let zeros = String(repeating: "0", count: 40)
    let found = status { lines in
      lines.map { $0.hasSuffix(" a") ? zeros + $0.dropFirst(40) : $0 }
    }
    #expect(found.either != 0 && found.other != 0)
  }

  @Test func `digests of two kinds cannot be compared`() {
    let content = Tool.run(tree.string).output
    place.file("buildkit", Tool.run("--digest", "buildkit", tree.string).output)
    let outcome = Tool.run("diff", "--json", "-", "\(place.string)/buildkit", input: content)
    #expect(outcome.status == 2)
    #expect(
      outcome.complaints == "dchecksum: one side has content digests, the other BuildKit's: "
        + "they can't be compared\n")
  }
}

/// `diff` that cannot be carried out.
@Suite struct DiffTroubleTests {
  private let tree = TestTree().file("a", "1")

  private func expectTrouble(_ complaint: String, _ outcome: Outcome) {
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.complaints == "dchecksum: \(complaint)\n")
  }

  @Test(arguments: [[], ["a"], ["a", "b", "c"], ["--json"]])
  func `two sides are wanted`(_ operands: [String]) {
    expectTrouble(
      "diff wants BEFORE AFTER (see 'dchecksum diff --help')",
      execute(Tool.command + (["diff"] + operands).map { Array($0.utf8) }))
  }

  @Test func `a side that does not exist`() {
    let words = "No such file or directory"
    expectTrouble("/no/such: \(words)", Tool.run("diff", "/no/such", tree.string))
    expectTrouble("/no/such: \(words)", Tool.run("diff", tree.string, "/no/such"))
    expectTrouble("/no/such#1: \(words)", Tool.run("diff", tree.string, "/no/such#1"))
    expectTrouble("'': \(words)", Tool.run("diff", "", tree.string))
  }

  @Test func `a side that holds no listing`() {
    let words = """
      no listing found in it. Behind the COPY, in the Dockerfile:
        RUN --mount=type=bind,from=dchecksum,target=/dc \\
          ["/dc/dchecksum", "--long", "--max-depth", "all", "/app"]
      and build with
        docker build --progress=plain . 2>&1 | tee build.log
      """
    let file = "\(tree.string)/a"
    expectTrouble("\(file): \(words)", Tool.run("diff", file, tree.string))
    expectTrouble("\(file): \(words)", Tool.run("diff", tree.string, file))
    expectTrouble("\(file): \(words)", Tool.run("diff", file, file))
    expectTrouble("-: \(words)", Tool.run("diff", "-", file, input: Array("x\n".utf8)))
  }

  @Test func `a side that is empty`() {
    let words = """
      empty. docker build writes its progress to standard error:
        docker build --progress=plain . 2>&1 | tee build.log
      """
    tree.file("empty", "")
    let file = "\(tree.string)/empty"
    expectTrouble("\(file): \(words)", Tool.run("diff", file, tree.string))
    // Where a command was to write it, that is what went wrong.
    let pipe = "empty: the command that should have written it failed (its own message says why), "
    for side in ["-", "/dev/fd/0"] {
      expectTrouble(
        "\(side): \(pipe)or wrote to standard error, as a build does: 2>&1",
        Tool.inShell("false | \"$@\"", "diff", tree.string, side))
    }
    #expect(Tool.inShell("false | \"$@\"", "-").complaints.hasPrefix("dchecksum: -: \(pipe)"))
    let steps = Tool.inShell("false | \"$@\"", "steps", "-")
    #expect(steps.complaints.hasPrefix("dchecksum: -: \(pipe)"), "\(steps.complaints)")
  }

  @Test func `the name of an image in the place of a side`() {
    let words = "No such file or directory; for an image: docker save"
    for name in ["alpine:3.18", "reg.example/a/b:Tag-1", "shop", "a@sha256:0"] {
      expectTrouble(
        "\(name): \(words) \(name) | dchecksum diff - …", Tool.run("diff", name, tree.string))
      expectTrouble(
        "\(name): \(words) \(name) | dchecksum diff … -", Tool.run("diff", tree.string, name))
    }
    for name in ["./shop", "src/a", "a.tar", "A", "a b", "https://a/b:c", "git@server:a"] {
      expectTrouble("\(name): No such file or directory", Tool.run("diff", name, tree.string))
    }
  }

  @Test func `a listing that the log does not have`() {
    let log = Fixture.log("38-gh-two-jobs-one-file.log")
    expectTrouble(
      "\(log)#5: no such listing; the log has 4", Tool.run("diff", "\(log)#1", "\(log)#5"))
  }

  @Test func `an ignore file that does not exist`() {
    expectTrouble(
      "\(tree.string)/.dockerignore: No such file, so that a build gets everything; leave "
        + "--dockerignore out, or name one: --dockerignore=FILE",
      Tool.run("diff", "--dockerignore", tree.string, tree.string))
  }

  @Test func `an ignore file that is a link out of the context, or a directory`() {
    for (target, reason) in [
      ("/etc/passwd", "a link to no file in the context"), ("", "not a file"),
    ] {
      let place = TestTree().file("a", "a")
      _ = shell(
        target.isEmpty
          ? "mkdir '\(place.string)/.dockerignore'"
          : "ln -s \(target) '\(place.string)/.dockerignore'")
      expectTrouble(
        "\(place.string)/.dockerignore: \(reason), so that a build gets everything; leave "
          + "--dockerignore out, or name one: --dockerignore=FILE",
        Tool.run("diff", "--dockerignore", place.string, place.string))
    }
  }

  @Test func `an ignore file that an archive does not have`() {
    // One here is none of the archive's.
    let place = TestTree().file("a", "a").file(".dockerignore", "")
    let outcome = Tool.inShell(
      "cd '\(place.string)' && tar -cf - a | \"$@\"", "--dockerignore", "-")
    #expect(
      outcome.complaints == "dchecksum: .dockerignore: No such file, so that a build gets "
        + "everything; leave --dockerignore out, or name one: --dockerignore=FILE\n")
  }

  @Test func `a part of a context whose ignore file is above it`() {
    tree.file(".dockerignore", "x\n").file("part/a", "a")
    expectTrouble(
      "\(tree.string)/part/.dockerignore: No such file; name the whole context, which has one, "
        + "instead: \(tree.string)",
      Tool.run("diff", "--dockerignore", "\(tree.string)/part", "\(tree.string)/part"))
  }

  @Test func `a colour that is none`() {
    expectTrouble(
      "option '--color' wants 'auto', 'always' or 'never', not 'red' (see 'dchecksum diff --help')",
      Tool.run("diff", "--color=red", "a", "b"))
  }

  @Test func `a report that is lost`() {
    expectTrouble(
      "standard output: No space left on device",
      Tool.inShell("\"$@\" >/dev/full", "diff", tree.string, tree.string))
  }
}
