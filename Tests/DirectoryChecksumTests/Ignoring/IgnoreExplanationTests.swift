import Testing

@testable import DirectoryChecksum

@Suite struct IgnoreExplanationTests {
  private func explain(
    _ lines: String, _ path: String, _ kind: EntryKind? = nil
  ) throws(IgnoreError) -> IgnoreExplanation {
    var rules = IgnoreRules()
    try rules.append(file: [UInt8](lines.utf8), source: [])
    return try rules.explain([UInt8](path.utf8), kind: kind)
  }

  @Test func `what no rule speaks of is kept`() throws {
    let explanation = try explain("a\n!b\n", "c/d")
    #expect(!explanation.isExcluded)
    #expect(explanation.rule == nil)
    #expect(explanation.decidedByteCount == 3)
  }

  @Test func `the root is kept, whatever the rules`() throws {
    let explanation = try explain("**\n.\n", "")
    #expect(!explanation.isExcluded)
    #expect(explanation.rule == nil)
    #expect(explanation.decidedByteCount == 0)
  }

  @Test func `below a directory that is not entered, its rule decides`() throws {
    let explanation = try explain("x\nnode_modules\n**/*.js\n", "node_modules/a/b.js")
    #expect(explanation.isExcluded)
    #expect(explanation.rule == 1)
    #expect(explanation.decidedByteCount == 12)
    #expect(!explanation.mayHoldKeptEntries)
  }

  @Test func `an exception below a directory that is not entered does not count`() throws {
    let explanation = try explain("*\n!d/*/**\n", "d/e/f")
    #expect(explanation.isExcluded)
    #expect(explanation.rule == 0)
    #expect(explanation.decidedByteCount == 3)
  }

  @Test func `an exception brings back what is in a directory that is entered`() throws {
    let explanation = try explain("*\n!d/*/**\n!*.zzz\n", "d/e/f")
    #expect(!explanation.isExcluded)
    #expect(explanation.rule == 1)
  }

  @Test func `a directory that is left out may be present for what is kept below`() throws {
    #expect(try explain("d\n!d/a\n", "d", .directory).mayHoldKeptEntries)
    #expect(try explain("d\n!d/a\n", "d").mayHoldKeptEntries)
    #expect(try !explain("d\n!d/a\n", "d", .file).mayHoldKeptEntries)
    #expect(try !explain("d\n!e/a\n", "d", .directory).mayHoldKeptEntries)
    #expect(try !explain("a\n!d\n", "d", .directory).mayHoldKeptEntries)
  }

  @Test func `the rule that takes a file's content is named`() throws {
    let list = "*\n!**/*.rs\ntarget/*\n"
    for kind in [EntryKind.file, nil] {
      let explanation = try explain(list, "target/debug/z.rs", kind)
      #expect(!explanation.isExcluded)
      #expect(explanation.rule == 1)
      #expect(explanation.emptyingRule == 2)
    }
    #expect(try explain(list, "target/debug/z.rs", .link).emptyingRule == nil)
    #expect(try explain(list, "target/z.rs", .file).emptyingRule == nil)
    #expect(try explain(list, "a.rs", .file).emptyingRule == nil)
  }

  @Test func `a malformed rule is an error for the paths that it is asked about`() throws {
    #expect(throws: IgnoreError.self) { try explain("a\n[z-a]\n", "b") }
    #expect(try explain("a\n[z-a]\n", "a/b").rule == 0)
  }
}

@Suite struct ContextPathTests {
  @Test(arguments: [
    ("a", "a"), ("./a//b/", "a/b"), ("x/../a/b", "a/b"), (".", ""), ("./", ""), ("a/..", ""),
    ("...", "..."), ("..a", "..a"), (".a/b", ".a/b"), ("a/../..b", "..b"), ("!a", "!a"),
    (" a ", " a "),
  ])
  func `an argument is normalised as text`(_ argument: String, _ path: String) throws {
    #expect(try contextPath([UInt8](argument.utf8)) == [UInt8](path.utf8))
  }

  @Test(arguments: ["..", "../", "../a", "a/../..", "a/../../b", "./../x"])
  func `an argument may not leave the context`(_ argument: String) {
    #expect(throws: ContextPathError.outside) { try contextPath([UInt8](argument.utf8)) }
  }

  @Test func `an argument is neither absolute nor empty`() {
    #expect(throws: ContextPathError.absolute) { try contextPath([UInt8]("/a".utf8)) }
    #expect(throws: ContextPathError.empty) { try contextPath([]) }
  }

  @Test func `bytes that are no UTF-8 are kept`() throws {
    #expect(try contextPath([0x2e, 0x2f, 0xff, 0x2f, 0x2f, 0xc0]) == [0xff, 0x2f, 0xc0])
  }
}
