import Testing

@testable import DirectoryChecksum

@Suite struct UTF8Tests {
  private func codePoint(_ bytes: [UInt8]) -> (value: Unicode.Scalar?, length: Int) {
    bytes.withUnsafeBufferPointer { $0.codePoint(at: 0) }
  }

  @Test func `every scalar value is written as the standard library writes it, and read back`() {
    for value in (0...0xd7ff as ClosedRange<UInt32>).map({ $0 }) + (0xe000...0x10ffff).map({ $0 }) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      var bytes: [UInt8] = []
      bytes.append(scalar: value)
      let (read, length) = codePoint(bytes)
      guard bytes.elementsEqual(UTF8.encode(scalar)!), read == scalar, length == bytes.count else {
        Issue.record(
          "U+\(String(value, radix: 16)) is \(bytes), read as \(String(describing: read))")
        return
      }
    }
  }

  @Test(arguments: [
    [0x80], [0xbf], [0xc0, 0x80], [0xc1, 0xbf], [0xc2], [0xc2, 0x41], [0xe0, 0x9f, 0xbf],
    [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xed, 0xbf, 0xbf], [0xf0, 0x8f, 0xbf, 0xbf],
    [0xf0, 0x9f, 0x98], [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xff],
  ])
  func `what is no sequence counts as one byte`(_ bytes: [UInt8]) {
    let (value, length) = codePoint(bytes)
    #expect(value == nil && length == 1)
    #expect(!ShownText(bytes).isUTF8)
  }

  @Test(arguments: [
    ("", ""), (" \t\u{b}\u{c}\r\n", ""), ("\u{a0}\u{2028}a b\u{3000}\u{85}", "a b"),
    ("\u{200b}a\u{feff}", "\u{200b}a\u{feff}"), ("\u{1680}\u{205f}é\u{202f}", "é"),
  ])
  func `white space is trimmed at both ends`(_ text: String, _ trimmed: String) {
    let bytes = [UInt8](text.utf8)
    #expect(bytes.withUnsafeBufferPointer { [UInt8]($0.trimmed) } == [UInt8](trimmed.utf8))
  }
}
