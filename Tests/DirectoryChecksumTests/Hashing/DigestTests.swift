import Testing

@testable import DirectoryChecksum

@Suite struct DigestTests {
  @Test func `a digest reads back from its hexadecimal digits`() {
    let digits = [UInt8]("da39a3ee5e6b4b0d3255bfef95601890afd80709")
    let digest = digits.withUnsafeBytes { Digest(hexadecimal: $0) }
    var written: [UInt8] = []
    if let digest { written.append(hexadecimal: digest) }
    #expect(written == digits)
    #expect(digest?.description == "da39a3ee5e6b4b0d3255bfef95601890afd80709")
    #expect(digest?.withBytes { $0.byteCount } == 20)
  }

  @Test func `digests are equal, and hash equally, where their bytes are the same`() {
    let digests = ["a", "b", "a"].map { HashFunction.sha256.digest(of: [UInt8]($0.utf8)) }
    #expect(digests[0] == digests[2])
    #expect(Set(digests).count == 2)
    #expect("\(digests[0])".count == 64)
  }

  @Test(arguments: [
    "", "da39", "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", "g" + String(repeating: "0", count: 39),
  ])
  func `anything but 40 or 64 lower-case digits is no digest`(_ text: String) {
    #expect([UInt8](text.utf8).withUnsafeBytes { Digest(hexadecimal: $0) } == nil)
  }
}
