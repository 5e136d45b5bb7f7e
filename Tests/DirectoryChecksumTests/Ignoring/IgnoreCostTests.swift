import Testing

@testable import DirectoryChecksum

/// Lists and paths made to take long.
@Suite(.timeLimit(.minutes(1))) struct IgnoreCostTests {
  private func rules(_ line: String) throws(IgnoreError) -> IgnoreRules {
    var rules = IgnoreRules()
    try rules.append(pattern: [UInt8](line.utf8), source: [])
    return rules
  }

  @Test(arguments: [
    String(repeating: "**/", count: 20) + "b?", String(repeating: "*a", count: 40) + "[bc]",
    String(repeating: "a**", count: 30) + "[bc]", "a{0,1000}a{0,1000}[bc]*",
    String(repeating: "b*a|", count: 40) + "[bc]", String(repeating: "**?", count: 30) + "[bc]",
  ])
  func `a pattern with many ways to fail fails without trying each`(_ line: String) throws {
    let path = [UInt8](repeating: 0x61, count: 300)
    let names = [UInt8](String(repeating: "a/", count: 150).utf8) + [0x61]
    #expect(try !GlobTests.matches([UInt8](line.utf8), path))
    #expect(try !GlobTests.matches([UInt8](line.utf8), names))
  }

  @Test(arguments: [
    "**/", "*a", "?", "[a-z]", "a**", "[[:", "\\Q\\E", "a|", "[é-ü]", "{", "../",
  ])
  func `the longest of lines is read in time in proportion to it`(_ unit: String) throws {
    let line = String(repeating: unit, count: 65_000 / unit.utf8.count)
    let path = [UInt8]("some/path/of/usual/length.txt".utf8)
    for tail in ["", "x", "]", "]*"] {
      do throws(IgnoreError) { _ = try rules("x*" + line + tail).explain(path) } catch {}
      do throws(IgnoreError) { _ = try rules(line + tail).explain(path) } catch {}
    }
  }

  @Test func `a path of thousands of names is explained`() throws {
    let path = [UInt8](String(repeating: "a/", count: 1000).utf8) + [0x62]
    #expect(try rules("**/b").explain(path).isExcluded)
    #expect(try rules("a**/?").explain(path).isExcluded)
  }

  @Test func `many large repetitions are refused before they take much memory`() throws {
    var rules = IgnoreRules()
    for _ in 0..<1500 { try rules.append(pattern: [UInt8]("a{1000}*".utf8), source: []) }
    #expect(rules.patterns.states.count < 1_100_000)
    let error = IgnoreError.unusable(rules[1499], .tooComplex)
    #expect(throws: error) { try rules.explain([0x62]) }
  }
}
