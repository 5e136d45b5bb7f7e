import Testing

@testable import DirectoryChecksum

/// Random patterns and lists, and what the library behind BuildKit answered.
@Suite struct PatternMatcherTests {
  @Test func `random patterns match what they match in BuildKit's library`() {
    let table = IgnoreFixture.table("patternmatcher-globs.tsv")
    #expect(table.count == 2178)
    for row in table {
      let paths = IgnoreFixture.list(row[1])
      #expect(
        answer(IgnoreFixture.bytes(row[0]), paths) == IgnoreFixture.text(row[2]),
        "\(IgnoreFixture.text(row[0])) on \(IgnoreFixture.text(row[1]))")
    }
  }

  private func answer(_ line: [UInt8], _ paths: [[UInt8]]) -> String {
    do throws(IgnoreError) {
      var rules = IgnoreRules()
      try rules.append(pattern: line, source: [])
      guard !rules.isEmpty else { return "none" }
      guard !rules[0].isException else { return "exc" }
      var scratch = MatchScratch()
      var answers = ""
      for path in paths {
        let isExcluded = try path.withBytes { path throws(IgnoreError) in
          try rules.evaluate(path, below: HitList(), &scratch).isExcluded
        }
        answers += isExcluded ? "1" : "0"
      }
      return answers
    } catch {
      return IgnoreFixture.name(error)
    }
  }

  @Test func `random lists let arrive what they let arrive with BuildKit's library`() {
    let table = IgnoreFixture.table("patternmatcher-walks.tsv")
    #expect(table.count == 397)
    for row in table {
      let file = IgnoreFixture.bytes(row[0])
      let context = ContextDirectory(paths: IgnoreFixture.list(row[1]))
      do throws(IgnoreError) {
        var rules = IgnoreRules()
        try rules.append(file: file, source: [])
        let walk = try ContextWalk(context, rules)
        let arrivals = row[2].split(
          separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
        #expect(arrivals.count == 2, "\(IgnoreFixture.text(file))")
        #expect(walk.kept == IgnoreFixture.list(arrivals[0]), "\(IgnoreFixture.text(file))")
        #expect(walk.emptied == IgnoreFixture.list(arrivals[1]), "\(IgnoreFixture.text(file))")
      } catch {
        #expect(
          IgnoreFixture.name(error) == IgnoreFixture.text(row[2]), "\(IgnoreFixture.text(file))")
      }
    }
  }
}
