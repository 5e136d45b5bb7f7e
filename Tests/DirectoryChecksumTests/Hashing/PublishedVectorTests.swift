import Testing

@testable import DirectoryChecksum

/// A message whose digests NIST published, in the examples to FIPS 180 or the short messages of
/// the CAVP's byte vectors.
struct PublishedVector: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var message: [UInt8]
  var sha1: String?
  var sha256: String?

  static let all = [
    PublishedVector(
      testDescription: "no bits", message: [],
      sha1: "da39a3ee5e6b4b0d3255bfef95601890afd80709",
      sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    PublishedVector(
      testDescription: "8 bits of SHA1ShortMsg", message: [0x36],
      sha1: "c1dfd96eea8cc2b62785275bca38ac261256e278"),
    PublishedVector(
      testDescription: "8 bits of SHA256ShortMsg", message: [0xd3],
      sha256: "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1"),
    PublishedVector(
      testDescription: "24 bits", message: [UInt8]("abc"),
      sha1: "a9993e364706816aba3e25717850c26c9cd0d89d",
      sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    PublishedVector(
      testDescription: "448 bits",
      message: [UInt8]("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
      sha1: "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
      sha256: "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
    PublishedVector(
      testDescription: "896 bits",
      message: [UInt8]("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn")
        + [UInt8]("hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"),
      sha1: "a49b2446a02c645bf419f995b67091253a04a259",
      sha256: "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"),
    PublishedVector(
      testDescription: "a million times a",
      message: [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000),
      sha1: "34aa973cd4c4daa4f61eeb2bdbad27316534016f",
      sha256: "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ]
}

@Suite struct PublishedVectorTests {
  @Test(arguments: PublishedVector.all, HashCase.all)
  func `a published message has its published digest`(vector: PublishedVector, hash: HashCase) {
    guard let expected = hash.bits == 160 ? vector.sha1 : vector.sha256 else { return }
    #expect(hash.digits(of: vector.message) == expected)
  }

  @Test func `the kernel a hash function chooses by itself gives the published digests`() {
    for vector in PublishedVector.all {
      if let sha1 = vector.sha1 {
        #expect(hexadecimal(HashFunction.sha1.digest(of: vector.message)) == sha1)
      }
      if let sha256 = vector.sha256 {
        #expect(hexadecimal(HashFunction.sha256.digest(of: vector.message)) == sha256)
      }
    }
  }
}
