import Testing

@testable import DirectoryChecksum

/// From a line to a pattern.
@Suite struct PatternTextTests {
  private func pattern(_ line: [UInt8]) throws(PatternFault) -> [UInt8] {
    let text = line.withUnsafeBufferPointer { PatternText($0) }
    return try (text.isException ? [UInt8(ascii: "!")] : []) + text.checkedPattern()
  }

  @Test(arguments: [
    ("a", "a"), ("a/", "a"), ("/a", "a"), ("//a///b", "a/b"), ("./a/./b/.", "a/b"),
    ("x/../a", "a"), ("../a", "../a"), ("/../a", "a"), ("a/../..", ".."), ("../../a/..", "../.."),
    ("*/../foo", "foo"), ("**/../foo", "foo"), (".", "."), ("/", "/"), ("a/..", "."),
    ("a/../../b/../c", "../c"), ("..a/..b", "..a/..b"), (".../a", ".../a"),
    ("/ a", "a"), ("a /", "a"), ("a b", "a b"), ("\u{3000}a\u{85}", "a"),
    ("a\u{200b}", "a\u{200b}"),
    ("!a", "!a"), ("!  a", "!a"), ("! /a", "!a"), ("!/ a", "! a"), ("!!a", "!!a"), ("/!a", "!a"),
    ("./!a", "!a"), ("x/../!a", "!a"), ("\\!a", "\\!a"), ("\\#a", "\\#a"), ("!.", "!."),
    ("!..", "!.."), ("!../a", "!../a"), ("!a/..", "!."), ("!#a", "!#a"), ("/ !/a", "!/a"),
  ])
  func `a line is cleaned twice`(_ line: String, _ cleaned: String) throws {
    #expect(try pattern([UInt8](line.utf8)) == [UInt8](cleaned.utf8))
  }

  @Test(arguments: ["!", "! ", "!/", "!//", "!\t", "/!", "./!"])
  func `an exception without a pattern is refused`(_ line: String) {
    #expect(throws: PatternFault.emptyException) { try pattern([UInt8](line.utf8)) }
  }

  @Test func `nothing may be left of a line`() {
    #expect([UInt8]("/ / ".utf8).withUnsafeBufferPointer { PatternText($0).isEmpty })
  }

  @Test func `bytes that are no UTF-8 become U+FFFD one by one`() throws {
    #expect(
      try pattern([0x61, 0xff, 0xe2, 0x82, 0x2e, 0xc0, 0xaf])
        == [UInt8](
          "a\u{fffd}\u{fffd}\u{fffd}.\u{fffd}\u{fffd}".utf8))
  }

  @Test func `a lone continuation byte of white space is not trimmed`() throws {
    #expect(try pattern([0x61, 0x85]) == [UInt8]("a\u{fffd}".utf8))
    #expect(try pattern([0xa0, 0x61]) == [UInt8]("\u{fffd}a".utf8))
  }

  @Test(arguments: [
    "[", "[]", "[^]", "[]a]", "[a-]", "[-a]", "[a-b-c]", "x\\", "x/[", "d[--0]e", "*[", "***[a",
    ".*[", "?*x\\", "\\.*[]", "[.]*[", "[!-9]*[", "[^a]*[",
  ])
  func `what a build refuses at first sight is refused`(_ line: String) {
    #expect(throws: PatternFault.malformed) { try pattern([UInt8](line.utf8)) }
  }

  @Test func `bytes that are no UTF-8 are refused in brackets`() {
    #expect(throws: PatternFault.malformed) { try pattern([0x5b, 0xff, 0x5d]) }
  }

  @Test(arguments: [
    "]", "a]", "[[]", "[z-a]", "a*[", "a*x\\", ".*a*[", "..*[", "[a]*[", "[^.]*[", "\\q", "[\\]]",
    "[a\\-z]", "[*]", "[[:x:]]", "[\\*]*[",
  ])
  func `what a build sees later or never is let pass`(_ line: String) throws {
    #expect(try pattern([UInt8](line.utf8)) == [UInt8](line.utf8))
  }
}
