import Testing

@testable import DirectoryChecksum

/// Where Docker 20.10 and Buildah leave out other entries than BuildKit, as measured on them.
@Suite struct OtherReadingsTests {
  static let docker: UnknownFacts = [.rulesOfDocker20, .rulesOfClassicDocker]

  /// The readers that part from BuildKit somewhere in a tree of these paths.
  private func differing(_ lines: [String], _ paths: [String]) throws -> UnknownFacts {
    var rules = IgnoreRules()
    for line in lines { try rules.append(pattern: [UInt8](line.utf8), source: []) }
    guard rules.isReadOtherwise else { return [] }
    var readings = OtherReadings()
    var scratch = MatchScratch()
    var facts: UnknownFacts = []
    for path in paths {
      let bytes = [UInt8](path.utf8)
      let explanation = try rules.explain(bytes, kind: .file)
      var parent = bytes
      while let last = parent.popLast(), last != UInt8(ascii: "/") {}
      facts.formUnion(
        bytes.withUnsafeBufferPointer { bytes in
          parent.withUnsafeBufferPointer { readings.enter($0, rules, &scratch) }
          return readings.differing(bytes, isKept: !explanation.isExcluded, rules, &scratch)
        })
    }
    return facts
  }

  @Test(arguments: [
    ["*", "!src"], ["*", "!src", "src/tmp"], ["docs", "!docs/a.txt"], ["*.md", "!README.md"],
    ["node_modules", "**/*.pyc"], ["a/*", "!a/b/c"],
  ])
  func `common lists mean the same to all`(_ lines: [String]) throws {
    let paths = [
      "src", "src/a", "src/tmp", "src/tmp/x", "docs", "docs/a.txt", "README.md", "a", "a/b",
      "a/b/c", "a/d",
    ]
    #expect(try differing(lines, paths) == [])
  }

  @Test func `an exception with a wildcard opens no directory elsewhere`() throws {
    #expect(try differing(["*", "!**/*.py"], ["a.py"]) == [])
    let facts = try differing(["*", "!**/*.py"], ["d/a.py"])
    #expect(facts == Self.docker.union(.rulesOfBuildah))
  }

  @Test func `an exception that BuildKit passes over counts elsewhere`() throws {
    let facts = try differing(["**/*.txt", "!docs"], ["docs/a.txt"])
    #expect(facts == Self.docker.union(.rulesOfBuildah))
  }

  @Test func `a rule about a directory further up is one for Buildah alone`() throws {
    // Docker tries the one directory above that has as many names as the rule: `a/b` here.
    #expect(try differing(["a/*/c", "!**/a"], ["a/b/c/d/e"]) == .rulesOfBuildah)
    #expect(try differing(["*", "!**/b", "**/d"], ["x"]) == [])
    #expect(try differing(["**/d", "!z"], ["a/d"]) == [])
    #expect(try differing(["a", "!a/b/**", "a/b/c"], ["a/b/c/d"]) == [])
  }

  @Test(arguments: ["a+b", "(x)", "a|b", "**foo", "a{2}"])
  func `what has a meaning in a regular expression leaves all open`(_ line: String) throws {
    #expect(try differing([line], ["y"]) == Self.docker.union(.rulesOfBuildah))
  }
}
