import Foundation
import TestSupport
import Testing

/// `explain --baseline FILE`: which instructions run again since the run before.
@Suite struct ExplainBaselineTests {
  private let tree = TestTree().file("package.json", "{}").file("src/a", "1").file("other", "x")
    .file("Dockerfile", "FROM scratch\nCOPY package.json /\nCOPY src /src\n")
  private let place = TestTree()
  private var file: String { "\(place.string)/list" }

  private func content() -> String? { try? String(contentsOfFile: file, encoding: .utf8) }

  private func run(_ options: String..., in file: String? = nil) -> Outcome {
    execute(
      Tool.command
        + (["explain", "--baseline", file ?? self.file] + options + [tree.string])
        .map { Array($0.utf8) })
  }

  @Test func `the first run explains and writes it`() {
    let outcome = run("--exit-code")
    #expect(outcome.status == 0)
    #expect(outcome.complaints == "dchecksum: \(file): written; the next run compares with it\n")
    #expect(outcome.text.contains("COPY src /src"))
    #expect(content() == Tool.run("-l", "-d", "all", tree.string).text)
  }

  @Test func `the next run says what runs again, and the one behind it that nothing does`() {
    _ = run()
    tree.file("src/a", "2")
    let second = run("--json", "--exit-code")
    #expect(second.status == 1)
    #expect(second.lines.contains { $0.contains("\"line\":3") && $0.contains("\"rerun\":true") })
    #expect(second.lines.contains { $0.contains("\"line\":2") && $0.contains("\"rerun\":false") })
    #expect(content() == Tool.run("-l", "-d", "all", tree.string).text)
    #expect(run("--exit-code").status == 0)
    tree.file("src/a", "3")
    #expect(run().status == 0, "without --exit-code no difference is a failure")
    tree.file("other", "y")
    #expect(run("--exit-code").status == 0, "no instruction takes that file")
  }

  @Test func `what an ignore file leaves out is not remembered`() {
    tree.file(".dockerignore", "other\n")
    _ = run()
    #expect(content()?.contains(" other\n") == false)
  }

  @Test func `an argument that only the build gets a value for is named`() {
    tree.file(
      "Dockerfile", "ARG G\nFROM scratch\nARG G V=1 W\nARG HTTP_PROXY TARGETARCH\nCOPY src /$W\n")
    let complaints = run("--build-arg", "G=1").complaints
    #expect(complaints.contains("Dockerfile:3: ARG W has no value; "))
    #expect(complaints.components(separatedBy: " ARG ").count == 2, "and nothing else is")
    #expect(!run("--build-arg", "G=1", "--build-arg", "W=").complaints.contains("ARG"))
  }

  @Test func `a file that is something else stays`() {
    place.file("list", "my diary\n")
    #expect(run().status == 2)
    #expect(content() == "my diary\n")
  }

  @Test func `in the context it is left out of both sides, with the line for the ignore file`() {
    tree.file("Dockerfile", "FROM scratch\nCOPY . /app\n")
    let own = "\(tree.string)/list"
    #expect(run(in: own).complaints.contains("list"))
    let second = run("--exit-code", in: own)
    #expect(second.status == 0)
    #expect(second.complaints.contains(".dockerignore"))
  }

  @Test func `of a Dockerfile that changed nothing is claimed that its text decides`() {
    _ = run()
    tree.file("src/a", "2")
    tree.file("Dockerfile", "FROM scratch\nCOPY package.json /\nCOPY src /s\n")
    let listing = content()
    let text = run("--exit-code")
    #expect(text.status == 1)
    #expect(
      text.text.hasPrefix(
        "The Dockerfile changed; --since-file OLD_DOCKERFILE tells which lines run again\n"))
    _ = try? listing?.write(toFile: file, atomically: true, encoding: .utf8)
    let told = run("--json")
    #expect(
      told.lines.contains {
        $0.contains("\"line\":2") && $0.contains("\"rerun\":null,\"because\":[\"dockerfile\"]")
      })
    #expect(
      told.lines.contains {
        $0.contains("\"line\":3") && $0.contains("\"rerun\":true,\"because\":[\"content\"]")
      }, "the files are reason enough")
    #expect(content() == Tool.run("-l", "-d", "all", tree.string).text)
  }

  @Test func `the Dockerfile of then tells which instruction is another one`() {
    _ = run()
    place.file("old", "FROM scratch\nCOPY package.json /\nCOPY src /src\n")
    tree.file("Dockerfile", "FROM scratch\nCOPY package.json /\nCOPY src /s\n")
    let told = run("--json", "--since-file", "\(place.string)/old")
    #expect(told.lines.contains { $0.contains("\"line\":2") && $0.contains("\"rerun\":false") })
    #expect(
      told.lines.contains {
        $0.contains("\"line\":3") && $0.contains("\"rerun\":true,\"because\":[\"instruction\"]")
      })
  }

  @Test func `a Dockerfile that the listing does not show counts as unchanged, with a note`() {
    place.file("Other", "FROM scratch\nCOPY src /src\n")
    _ = run("-f", "\(place.string)/Other")
    let outcome = run("-f", "\(place.string)/Other")
    #expect(outcome.text.hasPrefix("Nothing runs again"))
    #expect(outcome.text.contains("counts as unchanged"))
    #expect(!run().text.contains("counts as unchanged"), "there the listing shows it")
  }

  @Test func `a build argument that is given now need not have been given then`() {
    tree.file(
      "Dockerfile",
      "FROM scratch\nCOPY src /src\nARG V=1\nRUN echo $V\nCOPY package.json /\n")
    _ = run()
    let told = run("--json", "--build-arg", "V=2")
    #expect(told.lines.contains { $0.contains("\"line\":2") && $0.contains("\"rerun\":false") })
    #expect(
      told.lines.contains {
        $0.contains("\"line\":4") && $0.contains("\"rerun\":null,\"because\":[\"build-argument\"]")
      })
    #expect(
      told.lines.contains { $0.contains("\"line\":5") && $0.contains("\"rerun\":null") })
    #expect(
      run("--json", "--build-arg", "OTHER=2").lines
        .filter { $0.contains("\"rerun\":null") }.isEmpty, "no instruction uses it")
  }

  @Test func `another ignore file is the reason why it is not known what was taken`() {
    tree.file(".dockerignore", "*.md\n")
    _ = run()
    tree.file(".dockerignore", "*.txt\n")
    let listing = content()
    let told = run("--json")
    #expect(
      told.lines.contains {
        $0.contains("\"line\":3") && $0.contains("\"rerun\":null,\"because\":[\"ignore-rules\"")
      })
    _ = try? listing?.write(toFile: file, atomically: true, encoding: .utf8)
    #expect(run().text.contains(".dockerignore changed"))
  }
}
