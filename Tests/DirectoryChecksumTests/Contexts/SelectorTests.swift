import Testing

@testable import DirectoryChecksum

@Suite struct SelectorTests {
  private static func ordered(_ sources: [String], excludes: [[UInt8]] = []) -> [String] {
    Selector.ordered(
      sources.map { Selector(source: Array($0.utf8), excludes: excludes, keepsParents: false) }
    ).map { String(decoding: $0.source, as: UTF8.self) }
  }

  @Test func `a source below another one, or given twice, does not count`() {
    #expect(
      Self.ordered(["b/c", "a/x", "a-b", "a", "ab/c", "./a", "b"]) == ["a", "a-b", "ab/c", "b"])
    #expect(Self.ordered(["x", ".", "a"]) == ["."])
  }

  @Test func `patterns and filtered sources cover nothing, and none covers them`() {
    #expect(Self.ordered(["a/*", "a", "a/b"]) == ["a", "a/*"])
    #expect(Self.ordered(["a/b", "a", "a"], excludes: [[0x78]]) == ["a", "a", "a/b"])
  }

  @Test func `equal selectors alone share a key`() {
    let selectors = [
      Selector(source: [0x61], excludes: [], keepsParents: false),
      Selector(source: [0x61], excludes: [], keepsParents: true),
      Selector(source: [0x61], excludes: [[0x62]], keepsParents: false),
      Selector(source: [0x61, 0x2a], excludes: [], keepsParents: false),
      Selector(mount: [0x61, 0x2a]),
      Selector(mount: [0x61]),
    ]
    for one in selectors {
      for two in selectors {
        var keys: ([UInt8], [UInt8]) = ([], [])
        one.appendKey(to: &keys.0)
        two.appendKey(to: &keys.1)
        #expect((keys.0 == keys.1) == (one == two))
      }
    }
  }
}
