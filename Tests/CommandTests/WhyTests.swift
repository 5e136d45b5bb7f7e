import Foundation
import TestSupport
import Testing

/// `why`: the rule that keeps or drops a path, in the manner of `git check-ignore -v`.
@Suite struct WhyTests {
  private let context = TestTree()
    .file(".dockerignore", "# comment\n*.md\n  keep/*  \n!keep/*.md\n").file("keep/a.md", "a")

  /// Runs `why` in the context.
  private func why(_ arguments: String...) -> Outcome {
    shell(
      "cd '\(context.string)' && exec \"$@\"",
      Tool.command + (["why"] + arguments).map { Array($0.utf8) })
  }

  @Test(arguments: [
    ("a.md", ".dockerignore:2:*.md\tignored"), ("keep/a.md", ".dockerignore:4:!keep/*.md\tkept"),
    ("keep/a.txt", ".dockerignore:3:keep/*\tignored"), ("a.txt", "::\tkept"), (".", "::\tkept"),
    ("./x/../a.md", ".dockerignore:2:*.md\tignored"), ("no/such/a.md", "::\tkept"),
  ])
  func `it names the file, the line and the pattern`(_ path: String, _ answer: String) {
    let outcome = why(path)
    #expect(outcome.status == 0)
    #expect(outcome.text == "\(answer)\t\(path)\n")
    let isThere = path == "." || path == "keep/a.md"
    #expect(isThere || outcome.complaints.hasPrefix("dchecksum: \(path): there is no such file"))
    #expect(!isThere || outcome.complaints.isEmpty)
  }

  @Test func `each path has a line, in the order given`() {
    let outcome = why("a.txt", "a.md", "a.txt")
    #expect(
      outcome.text
        == "::\tkept\ta.txt\n.dockerignore:2:*.md\tignored\ta.md\n::\tkept\ta.txt\n")
  }

  @Test func `what is below a directory that is left out is left out by the same rule`() {
    context.file(".dockerignore", "node_modules\n")
    #expect(
      why("node_modules/x/y.js").text
        == ".dockerignore:1:node_modules\tignored\tnode_modules/x/y.js\n")
  }

  @Test func `patterns of options come behind the file and have no line`() {
    #expect(why("--exclude", "!a.md", "a.md").text == "--exclude::!a.md\tkept\ta.md\n")
    #expect(why("a.txt", "--exclude=a.*").text == "--exclude::a.*\tignored\ta.txt\n")
  }

  @Test func `a rule that means something else than it seems is told`() {
    context.file(".dockerignore", "build # results\n../x\n")
    #expect(
      why("keep").complaints == """
        dchecksum: .dockerignore:1:build # results: the '#' is part of the pattern; a comment needs \
        a line of its own
        dchecksum: .dockerignore:2:../x: never matches, no path in the context is called so

        """)
  }

  @Test func `a file of nearly the right name is told to be read by nobody`() {
    _ = shell(
      "mv \"$1\" \"$2\"", [context.path(of: ".dockerignore"), context.path(of: ".dockerIgnore")])
    #expect(
      why("keep").complaints
        == "dchecksum: .dockerIgnore: not read by any builder: the name is .dockerignore\n")
  }

  @Test func `no line begins as a command to a CI runner does`() {
    context.file("::error x", "keep\n")
    #expect(why("--dockerignore=::error x", "keep").text == "./::error x:1:keep\tignored\tkeep\n")
  }

  @Test func `another file can be named`() {
    context.file("other/list", "a.txt\n")
    #expect(
      why("--dockerignore=other/list", "a.txt", "a.md").text
        == "other/list:1:a.txt\tignored\ta.txt\n::\tkept\ta.md\n")
  }

  @Test func `without an ignore file all is kept, unless it was asked for`() {
    _ = shell("rm \"$1\"", [context.path(of: ".dockerignore")])
    #expect(why("a.md").text == "::\tkept\ta.md\n")
    let outcome = why("--dockerignore", "a.md")
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(
      outcome.complaints == "dchecksum: .dockerignore: No such file, so that a build gets "
        + "everything; leave --dockerignore out, or name one: --dockerignore=FILE\n")
  }

  @Test func `a file that arrives empty is told of`() {
    context.file(".dockerignore", "*\n!**/*.rs\ntarget/*\n").file("target/debug/z.rs", "z")
    let outcome = why("target/debug/z.rs")
    #expect(outcome.status == 0)
    #expect(outcome.text == ".dockerignore:2:!**/*.rs\tkept\ttarget/debug/z.rs\n")
    #expect(
      outcome.complaints == "dchecksum: target/debug/z.rs: BuildKit delivers this file empty, "
        + "because of .dockerignore:3:target/*\n")
  }

  @Test func `names that could harm are escaped`() {
    context.file(".dockerignore", "*\u{1B}*\n")
    #expect(
      why("\u{1B}[2J\n").text == ".dockerignore:1:*\\x1b*\tignored\t\\x1b[2J\\n\n")
  }
}

/// `why` where it cannot tell.
@Suite struct WhyTroubleTests {
  private let context = TestTree().file(".dockerignore", "*.md\n").file("a").file("b").file("b.md")

  private func why(_ arguments: String...) -> Outcome {
    shell(
      "cd '\(context.string)' && exec \"$@\"",
      Tool.command + (["why"] + arguments).map { Array($0.utf8) })
  }

  @Test(arguments: [
    ("../a.md", "../a.md: not in the context: the path leads out of it"),
    ("x/../../a", "x/../../a: not in the context: the path leads out of it"),
    ("/a.md", "/a.md: not in the context; name it relative to the context's root"),
    ("", "'': an empty path names nothing in the context"),
  ])
  func `a path that is not in the context is trouble, and the others are judged`(
    _ path: String, _ complaint: String
  ) {
    let outcome = why("a", path, "b.md")
    #expect(outcome.status == 2)
    #expect(outcome.text == "::\tkept\ta\n.dockerignore:1:*.md\tignored\tb.md\n")
    #expect(outcome.complaints == "dchecksum: \(complaint)\n")
  }

  @Test(arguments: [
    ("a\n[a\n", ".dockerignore:2:[a: syntax error in pattern, with which a build fails as well"),
    ("!\n", ".dockerignore:1:!: illegal exclusion pattern: nothing behind the '!'"),
    (
      "\\p{L}*\n",
      ".dockerignore:1:\\p{L}*: \\p and \\P are not supported here; name the characters in brackets"
    ),
    (
      "#\n" + String(repeating: "x", count: 65_536),
      ".dockerignore:2: a line of more than 65535 bytes, which a build refuses"
    ),
  ])
  func `a file that a build refuses is trouble`(_ file: String, _ complaint: String) {
    context.file(".dockerignore", file)
    let outcome = why("b")
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.complaints == "dchecksum: \(complaint)\n")
  }

  @Test func `an ignore file that does not exist`() {
    let outcome = why("--dockerignore=no/such", "a")
    #expect(outcome.status == 2)
    #expect(outcome.complaints == "dchecksum: no/such: No such file or directory\n")
  }

  @Test func `a path is wanted`() {
    let outcome = why()
    #expect(outcome.status == 2)
    #expect(
      outcome.complaints == "dchecksum: why wants PATH... (see 'dchecksum why --help')\n")
  }

  @Test(arguments: ["--json", "-x", "--color=always"])
  func `options of other commands are unknown`(_ option: String) {
    let outcome = why(option, "a")
    let shown = option.prefix { $0 != "=" }
    #expect(outcome.status == 2)
    #expect(
      outcome.complaints == "dchecksum: unknown option '\(shown)' (see 'dchecksum why --help')\n")
  }

  @Test func `an answer that is lost is trouble`() {
    let outcome = Tool.inShell("cd '\(context.string)' && \"$@\" >/dev/full", "why", "a")
    #expect(outcome.status == 2)
    #expect(outcome.complaints == "dchecksum: standard output: No space left on device\n")
  }
}
