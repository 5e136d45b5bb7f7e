import TestSupport
import Testing

@testable import DirectoryChecksum

/// gzip streams: what comes out, and what is refused.
@Suite struct InflateTests {
  /// Bytes that compress in different ways: text, repeats near and far, and what does not at all.
  private static func sample(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var state: UInt64 = 88_172_645_463_325_252
    while bytes.count < count {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      switch state % 5 {
      case 0: bytes += [UInt8](repeating: UInt8(truncatingIfNeeded: state >> 8), count: 300)
      case 1: for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: state >> (8 * shift))) }
      case 2: bytes += Array("func read(into buffer: Pointer) throws -> Int\n".utf8)
      default:
        let distance = min(bytes.count, Int(state >> 20 % 32768) + 1)
        for _ in 0..<Int(state >> 40 % 200) where distance > 0 {
          bytes.append(bytes[bytes.count - distance])
        }
      }
    }
    return bytes
  }

  private func inflated(_ bytes: [UInt8], piece: Int) throws(ArchiveError) -> [UInt8] {
    let stream = ByteStream(
      GzipSource(ByteStream(MemorySource(bytes, piece: piece))))
    var result: [UInt8] = []
    while true {
      let next = try stream.next()
      if next.isEmpty { return result }
      result += next
      stream.take(next.count)
    }
  }

  @Test(arguments: [0, 1, 100, 65535, 65536, 65537, 300_000], [1, 6, 9])
  func `what gzip compressed comes out as it was`(_ count: Int, _ level: Int) throws {
    let bytes = Self.sample(count)
    let place = TestTree().file("x", bytes)
    let packed = shell("gzip -nc\(level) '\(place.string)/x'").output
    for piece in [1, 7, 100_000] { #expect(try inflated(packed, piece: piece) == bytes) }
    #expect(try inflated(packed + packed, piece: 4096) == bytes + bytes)
  }

  @Test func `a stream cut anywhere ends early`() throws {
    let place = TestTree().file("x", Self.sample(3000))
    let packed = shell("gzip -nc '\(place.string)/x'").output
    for end in 2..<packed.count {
      #expect(throws: ArchiveError.endsEarly(inside: [])) {
        try inflated(Array(packed[..<end]), piece: 64)
      }
    }
  }

  @Test func `a stream with one bit changed is never taken for whole`() throws {
    let bytes = Self.sample(2000)
    let place = TestTree().file("x", bytes)
    let packed = shell("gzip -nc '\(place.string)/x'").output
    // Behind the header, whose time and system mean nothing.
    for index in 10..<packed.count {
      for bit in 0..<8 {
        var damaged = packed
        damaged[index] ^= 1 << bit
        let result = try? inflated(damaged, piece: 512)
        // The last bits of the last byte mean nothing.
        #expect(result == nil || result == bytes)
      }
    }
  }

  @Test func `codes of the fixed kind and stored blocks are read`() throws {
    // "aaaaaaaaaa" in a block of fixed codes; "hello" stored.
    let fixed: [UInt8] = [0x4b, 0x84, 0x03, 0x00]
    let stored: [UInt8] = [0x01, 0x05, 0x00, 0xfa, 0xff] + Array("hello".utf8)
    for (data, text) in [(fixed, "aaaaaaaaaa"), (stored, "hello")] {
      let inflate = Inflate(ByteStream(MemorySource(data, piece: 1)))
      #expect(Array(try inflate.next()) == Array(text.utf8))
      #expect(try inflate.next().isEmpty)
    }
  }

  @Test(
    arguments: [
      [0x07], [0x05, 0xff, 0xff], [0x01, 0x05, 0x00, 0xfa, 0xfe], [0x4b, 0x04, 0x12, 0x00],
    ] as [[UInt8]])
  func `what no compressor writes is refused`(_ data: [UInt8]) {
    let inflate = Inflate(ByteStream(MemorySource(data + [0, 0, 0, 0, 0, 0, 0, 0])))
    #expect(throws: ArchiveError.self) { while !(try inflate.next().isEmpty) {} }
  }

  @Test func `the checksum is that of the standard`() {
    var checksum = CRC32()
    Array("123456789".utf8).withUnsafeBytes { checksum.update($0) }
    #expect(checksum.value == 0xcbf4_3926)
  }
}
