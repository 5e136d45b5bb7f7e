import Foundation
import TestSupport
import Testing

/// `explain`: what each instruction of a Dockerfile takes, and which run again.
@Suite struct ExplainTests {
  private let before = Self.project()
  private let after = Self.project()

  private static func project() -> TestTree {
    TestTree()
      .file(
        "Dockerfile",
        """
        FROM golang AS build
        WORKDIR /src
        COPY go.mod go.sum ./
        RUN go mod download
        ARG VERSION=1
        COPY . .
        RUN go build -o /out/app

        FROM scratch
        COPY --from=build /out/app /app
        COPY --link web /public
        CMD ["/app"]

        """
      )
      .file(".dockerignore", "*.md\n")
      .file("go.mod", "m\n").file("go.sum", "s\n").file("main.go", "package main\n")
      .file("web/index.html", "<p>\n").file("README.md", "r\n")
  }

  private func explain(_ arguments: String...) -> Outcome {
    run(["explain"] + arguments + [after.string])
  }

  private func run(_ arguments: [String]) -> Outcome {
    execute(Tool.command + arguments.map { Array($0.utf8) }, input: nil)
  }

  @Test func `a change whose word is long is told as any other`() throws {
    let listing = TestTree()
    let records = Tool.run("--long", "--max-depth", "all", before.string).output
    let tagged = String(decoding: records, as: UTF8.self).replacingOccurrences(
      of: " main.go\n", with: ":x=0123456789abcdef main.go\n")
    listing.file("l", tagged)
    let outcome = explain("--since", "\(listing.string)/l")
    #expect(outcome.status == 1, "\(outcome.complaints)")
    #expect(outcome.text.contains("attributes main.go\n"), "\(outcome.text)")
  }

  @Test func `below the levels that a listing shows nobody knows what is taken`() {
    let dockerfile = "FROM scratch\nCOPY conf docs/*.md docs/k/a.md /c/\nCOPY docs/b.md /\n"
    let context = TestTree()
      .file("Dockerfile", dockerfile).file("conf", "c\n").file("docs/b.md", "b\n")
      .file("docs/z.txt", "z\n").file("docs/k/a.md", "a\n")
    let listing = TestTree()
    let records = Tool.run("--long", "--max-depth", "1", context.string).output
    listing.file("l", String(decoding: records, as: UTF8.self))
    context.file("docs/z.txt", "no line takes this\n")
    let outcome = run(["explain", "--since", listing.string + "/l", context.string])
    #expect(outcome.status == 1)
    #expect(outcome.text.contains("   2  unknown     COPY conf"))
    #expect(outcome.text.contains("   3  unknown     COPY docs/b.md"))
    #expect(!outcome.text.contains("harmless"))
    #expect(!outcome.text.contains("overlooks"))
    #expect(outcome.text.contains("list with --max-depth all"))
  }

  @Test func `without a state before it lists what is taken`() {
    let outcome = explain()
    #expect(outcome.status == 0)
    #expect(
      outcome.text == """
        3 instructions of \(after.string)/Dockerfile take files from \(after.string)\
          (\(after.string)/.dockerignore applied)

        line  stage         files       bytes  digest        instruction
           3  build             2           4  c5d106879dc4  COPY go.mod go.sum ./
           6  build             6         233  200ca4c5bc6c  COPY . .
          11  1                 1           4  d2ff29c663a2  COPY --link web /public

        """)
  }

  @Test func `the first instruction to run again is the first line`() {
    after.file("main.go", "package main // x\n")
    let outcome = explain("--since", before.string)
    #expect(outcome.status == 1)
    #expect(
      outcome.text.hasPrefix("Line 6 is the first to run again: COPY . . (1 content)\n\n"))
    #expect(outcome.text.contains("\n   3  cached      COPY go.mod go.sum ./\n"))
    #expect(
      outcome.text.contains("\n   7  runs again  RUN go build -o /out/app  (behind line 6)\n"))
    #expect(outcome.text.contains("\n  11  cached      COPY --link web /public\n"))
    #expect(outcome.text.contains("runs again if stage build gives other files"))
  }

  @Test func `an object for each instruction says whether it runs again`() throws {
    after.file("go.mod", "m2\n")
    let outcome = explain("--json", "--since", before.string)
    struct Told: Decodable {
      let line: Int?
      let rerun: Bool?
      let because: [String]?
      let change: String?
      let lines: [Int]?
    }
    let told = try outcome.text.split(separator: "\n").map {
      try JSONDecoder().decode(Told.self, from: Data($0.utf8))
    }
    let again = told.filter { $0.rerun == true }.compactMap(\.line)
    #expect(again == [3, 4, 6, 7])
    #expect(told.filter { $0.because != nil && $0.rerun == nil }.compactMap(\.line) == [10])
    #expect(told.first { $0.line == 3 }?.because == ["content"])
    #expect(told.first { $0.change != nil }?.lines == [3, 6])
  }

  @Test func `what is ignored or taken by nothing runs nothing again`() {
    after.file("README.md", "other\n")
    let outcome = explain("--since", before.string)
    #expect(outcome.status == 0)
    #expect(outcome.text.hasPrefix("Nothing runs again: nothing has changed\n"))
  }

  @Test func `a long listing stands for the state before`() {
    let listing = TestTree()
    #expect(
      run(["-l", "-d", "all", "-o", listing.string + "/l", before.string]).status == 0)
    after.mode("go.sum", 0o600)
    let outcome = explain("--since", listing.string + "/l")
    #expect(outcome.status == 1)
    #expect(
      outcome.text.hasPrefix(
        "Line 3 is the first to run again: COPY go.mod go.sum ./ (1 mode)\n"))
    #expect(outcome.text.contains("\n                      mode     go.sum  0644 -> 0600\n"))
    #expect(!outcome.complaints.contains("counts as unchanged"), "the listing shows it")
  }

  @Test func `a listing without modes can't prove that nothing runs again`() {
    let listing = TestTree()
    #expect(run(["-d", "all", "-o", listing.string + "/l", before.string]).status == 0)
    let outcome = explain("--since", listing.string + "/l")
    #expect(outcome.status == 1)
    #expect(
      outcome.text.hasPrefix(
        "Line 3 may run again: COPY go.mod go.sum ./ (the same as far as is known)\n"))
  }

  @Test func `what BuildKit overlooks in a directory that it knows is told`() {
    after.mode("web", 0o700)
    let outcome = explain("--since", before.string)
    #expect(outcome.status == 1)
    #expect(
      outcome.text.contains(
        "BuildKit overlooks that, and may\nsay CACHED: line 6, 11\n"), "\(outcome.text)")
    after.mode("web", 0o755).file("main.go", "package niam\n")
    let touch = shell("touch -r '\(before.string)/main.go' '\(after.string)/main.go'")
    #expect(touch.status == 0)
    #expect(explain("--since", before.string).text.contains("say CACHED: line 6\n"))
    after.file("main.go", "package main // longer\n")
    #expect(!explain("--since", before.string).text.contains("CACHED"))
  }

  @Test(.enabled(if: getuid() == 0))
  func `an owner is taken and does not count`() {
    let change = shell("chown 7:8 '\(after.string)/main.go'")
    #expect(change.status == 0)
    let outcome = explain("--since", before.string)
    #expect(outcome.status == 0)
    #expect(outcome.text.hasPrefix("Nothing runs again: what has changed does not count\n"))
    #expect(outcome.text.contains("owner    main.go  0:0 -> 7:8\n"))
  }

  @Test func `the first line fits a terminal`() {
    let words = String(repeating: "long words ", count: 20)
    for side in [before, after] {
      side.file(
        "Dockerfile",
        "FROM scratch\nCOPY web \\\n /\(side === before ? "x" : words.replacingOccurrences(of: " ", with: "-"))\n"
      )
    }
    let line = explain("--since", before.string).lines.first ?? ""
    #expect(line.count <= 80)
    #expect(line.hasPrefix("Line 2 is the first to run again: COPY web"))
  }

  @Test func `a changed instruction is told as such`() {
    after.file("Dockerfile", "FROM golang AS build\nWORKDIR /src\nCOPY go.sum go.mod ./\n")
    let outcome = explain("--since", before.string)
    #expect(
      outcome.text.hasPrefix(
        """
        Line 3 is the first to run again: COPY go.sum go.mod ./
          another instruction, or a new one

        """))
  }

  @Test(arguments: [
    ("FROM scratch\nCOPYY a b\n", ":2: there is no such instruction: COPYY"),
    ("FROM scratch\nCOPY a\n", ":2: at least one source and a destination are needed"),
    ("COPY a b\n", ":1: no FROM stands before it: a build begins with one, or with ARG"),
  ])
  func `what a build refuses is refused with the line`(_ text: String, _ complaint: String) {
    after.file("Dockerfile", text)
    let outcome = explain()
    #expect(outcome.status == 2)
    #expect(outcome.text.isEmpty)
    #expect(outcome.complaints == "dchecksum: \(after.string)/Dockerfile\(complaint)\n")
  }

  @Test func `a missing source is told, and changes the status`() {
    after.file("Dockerfile", "FROM scratch\nCOPY README.md /x/\n")
    let outcome = explain()
    #expect(outcome.status == 1)
    #expect(outcome.text.contains("not found in what the build gets of the context: README.md"))
  }

  @Test func `a file that is copied but not covered is told`() {
    after.file("Dockerfile", "FROM scratch\nCOPY --exclude=** go.sum /x/\n")
    #expect(explain().text.contains("\nline 2: an --exclude that also matches the source itself"))
  }

  @Test func `what hardly anyone means to copy is told with the line that keeps it out`() {
    after.file(".git/HEAD", "r\n")
    #expect(explain().text.hasSuffix("lines for the ignore file:\n      .git\n"))
  }

  @Test func `Markdown begins with the answer`() {
    after.file("main.go", "x\n")
    let outcome = explain("--markdown", "--since", before.string)
    #expect(outcome.text.hasPrefix("### Line 6 is the first to run again: `COPY . .`\n"))
    #expect(outcome.text.contains("| 6 | **runs again** | `COPY . .` | `1 content`"))
  }

  @Test func `diff of two directories says which instructions run again`() {
    after.file("main.go", "x\n")
    let outcome = run(["diff", before.string, after.string])
    #expect(
      outcome.text.hasSuffix(
        """
        BuildKit, \(after.string)/Dockerfile, ignore file applied: runs again from line 6: COPY . .
                  runs again as well: 7
                  runs again if a stage gives other files: 10

        """))
  }

  @Test func `why names the instructions that take a path`() {
    let outcome = shell(
      "cd '\(after.string)' && exec \"$@\"",
      Tool.command + ["why", "web", "README.md"].map { Array($0.utf8) })
    #expect(
      outcome.text == """
        ::\tkept\tweb\tDockerfile:6\tDockerfile:11
        .dockerignore:1:*.md\tignored\tREADME.md

        """)
  }

  @Test func `a FIFO that is as it was keeps no instruction from being cached`() {
    let before = TestTree().file("Dockerfile", "FROM scratch\nCOPY . /a\n").fifo("p")
    let after = TestTree().file("Dockerfile", "FROM scratch\nCOPY . /a\n").fifo("p")
    let outcome = Tool.run("diff", before.string, after.string)
    #expect(outcome.text.contains(": no instruction runs again\n"))
    after.mode("p", 0o600)
    let changed = Tool.run("diff", before.string, after.string)
    #expect(changed.text.contains(": runs again from line 2: COPY . /a\n"))
  }
}
