import Foundation
import Testing

@testable import DirectoryChecksum

@Suite struct Base64Tests {
  private func decoded(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = [1]
    let isRead = [UInt8](text.utf8).withUnsafeBufferPointer { Base64.decode($0, into: &bytes) }
    if !isRead { #expect(bytes == [1], "nothing is appended") }
    return isRead ? [UInt8](bytes.dropFirst()) : nil
  }

  /// RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func `the published vectors are written and read`(_ plain: String, _ encoded: String) {
    var text: [UInt8] = []
    text.append(base64: [UInt8](plain.utf8))
    #expect(String(decoding: text, as: UTF8.self) == encoded)
    #expect(decoded(encoded) == [UInt8](plain.utf8))
  }

  @Test func `every byte at every place reads back`() {
    for length in 1...4 {
      for byte in UInt8.min...UInt8.max {
        let bytes = [UInt8](repeating: byte, count: length)
        var text: [UInt8] = []
        text.append(base64: bytes)
        #expect(Data(base64Encoded: Data(text)).map { [UInt8]($0) } == bytes)
        #expect(decoded(String(decoding: text, as: UTF8.self)) == bytes)
      }
    }
  }

  @Test(arguments: ["Zg", "Zm8", "Zm9vYg"])
  func `padding may be missing`(_ text: String) {
    #expect(decoded(text) != nil)
  }

  @Test(arguments: ["Z", "Zm9vY", "Zg===", "Z g=", "Zm9-", "Zm9_", "Zg==Zg==", "é"])
  func `anything else is refused`(_ text: String) {
    #expect(decoded(text) == nil)
  }
}
