import Foundation
import Testing

@testable import DirectoryChecksum

@Suite struct JSONTests {
  private func string(_ text: String) -> [UInt8]? {
    [UInt8](text.utf8).withUnsafeBufferPointer { bytes in
      var reader = JSONReader(bytes)
      var string: [UInt8] = []
      guard (try? reader.readString(into: &string)) != nil else { return nil }
      return string
    }
  }

  private func isValue(_ text: String) -> Bool {
    [UInt8](text.utf8).withUnsafeBufferPointer { bytes in
      var reader = JSONReader(bytes)
      return (try? reader.skipValue()) != nil && reader.peek() == nil
    }
  }

  @Test(arguments: [
    (#""""#, ""), (#" "a""#, "a"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
    (#""\u00e9\u20AC""#, "é€"), (#""\ud83d\ude00""#, "😀"), (#""\ud83d""#, "\u{fffd}"),
    (#""\ud83dx""#, "\u{fffd}x"), (#""\ude00""#, "\u{fffd}"),
    (#""\ud83d\u0041""#, "\u{fffd}A"),
  ])
  func `a string is read unescaped`(_ text: String, _ string: String) {
    #expect(self.string(text) == [UInt8](string.utf8))
  }

  @Test(arguments: [
    "", "a", "\"", "\"a", #""\"#, #""\x""#, #""\u12""#, #""\u123g""#, "\"\n\"", "\"\u{1f}\"",
  ])
  func `anything else is no string`(_ text: String) {
    #expect(string(text) == nil)
  }

  @Test(arguments: [
    "null", "true", "-1.5e+3", #""a""#, "[]", "{}", "[1,[2,{}],\"]\"]", #"{"a":{"b":[]},"c":1}"#,
    String(repeating: "[", count: 64) + String(repeating: "]", count: 64),
  ])
  func `a value of any kind is passed over`(_ text: String) {
    #expect(isValue(text))
  }

  @Test(arguments: [
    "", "nul", "[", "]", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}", "{1:2}", "[}", "{\"a\":1]",
    String(repeating: "[", count: 65) + String(repeating: "]", count: 65),
  ])
  func `what is no value is refused`(_ text: String) {
    #expect(!isValue(text))
  }

  @Test(arguments: [
    [0x61], [0x22, 0x5c, 0x2f], [0x00, 0x0a, 0x1b, 0x7f], [0xc2, 0x85], [0xe2, 0x80, 0xa8],
    Array("##[error] é".utf8), [0xf0, 0x9f, 0x98, 0x80],
  ])
  func `a member reads back with any JSON reader`(_ text: [UInt8]) throws {
    var object = [UInt8]("{\"x\":0")
    object.append(jsonMember: "path", text)
    object.append(UInt8(ascii: "}"))
    let read = try JSONSerialization.jsonObject(with: Data(object)) as? [String: Any]
    #expect((read?["path"] as? String).map { Array($0.utf8) } == text)
    #expect(!ShownText(object).isHarmful, "and is as harmless as a record")
  }

  @Test func `a name that is not UTF-8 is given in Base64`() {
    var object: [UInt8] = []
    object.append(jsonMember: "path", [0x61, 0xff])
    #expect(String(decoding: object, as: UTF8.self) == ",\"path_base64\":\"Yf8=\"")
  }
}
