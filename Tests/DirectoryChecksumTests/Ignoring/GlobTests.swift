import Testing

@testable import DirectoryChecksum

/// One pattern against one path.
@Suite struct GlobTests {
  static func matches(_ pattern: [UInt8], _ path: [UInt8]) throws(IgnoreError) -> Bool {
    var rules = IgnoreRules()
    try rules.append(pattern: pattern, source: [])
    var scratch = MatchScratch()
    return try path.withBytes { path throws(IgnoreError) in
      try rules.evaluate(path, below: HitList(), &scratch).isExcluded
    }
  }

  static func matches(_ pattern: String, _ path: String) throws(IgnoreError) -> Bool {
    try matches([UInt8](pattern.utf8), [UInt8](path.utf8))
  }

  @Test(arguments: [
    ("a", ["a"], ["b", "aa", "d/a", "a/b"]),
    ("a/**", ["a/x", "a/x/y"], ["a", "ab"]),
    ("foo**", ["foo", "foobar", "foo.d/x"], ["fo", "d/foo"]),
    ("**", ["a", "a/b", "a\n/b"], []),
    ("**/foo", ["foo", "d/foo", "d/e/foo"], ["xfoo", "foo/d", "oo"]),
    ("**foo", ["foo", "xfoo", "d/xfoo"], ["foo/x"]),
    ("**.txt", ["a.txt", ".txt", "d/.txt"], ["txt"]),
    ("**/a/b", ["a/b", "d/a/b"], ["b", "xa/b"]),
    ("*.txt", ["a.txt", ".txt"], ["d/a.txt", "a.txtx", "a_txt"]),
    ("*", ["a", ".a", "a\nb"], ["a/b"]),
    ("*/x", ["a/x"], ["x", "a/b/x"]),
    ("**/*.txt", ["a.txt", "d/e/a.txt", ".txt"], ["a.txt/b", "a\nb/c.txt"]),
    ("a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["a/xb", "ab"]),
    ("a**b", ["ab", "a/b", "ax/b", "a/x/y/b"], ["axb", "a/xb"]),
    ("**/a/**", ["a/x", "d/a/x/y"], ["a", "d/a", "xa/b"]),
    ("*/**", ["d/x", "d/e/f"], ["d"]),
    ("**b*", ["b1", "d/b1", "b"], ["ab1"]),
    ("***", ["a", "a/b"], []),
    ("a/***", ["a/b", "a/b/c"], ["a"]),
    ("****/b", ["b", "a/b"], ["ab"]),
    ("?", ["a", "é", "\u{301}"], ["/", "ab", "e\u{301}", ""]),
    ("a?b", ["axb", "a\nb"], ["a/b", "ab"]),
    ("[ab]c", ["ac", "bc"], ["cc", "c"]),
    ("[a-c]", ["a", "b", "c"], ["d", "-"]),
    ("[^a]", ["b", "\n"], ["a", "bb"]),
    ("d[^x]e", ["dye", "d/e"], ["dxe", "de"]),
    ("[!a]", ["!", "a"], ["b"]),
    ("d[+-9]e", ["d/e", "d5e", "d-e"], ["dae"]),
    ("[\\]]", ["]"], ["\\"]),
    ("[a\\-z]", ["a", "-", "z"], ["b"]),
    ("[[]", ["["], ["]"]),
    ("a]*", ["a]", "a]b"], ["a"]),
    ("[é日]", ["é", "日"], ["e", "\u{fffd}"]),
    ("\\*\\?\\[\\]\\\\\\-\\!\\#\\ \\/x", ["*?[]\\-!# /x"], ["a"]),
    ("a.+()$-,@~%*", ["a.+()$-,@~%", "a.+()$-,@~%x"], ["ab+()$-,@~%"]),
    ("é*", ["é", "éa"], ["e\u{301}"]),
    ("*{x}", ["a{x}"], ["ax"]),
    ("a|b", ["a|b"], ["a", "b"]),
    ("a{2}", ["a{2}"], ["aa"]),
    ("^a", ["^a"], ["a"]),
  ])
  func `a pattern matches what it should and nothing else`(
    _ pattern: String, _ yes: [String], _ no: [String]
  ) throws {
    for path in yes { #expect(try Self.matches(pattern, path), "\(path)") }
    for path in no { #expect(try !Self.matches(pattern, path), "\(path)") }
  }

  @Test func `a byte that is no UTF-8 is one character to a wildcard`() throws {
    let name: [UInt8] = [0x61, 0xff, 0x62]
    #expect(try Self.matches([UInt8]("a?b".utf8), name))
    #expect(try Self.matches([UInt8]("a\u{fffd}*".utf8), name))
    #expect(try Self.matches([UInt8]("a[\u{fffd}]b".utf8), name))
    #expect(try !Self.matches([UInt8]("a??b".utf8), name))
    #expect(try !Self.matches([UInt8]("a\u{fffd}b".utf8), name))
    #expect(try Self.matches([0x2a, 0xff, 0x62], name))
  }

  @Test func `a name that is no UTF-8 is not what its bytes in a pattern say`() throws {
    #expect(try !Self.matches([0x61, 0xff], [0x61, 0xff]))
    #expect(try Self.matches([0x61, 0xff], [UInt8]("a\u{fffd}".utf8)))
  }

  @Test func `overlong forms and surrogates are as many characters as bytes`() throws {
    #expect(try Self.matches([UInt8]("??".utf8), [0xc0, 0xaf]))
    #expect(try Self.matches([UInt8]("???".utf8), [0xed, 0xa0, 0x80]))
    #expect(try Self.matches([UInt8]("????".utf8), [0xf4, 0x90, 0x80, 0x80]))
    #expect(try Self.matches([UInt8]("?".utf8), [0xf4, 0x8f, 0xbf, 0xbf]))
    #expect(try Self.matches([UInt8]("??".utf8), [0xe2, 0x82]))
  }
}
