import Testing

@testable import DirectoryChecksum

/// A list of rules against a context.
@Suite struct IgnoreRulesTests {
  private func rules(_ lines: [String]) throws(IgnoreError) -> IgnoreRules {
    var rules = IgnoreRules()
    try rules.append(file: [UInt8](lines.joined(separator: "\n").utf8), source: [])
    return rules
  }

  private func walk(_ lines: [String], _ paths: [String]) throws(IgnoreError) -> ContextWalk {
    try ContextWalk(ContextDirectory(paths: paths.map { [UInt8]($0.utf8) }), rules(lines))
  }

  @Test(arguments: [
    // The last match wins, and an exception before the exclusion does nothing.
    (["*", "!src"], ["a", "src/b/c"], ["src/", "src/b/", "src/b/c"]),
    (["!a", "*"], ["a", "b"], []),
    (["*", "!src", "src/tmp"], ["src/a", "src/tmp/b"], ["src/", "src/a"]),
    (
      ["*", "!src", "src/tmp", "!src/tmp/keep"], ["src/tmp/b", "src/tmp/keep"],
      ["src/", "src/tmp/", "src/tmp/keep"]
    ),
    // A rule that was passed over for a directory does not count below.
    (["**/*.txt", "!docs"], ["docs/a.txt"], ["docs/"]),
    (["**/*.txt", "!docs/**"], ["docs/a.txt"], ["docs/", "docs/a.txt"]),
    (["docs", "**/*.txt", "!docs"], ["docs/a.txt"], ["docs/", "docs/a.txt"]),
    // Whether excluded directories are entered.
    (["*", "!d/*/**"], ["d/e/f"], []),
    (["*", "!d/*/**", "!*.zzz"], ["d/e/f"], ["d/", "d/e/", "d/e/f"]),
    (["*", "!d/e/keep"], ["d/e/keep", "d/f"], ["d/", "d/e/", "d/e/keep"]),
    (["*", "!d^/**", "!e"], ["a/e", "e/a"], ["e/", "e/a"]),
    (["d", "!d/keep"], ["d/a", "d/"], []),
    (["*", "!d/**"], ["d/", "e/"], []),
    // Directories that lose all their content stay.
    (["d/*"], ["d/a", "e/"], ["d/", "e/"]),
  ])
  func `what is kept is present, and what is above it`(
    _ lines: [String], _ paths: [String], _ kept: [String]
  ) throws {
    let walk = try walk(lines, paths)
    #expect(walk.kept.map { IgnoreFixture.text($0) } == kept)
    #expect(walk.emptied.isEmpty)
  }

  @Test(arguments: [
    (["foo", "!foo/x", "fo*"], ["foo/x", "foo/y"], ["foo/x"]),
    (["*", "!src/keep", "src"], ["src/keep"], ["src/keep"]),
    (
      ["*", "!**/*.rs", "target/*"], ["target/debug/z.rs", "target/z.rs", "a.rs"],
      ["target/debug/z.rs"]
    ),
    (["d", "!d/e", "d"], ["d/e/f/g", "d/e/h"], ["d/e/f/g", "d/e/h"]),
    (["d", "!d/a", "d", "!d/a"], ["d/a"], []),
  ])
  func `a file that a passed-over rule would have excluded arrives empty`(
    _ lines: [String], _ paths: [String], _ emptied: [String]
  ) throws {
    #expect(try walk(lines, paths).emptied.map { IgnoreFixture.text($0) } == emptied)
  }

  @Test func `more rules than a word has bits keep their hits apart`() throws {
    let others = (0..<150).map { "other\($0)" }
    let lines = others + ["d"] + others + ["!d/e"] + others + ["d"] + others
    let walk = try walk(lines, ["d/e/f", "d/g", "h", "other149"])
    #expect(walk.kept.map { IgnoreFixture.text($0) } == ["d/", "d/e/", "d/e/f", "h"])
    #expect(walk.emptied.map { IgnoreFixture.text($0) } == ["d/e/f"])
    #expect(try rules(lines).explain([UInt8]("d/e/f".utf8)).rule == 301)
  }

  @Test(arguments: [["![z-a]", "b"], ["*", "[z-a]"], ["a", "[z-a]", "*"]])
  func `a malformed rule that is never asked does no harm`(_ lines: [String]) throws {
    _ = try walk(lines, ["a", "a/b"])
  }

  @Test(arguments: [["[z-a]"], ["b", "![z-a]"], ["c", "[z-a]", "*"]])
  func `a malformed rule that is asked is an error`(_ lines: [String]) throws {
    #expect(throws: IgnoreError.self) { try walk(lines, ["a", "b"]) }
  }

  @Test func `an empty context asks no rule`() throws {
    #expect(try walk(["[z-a]"], []).kept.isEmpty)
  }

  @Test func `no rules keep everything`() throws {
    #expect(IgnoreRules().isEmpty)
    #expect(try walk([], ["a/b"]).kept.map { IgnoreFixture.text($0) } == ["a/", "a/b"])
  }

  @Test func `the rule that decides is the one that changed the verdict last`() throws {
    let rules = try rules(["*.log", "*", "!d", "!d/*", "d/x*", "d/xy"])
    #expect(try rules.explain([UInt8]("a.log".utf8)).rule == 0)
    #expect(try rules.explain([UInt8]("b".utf8)).rule == 1)
    #expect(try rules.explain([UInt8]("d".utf8)).rule == 2)
    #expect(try rules.explain([UInt8]("d/a".utf8)).rule == 2)
    #expect(try rules.explain([UInt8]("d/xy".utf8)).rule == 4)
  }

  @Test func `a copy of a list keeps what it has when the list grows`() throws {
    var list = try rules(["a"])
    let copy = list
    try list.append(pattern: [UInt8]("b".utf8), source: [])
    #expect(copy.count == 1)
    #expect(try !copy.explain([0x62]).isExcluded)
    #expect(try list.explain([0x62]).isExcluded)
  }

  @Test(arguments: [
    ("docs", "/src", false), ("docs/a", "/docs/b", false), ("docs-old", "/docs", false),
    ("docs/a", "/docs", true), ("/docs/a/b", "/docs/a", true), ("!docs/a", "/docs", true),
    ("docs", "/docs/a", true), ("**/*.md", "/src", true), ("docs/*/x", "/docs/a/b", true),
    ("s?c/a", "/src", true), ("*.md", "/src", true),
  ])
  func `a rule may reach below a directory with which its text agrees up to a wildcard`(
    _ rule: String, _ directory: String, _ reaches: Bool
  ) throws {
    let rules = try rules([rule])
    #expect(Array(directory.utf8.dropFirst()).withBytes { rules.mayReach(below: $0) } == reaches)
  }
}
