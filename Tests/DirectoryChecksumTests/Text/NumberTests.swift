import Testing

@testable import DirectoryChecksum

@Suite struct NumberTests {
  @Test(arguments: [0, 7, 9, 10, 99, 100, 1000, 4_294_967_295, UInt64.max - 1, UInt64.max])
  func `a number is written in decimal digits`(_ value: UInt64) {
    var text: [UInt8] = []
    text.append(decimal: value)
    #expect(String(decoding: text, as: UTF8.self) == String(value))
  }

  @Test(
    arguments: [
      ("0", 0), ("007", 7), ("4294967295", 4_294_967_295), ("4294967296", nil), ("", nil),
      ("-1", nil),
      ("1 ", nil), ("99999999999", nil), ("١", nil),
    ] as [(String, UInt32?)])
  func `decimal digits are read as far as 32 bits go`(_ text: String, _ value: UInt32?) {
    let bytes = [UInt8](text.utf8)
    #expect(bytes.withUnsafeBufferPointer { $0.decimal(0..<$0.count) } == value)
  }

  @Test func `every byte is written as two hexadecimal digits and read back, in either case`() {
    for byte in UInt8.min...UInt8.max {
      var text: [UInt8] = []
      text.append(hexadecimal: byte)
      let upper = text.map { $0 >= UInt8(ascii: "a") ? $0 - 0x20 : $0 }
      #expect(text.withUnsafeBufferPointer { $0.hexadecimalByte(at: 0) } == byte)
      #expect(upper.withUnsafeBufferPointer { $0.hexadecimalByte(at: 0) } == byte)
      #expect(text.allSatisfy { $0.isLowerHexadecimalDigit })
    }
  }

  @Test(arguments: ["", "a", "g0", "0g", "/0", ":0", "@a", "`a", " 1"])
  func `anything else is no hexadecimal byte`(_ text: String) {
    #expect([UInt8](text.utf8).withUnsafeBufferPointer { $0.hexadecimalByte(at: 0) } == nil)
  }

  /// Uppercase digits are no record's: no tool that lists checksums writes them.
  @Test func `a digest is read from its own lower-case digits alone`() {
    let digits = "da39a3ee5e6b4b0d3255bfef95601890afd80709"
    func read(_ text: String) -> Digest? {
      [UInt8](text.utf8).withUnsafeBytes { Digest(hexadecimal: $0) }
    }
    #expect(read(digits) == sha1([]).withUnsafeBytes { Digest($0) })
    #expect(read(digits.uppercased()) == nil)
    #expect(read(String(digits.dropLast())) == nil)
    #expect(read(digits.dropLast() + "g") == nil)
  }
}
