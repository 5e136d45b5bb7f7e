import Foundation
import Testing

@testable import DirectoryChecksum

/// A message of Fixtures/Hashing/digests.txt. Its header line says how the bytes follow from the
/// length, and which tool made the digests.
struct FixtureMessage {
  var bytes: [UInt8]
  var sha1: Substring
  var sha256: Substring

  func digits(_ bits: Int) -> Substring { bits == 160 ? sha1 : sha256 }

  static let all: [FixtureMessage] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/Hashing/digests.txt")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
      let fields = line.split(separator: " ")
      guard fields.count == 3, let length = Int(fields[0]) else { return nil }
      let bytes = (0..<length).map {
        UInt8(truncatingIfNeeded: $0 * 7 + $0 / 256 * 13 + length)
      }
      return FixtureMessage(bytes: bytes, sha1: fields[1], sha256: fields[2])
    }
  }()

  static func ofLength(_ length: Int) throws -> FixtureMessage {
    try #require(all.first { $0.bytes.count == length })
  }
}

@Suite struct MessageLengthTests {
  @Test(arguments: HashCase.all)
  func `a message of any length has the digest that another implementation gives it`(
    _ hash: HashCase
  ) {
    #expect(FixtureMessage.all.prefix(301).map(\.bytes.count) == Array(0...300))
    for message in FixtureMessage.all {
      #expect(
        hash.digits(of: message.bytes) == message.digits(hash.bits),
        "\(message.bytes.count) bytes")
    }
  }

  // 4 GiB of zeros would take a minute without optimisation. So the kernels here skip them: given
  // all their blocks they set the chaining value that follows, and hash what comes after. The
  // digests are those of `head -c 4294967396 /dev/zero | sha1sum` and `sha256sum`, so a wrong
  // chaining value would show.
  @Test func `a message longer than 4 GiB in one piece keeps its length`() throws {
    let length = (1 << 32) + 100
    let zeros = try #require(
      mmap(nil, length, PROT_READ, MAP_PRIVATE | MAP_ANON | MAP_NORESERVE, -1, 0))
    try #require(zeros != MAP_FAILED)
    defer { munmap(zeros, length) }
    let message = UnsafeRawBufferPointer(start: zeros, count: length)

    let skipping1: HashKernel = { state, blocks, count in
      guard let state, let blocks, count >= 1 << 26 else {
        return SHA1.portable.one(state, blocks, count)
      }
      state.pointee.word =
        (0xd6d0_ccd0, 0x737c_474d, 0x3119_ccc0, 0xd168_df14, 0x3d24_53be, 0, 0, 0)
      SHA1.portable.one(state, blocks + (1 << 32), count - (1 << 26))
    }
    var sha1 = HashFunction.sha1(
      kernels: HashKernels(one: skipping1, two: SHA1.portable.two))
    sha1.update(message)
    #expect(hexadecimal(sha1.finalize()) == "ed4e242fbb152330b464d8812afead7ba2e2a07a")

    let skipping256: HashKernel = { state, blocks, count in
      guard let state, let blocks, count >= 1 << 26 else {
        return SHA256.portable.one(state, blocks, count)
      }
      state.pointee.word = (
        0x8ffe_48e8, 0xfe68_1595, 0x06d4_999e, 0xe2b1_ac4c,
        0x3e5b_953c, 0xd5f8_bb95, 0xe808_2d4e, 0x8df5_e99a
      )
      SHA256.portable.one(state, blocks + (1 << 32), count - (1 << 26))
    }
    var sha256 = HashFunction.sha256(
      kernels: HashKernels(one: skipping256, two: SHA256.portable.two))
    sha256.update(message)
    #expect(
      hexadecimal(sha256.finalize())
        == "577d1bdcfb357ff6b5cfa8d863aba0847fea65faa1ff00f6daf1caedb30a7b3f")
  }
}
