import Foundation
import TestSupport
import Testing

/// What `diff` of two directories says of the builders, where people were misled before.
@Suite struct VerdictTests {
  private let before = TestTree()
  private let after = TestTree()

  private func both(_ make: (TestTree) -> Void) {
    make(before)
    make(after)
  }

  private func diff(_ options: String...) -> Outcome {
    execute(
      (Tool.command.map { String(decoding: $0, as: UTF8.self) } + ["diff"] + options
        + [before.string, after.string]).map { Array($0.utf8) })
  }

  /// The `rebuild` of each builder's verdict.
  private func verdicts(_ outcome: Outcome) -> [String] {
    outcome.lines.filter { $0.hasPrefix("{\"verdict\"") }.map { line in
      let parts = line.components(separatedBy: "\"rebuild\":")
      return String(parts[1].prefix { $0 != "," })
    }
  }

  @Test func `an ignore file that is not applied is named, and leaves the verdict open`() {
    both {
      $0.file(".dockerignore", "node_modules\n")
      $0.file("node_modules/i.js", $0 === before ? "1" : "2")
    }
    let text = diff()
    #expect(text.text.contains("--dockerignore"))
    #expect(!text.text.contains("lines for .dockerignore"))
    #expect(verdicts(diff("--json")) == ["null", "null", "null", "null"])
    let applied = diff("--json", "--dockerignore")
    #expect(applied.status == 0 && applied.complaints.isEmpty)
    #expect(verdicts(applied) == ["false", "false", "false", "false"])
  }

  @Test func `the Dockerfile's own ignore file takes the place of the context's`() {
    both {
      $0.file("Dockerfile.dockerignore", "tests\n").file(".dockerignore", "docs\n")
      $0.file("tests/t", "t").file("docs/d", "d")
    }
    after.file("docs/d", "new")
    let content = diff("--json", "--dockerignore")
    #expect(content.status == 1)
    // The builder without BuildKit reads the other one; kaniko's reading was not measured.
    #expect(verdicts(content) == ["true", "true", "null", "null"])
    after.file("docs/d", "d").file("tests/t", "new")
    #expect(diff("--json", "--dockerignore").status == 0)
    let why = shell(
      "cd \"$1\" && shift && exec \"$@\"",
      [before.path] + Tool.command + ["why", "tests/t", "docs/d"].map { Array($0.utf8) })
    #expect(
      why.lines == [
        "Dockerfile.dockerignore:1:tests\tignored\ttests/t", "::\tkept\tdocs/d",
      ])
  }

  @Test func `a side without an ignore file is told, and all of it counts`() {
    before.file("a", "1").file("b", "2")
    after.file(".dockerignore", "b\n.dockerignore\n").file("a", "1").file("b", "2")
    let outcome = diff("--dockerignore")
    #expect(outcome.status == 1)
    #expect(outcome.text.contains("nothing was left out"))
    #expect(outcome.text.contains("removed     b"))
  }

  @Test func `builders that read an exception otherwise get no verdict`() {
    both { $0.file(".dockerignore", "*\n!**/*.py\n").file("d/a.py", "1") }
    after.file("d/a.py", "2")
    let outcome = diff("--json", "--dockerignore")
    #expect(verdicts(outcome) == ["null", "null", "null", "null"])
    #expect(outcome.lines.last?.contains("\"because\":[\"ignore-rules\"]") == true)
    both { $0.file(".dockerignore", "*\n!d\n") }
    #expect(verdicts(diff("--json", "--dockerignore")) == ["true", "true", "true", "true"])
  }

  @Test func `the mode of a directory that is there for what is below it counts for BuildKit`() {
    both { $0.file(".dockerignore", "d\n!d/keep\n").file("d/keep", "1") }
    after.mode("d", 0o700)
    #expect(
      verdicts(diff("--json", "--dockerignore")) == ["true", "false", "false", "false"])
  }

  @Test func `one umask hides nothing where a directory kept its mode`() {
    both { tree in
      for number in 1...5 { tree.file(Name("app/src/f\(number)"), "\(number)") }
      tree.mode("app", 0o755).mode("app/src", 0o755)
    }
    for number in 1...5 { after.mode(Name("app/src/f\(number)"), 0o664) }
    after.mode("app/src", 0o775)
    let text = diff().text
    #expect(text.contains("5 files 0644 -> 0664"))
    #expect(text.contains("022 -> 002"))
    #expect(text.contains("1 directory kept the mode"))
  }

  @Test func `files that differ in line ends alone are one line`() {
    for number in 1...6 {
      before.file(Name("f\(number)"), "\(number)\nx\n")
      after.file(Name("f\(number)"), "\(number)\r\nx\r\n")
    }
    both { $0.file("other", $0 === before ? "1" : "2") }
    let text = diff().text
    #expect(text.contains("6 files"))
    #expect(text.contains("CR LF"))
    #expect(text.contains("content     other"))
  }

  @Test func `equal size and time beside other content are told`() {
    both { $0.file("i", $0 === before ? "7.3" : "7.4") }
    for tree in [before, after] {
      _ = shell("touch -d '2024-05-24 09:07:57' \"$1\"", [tree.path(of: "i")])
    }
    #expect(diff().text.contains("1 file has the same size and time on both sides"))
    _ = shell("touch -d '2024-05-24 09:07:58' \"$1\"", [after.path(of: "i")])
    #expect(!diff().text.contains("same size and time"))
  }

  @Test func `a change below the listed levels needs no second advice`() {
    both { $0.file("a/p/app/src/c/ui/x", $0 === before ? "1" : "2") }
    let place = TestTree()
    for depth in 2...5 {
      let listings = [before, after].map { tree -> [UInt8] in
        let made = Tool.run("-l", "-d", "\(depth)", tree.string)
        let name = tree === before ? "before.lst" : "after.lst"
        place.file(Name(name), made.text)
        return place.path(of: Name(name))
      }
      let outcome = execute(Tool.command + [Array("diff".utf8)] + listings)
      #expect(outcome.text.contains("--max-depth all"))
    }
  }

  @Test func `a listing that a log holds never gives a no`() {
    both { $0.file("f", "1").file("g", "2") }
    let listing = Tool.run("-l", before.string).text
    func log(_ step: String) -> String {
      "#5 [2/3] COPY . /app\n#5 DONE 0.1s\n\n#6 [3/3] \(step)\n"
        + listing.split(separator: "\n").map { "#6 0.1 \($0)\n" }.joined() + "#6 DONE 0.1s\n"
    }
    let place = TestTree()
    place.file("a.log", log("RUN [\"/dc\",\"-l\",\"/app\"]"))
    place.file("m.log", log("RUN --mount=target=/app [\"/dc\",\"-l\",\"/app\"]"))
    let image = Tool.run("diff", "--json", place.string + "/a.log", place.string + "/a.log")
    #expect(image.lines.filter { $0.contains("\"rebuild\":false") }.isEmpty)
    #expect(image.lines.filter { $0.contains("\"rebuild\":null") }.count == 4)
    let mounted = Tool.run("diff", "--json", place.string + "/m.log", place.string + "/m.log")
    #expect(mounted.lines.filter { $0.contains("verdict") }.isEmpty)
  }

  @Test(arguments: [["-l"], []])
  func `an entry of a directory that was empty is found in BuildKit listings`(
    _ options: [String]
  ) {
    both { $0.directory("d").file("a") }
    after.file("d/x")
    let place = TestTree()
    for (tree, name) in [(before, "before"), (after, "after")] {
      let arguments = options + ["--digest", "buildkit", "-d", "all", tree.string]
      place.file(Name(name), execute(Tool.command + arguments.map { Array($0.utf8) }).output)
    }
    let outcome = Tool.run("diff", place.string + "/before", place.string + "/after")
    #expect(outcome.lines.contains("added       d/x"))
  }

  @Test(.enabled(if: Machine.isRoot)) func `security.ima counts for Buildah alone`() {
    both { $0.file("f", "1") }
    let made = shell("setfattr -n security.ima -v 0x0473 \"$1\"", [after.path(of: "f")])
    guard made.status == 0 else { return }
    #expect(verdicts(diff("--json")) == ["false", "true", "false", "false"])
    #expect(!diff().text.contains("overlooks"))
  }
}
