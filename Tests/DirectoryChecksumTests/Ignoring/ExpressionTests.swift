import Testing

@testable import DirectoryChecksum

/// Patterns that are what the regular expression makes of them that they are rewritten to.
@Suite struct ExpressionTests {
  @Test(arguments: [
    ("[*]", ["]", "[]", "^]", "[^/]"], ["*", "a]"]),
    ("[a?]", ["a]", "[]", "/]"], ["a", "?"]),
    ("a*[a-b-c]", ["aa", "ab", "a-", "axc"], ["ad"]),
    ("a^*", [], ["a", "a^", "ab"]),
    ("^b*", ["b", "bc"], ["^b"]),
    ("a|b*", ["a", "ab", "abc", "b", "x/b", "x/by", "ax/y"], ["cb/", "xc"]),
    ("*|a", ["a", "b/c", ""], []),
    ("a{2}*", ["aa", "aax"], ["a", "a{2}"]),
    ("a{1,}b*", ["ab", "aaab", "abc"], ["b"]),
    ("a{0,2}b?", ["bx", "abx", "aabx"], ["aaabx", "b"]),
    ("{2}*", ["", "a"], ["a/b"]),
    ("{0}*b", ["b", "ab", "d/ab"], ["bc"]),
    ("{x}*", ["{x}", "{x}y"], ["x"]),
    ("a{,2}*", ["a{,2}"], ["aa"]),
    ("a{01}*", ["a{01}"], ["a"]),
    ("a{1,02}*", ["a{1,02}"], ["a"]),
    ("a{1*", ["a{1", "a{1x"], ["a"]),
    ("[ab]{2}*", ["ab", "bax"], ["a", "a]"]),
    ("\\d", ["1"], ["d", "a", "٣"]),
    ("\\D", ["d", "/", "é"], ["1"]),
    ("\\w\\W", ["_-", "a/", "0é"], ["-a", "éa"]),
    ("[\\s]\\S", [" x", "\tx"], ["xx", "\u{0b}x"]),
    ("[\\D5]", ["5", "a"], ["6"]),
    ("\\a\\f\\n\\r\\t\\v", ["\u{07}\u{0c}\n\r\t\u{0b}"], ["afnrtv"]),
    ("\\x41\\x{e9}\\x{0000041}", ["AéA"], ["x41"]),
    ("\\101\\60\\0061", ["A0\u{06}1"], []),
    ("[[:digit:][:upper:]_]", ["1", "A", "_"], ["a", ":"]),
    ("[[:^digit:]]", ["a", "é", "/"], ["1"]),
    ("[[:a]", ["[", ":", "a"], ["b"]),
    ("[[:word:]-]*", ["a", "-b"], [".", "/"]),
    ("\\Aa\\z", ["a"], ["ab"]),
    ("a\\bb*", [], ["ab"]),
    ("a\\b.*", ["a.", "a.b"], ["ab"]),
    ("a\\B*", ["ab", "abc"], ["a"]),
    ("\\Qa.b\\E*", ["a\\.b", "a\\.bc"], ["a.b"]),
    ("\\Q*\\E{2}x", ["[^/]**x"], ["x", "[^/]*{2}x"]),
    ("\\Qa*", [], ["a", "ab", "a[^/]*"]),
    ("a*x\\", ["ax$", "a1x$b"], ["ax", "ax\\"]),
    ("\\_*", ["_a"], ["a"]),
  ])
  func `a pattern has the meaning of its expression`(
    _ pattern: String, _ yes: [String], _ no: [String]
  ) throws {
    for path in yes { #expect(try GlobTests.matches(pattern, path), "\(path)") }
    for path in no { #expect(try !GlobTests.matches(pattern, path), "\(path)") }
  }

  @Test(arguments: [
    "\\q", "\\é", "\\8", "\\1", "\\1x", "a*\\xg1", "\\x{}", "\\x{110000}", "\\x{41", "[z-a]",
    "a*[", "a*[]", "a*[x", "[[:foo:]]", "[\\b]", "a{1001}*", "a{2,1}*", "a{2}{3}*", "*{2}",
    "**{2}x*",
    "a|{2}*", "[[:d:]x:]]", "\\E", "\\Z*", "a{1,1001}?",
  ])
  func `a pattern whose expression is malformed is refused when it is used`(
    _ pattern: String
  ) throws {
    var rules = IgnoreRules()
    try rules.append(pattern: [UInt8](pattern.utf8), source: [])
    #expect(throws: IgnoreError.unusable(rules[0], .malformedWhenUsed)) {
      try rules.explain([UInt8]("b".utf8))
    }
  }

  @Test(arguments: ["\\pL", "\\p{Greek}*", "[\\PN]", "a*\\p"])
  func `a Unicode class is refused when it is used`(_ pattern: String) throws {
    var rules = IgnoreRules()
    try rules.append(pattern: [UInt8](pattern.utf8), source: [])
    #expect(throws: IgnoreError.unusable(rules[0], .unicodeClass)) {
      try rules.explain([UInt8]("b".utf8))
    }
  }

  @Test(arguments: [
    String(repeating: "a{1000}", count: 132) + "*", "a{2}\\Q\\E{3}*",
  ])
  func `an expression too large or too strange is refused when it is used`(
    _ pattern: String
  ) throws {
    var rules = IgnoreRules()
    try rules.append(pattern: [UInt8](pattern.utf8), source: [])
    #expect(throws: IgnoreError.unusable(rules[0], .tooComplex)) {
      try rules.explain([UInt8]("b".utf8))
    }
  }

  @Test func `a byte order mark in front is dropped where there are wildcards`() throws {
    #expect(try GlobTests.matches("\u{feff}a*", "\u{feff}a") == false)
    var rules = IgnoreRules()
    try rules.append(file: [UInt8]("\n\u{feff}a*\n\u{feff}b\n\u{feff}**\n".utf8), source: [])
    #expect(try rules.explain([UInt8]("ab".utf8)).isExcluded)
    #expect(try rules.explain([UInt8]("\u{feff}b".utf8)).isExcluded)
    #expect(try !rules.explain([UInt8]("b".utf8)).isExcluded)
  }
}
