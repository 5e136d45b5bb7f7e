import Testing

@testable import DirectoryChecksum

@Suite struct EscapedNameTests {
  private func escaped(_ name: [UInt8], _ place: ShownText.Place = .alone) -> String {
    var text: [UInt8] = []
    ShownText(name, place: place).appendEscaped(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  private func read(_ text: String) -> [UInt8]? {
    [UInt8](text.utf8).withUnsafeBufferPointer { EscapedName.bytes($0) }
  }

  @Test(arguments: [
    ("a\\b", #"a\\b"#), ("a\nb\rc\td", #"a\nb\rc\td"#), ("\u{1b}[0m", #"\x1b[0m"#),
    ("\u{85}", #"\xc2\x85"#), ("\u{202e}x", #"\xe2\x80\xaex"#), ("##[group]", #"\x23\x23[group]"#),
    ("##vso[x", #"\x23\x23vso[x"#), ("###teamcity[", ##"#\x23\x23teamcity["##), ("# ##", "# ##"),
  ])
  func `what could harm is escaped and reads back`(_ name: String, _ text: String) {
    let name = [UInt8](name.utf8)
    #expect(escaped(name) == text)
    #expect(read(text) == name)
  }

  @Test func `every pair of bytes reads back`() {
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max where read(escaped([first, second])) != [first, second] {
        Issue.record("\(first) \(second)")
      }
    }
  }

  @Test func `a path that holds the arrow of a long record is escaped there alone`() {
    let path = [UInt8]("a -> b")
    #expect(!ShownText(path).isHarmful)
    #expect(ShownText(path, place: .longPath).isHarmful)
    #expect(escaped(path, .longPath) == #"a \x2d> b"#)
    #expect(escaped([UInt8]("a ->"), .longPath) == "a ->")
    #expect(escaped([UInt8]("a ->"), .longLinkPath) == #"a \x2d>"#)
  }

  @Test(arguments: [#"\"#, #"a\"#, #"\q"#, #"\x"#, #"\x4"#, #"\xg0"#, #"\N"#])
  func `a backslash that begins no escape is refused`(_ text: String) {
    #expect(read(text) == nil)
  }

  @Test func `a name in a message is raw unless it could harm`() {
    var message: [UInt8] = []
    message.append(shown: [UInt8]("a\\b "))
    message.append(shown: [UInt8]("a\\\u{7}"))
    #expect(String(decoding: message, as: UTF8.self) == #"a\b a\\\x07"#)
  }
}
