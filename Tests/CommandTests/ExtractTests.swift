import Foundation
import TestSupport
import Testing

/// `extract`: the listings in a log.
@Suite struct ExtractTests {
  private let tree = TestTree().file("a", "a").file("sub/b", "b")
  private let place = TestTree()

  /// What is to be found in a sample log, as `extract` prints it: a header and records each.
  private func expected(_ name: String) throws -> [String] {
    let text = try String(contentsOfFile: "\(Fixture.log(name)).expected", encoding: .utf8)
    var listings: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
      if line.hasPrefix("@run ") {
        listings.append("# listing \(line.dropFirst(5))\n")
      } else {
        listings[listings.count - 1] += "\(line)\n"
      }
    }
    return listings
  }

  private func plain(_ outcome: Outcome) -> String {
    String(decoding: Fixture.unescaped(outcome.output), as: UTF8.self)
  }

  @Test func `the sample logs are there`() {
    #expect(Fixture.logNames.count == 27)
  }

  @Test(arguments: Fixture.logNames)
  func `the listings of a log are printed, each behind what it is`(_ name: String) throws {
    let outcome = Tool.run("extract", Fixture.log(name))
    #expect(outcome.status == 0)
    #expect(outcome.complaints.isEmpty)
    #expect(plain(outcome) == (try expected(name)).joined())
  }

  @Test(arguments: Fixture.logNames)
  func `a listing asked for by its number is printed alone`(_ name: String) throws {
    let listings = try expected(name)
    for (index, listing) in listings.enumerated() {
      let outcome = Tool.run("extract", "\(Fixture.log(name))#\(index + 1)")
      #expect(outcome.status == 0)
      let end = try #require(listing.firstIndex(of: "\n"))
      #expect(plain(outcome) == listing[listing.index(after: end)...])
    }
    for number in [0, listings.count + 1] {
      let operand = "\(Fixture.log(name))#\(number)"
      let outcome = Tool.run("extract", operand)
      #expect(outcome.status == 2)
      #expect(outcome.output.isEmpty)
      #expect(
        outcome.complaints
          == "dchecksum: \(operand): no such listing; the log has \(listings.count)\n")
    }
  }

  @Test(arguments: Fixture.logNames)
  func `what was extracted is a file that can be compared with the log`(_ name: String) throws {
    for (index, listing) in try expected(name).enumerated() {
      let operand = "\(Fixture.log(name))#\(index + 1)"
      let extracted = Tool.run("extract", operand).output
      let outcome = Tool.run("diff", "--json", "-", operand, input: extracted)
      // Without a root there is nothing that would prove it.
      #expect(outcome.status == (listing.contains(" partial ") ? 2 : 0), "\(outcome.text)")
      #expect(!outcome.text.contains("\"change\""))
    }
  }

  @Test(arguments: [[], ["-l"], ["--digest", "buildkit"], ["--digest", "buildkit", "-l"]])
  func `a listing of our own comes out as it went in`(_ options: [String]) {
    tree.file("##[error]\u{1B}", "x").file(Name([0x66, 0xFF]), "y").link("to", to: "a -> b\n")
    tree.file("back\\slash", "z").file(" blanks ", "")
    let listing = execute(Tool.command + (options + [tree.string]).map { Array($0.utf8) }).output
    let outcome = Tool.run("extract", "-", input: listing)
    #expect(outcome.output == Array("# listing 1 complete -\n".utf8) + listing)
    #expect(Tool.run("extract", "-#1", input: listing).output == listing)
  }

  @Test func `a listing in JSON or with NULs comes out as lines`() {
    let lines = Tool.run("-l", tree.string).output
    for style in ["--json", "-0"] {
      let listing = Tool.run("-l", style, tree.string).output
      #expect(Tool.run("extract", "-#1", input: listing).output == lines)
    }
  }

  @Test func `the separators of a listing made on Windows stay`() {
    let outcome = Tool.run("extract", Fixture.log("35-upstream-windows-warning.log"))
    #expect(outcome.lines.contains { $0.hasSuffix(" F config\\app.yml") })
    #expect(!outcome.text.contains("/"))
  }

  @Test func `a file whose name ends like a number comes first`() {
    let listing = Tool.run(tree.string).text
    let other = Tool.run("-d", "0", tree.string).text
    place.file("log", "\(listing)text\n").file("log#1", other)
    #expect(Tool.run("extract", "\(place.string)/log#1").text == "# listing 1 complete -\n\(other)")
  }
}

/// `extract` where there is nothing to extract.
@Suite struct ExtractTroubleTests {
  private let place = TestTree()

  private func expect(_ status: CInt, _ complaint: String, _ outcome: Outcome) {
    #expect(outcome.status == status)
    #expect(outcome.output.isEmpty)
    #expect(outcome.complaints == "dchecksum: \(complaint)\n")
  }

  @Test(arguments: ["", "Step 1/2 : COPY . .\n", "\u{FEFF}", "{}\n", "[]", "\0\0"])
  func `a log without a listing`(_ log: String) {
    place.file("log", log)
    let words =
      log.isEmpty
      ? """
      empty. docker build writes its progress to standard error:
        docker build --progress=plain . 2>&1 | tee build.log
      """
      : """
      no listing found in it. Behind the COPY, in the Dockerfile:
        RUN --mount=type=bind,from=dchecksum,target=/dc \\
          ["/dc/dchecksum", "--long", "--max-depth", "all", "/app"]
      and build with
        docker build --progress=plain . 2>&1 | tee build.log
      """
    let path = "\(place.string)/log"
    expect(1, "\(path): \(words)", Tool.run("extract", path))
    expect(1, "\(path)#1: \(words)", Tool.run("extract", "\(path)#1"))
    if !log.isEmpty { expect(1, "-: \(words)", Tool.run("extract", "-", input: Array(log.utf8))) }
  }

  @Test func `a log that does not exist`() {
    expect(2, "/no/log: No such file or directory", Tool.run("extract", "/no/log"))
    expect(2, "/no/log#2: No such file or directory", Tool.run("extract", "/no/log#2"))
    expect(2, "'': No such file or directory", Tool.run("extract", ""))
  }

  @Test func `a directory is no log`() {
    expect(2, "\(place.string): Is a directory", Tool.run("extract", place.string))
    expect(
      2, "\(place.string)#1: no image: neither an OCI layout nor skopeo's 'dir:'",
      Tool.run("extract", "\(place.string)#1"))
  }

  @Test func `one file is wanted`() {
    expect(2, "extract wants FILE (see 'dchecksum extract --help')", Tool.run("extract"))
    expect(
      2, "only one FILE can be read, not 'a' and 'b' (see 'dchecksum extract --help')",
      Tool.run("extract", "a", "b"))
  }

  @Test(arguments: ["--json", "-l", "--exclude=x", "-j2"])
  func `options of other commands are unknown`(_ option: String) {
    let shown = option == "-j2" ? "-j" : option.prefix { $0 != "=" }
    expect(
      2, "unknown option '\(shown)' (see 'dchecksum extract --help')",
      Tool.run("extract", option, "log"))
  }

  @Test func `a log on a full disk is no success`() {
    expect(
      2, "standard output: No space left on device",
      Tool.inShell("\"$@\" >/dev/full", "extract", Fixture.log(Fixture.logNames[0])))
  }

  @Test func `a log of very many listings takes no more stack than any other`() throws {
    let count = 50_000
    var log: [UInt8] = []
    for number in 0..<count {
      let digits = String(number)
      log += String(repeating: "0", count: 40 - digits.count).utf8
      log += "\(digits) D .\n".utf8
    }
    place.file("log", log)
    let outcome = Tool.inShell(
      "ulimit -s 1024; exec \"$@\"", "extract", "\(place.string)/log")
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 2 * count)
  }
}
