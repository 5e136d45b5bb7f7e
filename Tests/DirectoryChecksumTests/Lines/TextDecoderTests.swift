import Testing

@testable import DirectoryChecksum

@Suite struct TextDecoderTests {
  /// What comes out of `bytes`, handed over in pieces of `size`.
  private func decode(_ bytes: [UInt8], piecesOf size: Int) -> String {
    var decoder = TextDecoder()
    var text: [UInt8] = []
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + size)
      Array(bytes[start..<end]).withUnsafeBufferPointer {
        decoder.decode($0) { text.append($0) }
      }
      start = end
    }
    decoder.decode(ByteView(start: nil, count: 0), isLast: true) { text.append($0) }
    return String(decoding: text, as: UTF8.self)
  }

  private static func utf16(_ text: String, isBigEndian: Bool) -> [UInt8] {
    text.utf16.flatMap { unit -> [UInt8] in
      let pair = [UInt8(unit >> 8), UInt8(unit & 0xff)]
      return isBigEndian ? pair : pair.reversed()
    }
  }

  private static func utf32(_ text: String) -> [UInt8] {
    text.unicodeScalars.flatMap { scalar -> [UInt8] in
      (0..<4).map { UInt8(scalar.value >> (8 * UInt32($0)) & 0xff) }
    }
  }

  private static let text = "#8 [4/6] RUN x\r\nnaïve 名 \u{1f600} and more\r\n"

  @Test(arguments: [1, 2, 3, 5, 16, 1000]) func `every encoding is read, marked or not`(_ size: Int)
  {
    for isBigEndian in [false, true] {
      let plain = Self.utf16(Self.text, isBigEndian: isBigEndian)
      let marked = Self.utf16("\u{feff}" + Self.text, isBigEndian: isBigEndian)
      #expect(decode(plain, piecesOf: size) == Self.text)
      #expect(decode(marked, piecesOf: size) == "\u{feff}" + Self.text)
    }
    #expect(decode(Self.utf32(Self.text), piecesOf: size) == Self.text)
    #expect(decode([UInt8](Self.text.utf8), piecesOf: size) == Self.text)
  }

  @Test(arguments: [1, 3, 64, 1000]) func `a file may change its encoding`(_ size: Int) {
    let line = "a line of bytes, long enough\n"
    let bytes =
      [UInt8](line.utf8) + Self.utf16(Self.text, isBigEndian: false) + [UInt8](line.utf8)
      + Self.utf16("\u{feff}" + Self.text, isBigEndian: true) + [UInt8](line.utf8)
    #expect(
      decode(bytes, piecesOf: size) == line + Self.text + line + "\u{feff}" + Self.text + line)
  }

  @Test func `names that are no text stay as they are`() {
    var text: [UInt8] = []
    var decoder = TextDecoder()
    let bytes: [UInt8] = [0x61, 0xff, 0xfe, 0x62, 0, 0x63, 0x64, 0xfe, 0xff, 0x0a, 0x80]
    bytes.withUnsafeBufferPointer { decoder.decode($0, isLast: true) { text.append($0) } }
    #expect(text == bytes)
  }
}
