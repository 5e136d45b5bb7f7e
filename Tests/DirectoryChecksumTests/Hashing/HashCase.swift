import Testing

@testable import DirectoryChecksum

/// A hash function with the kernel that is forced on it.
struct HashCase: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var bits: Int
  var kernel: HashKernel

  /// Every kernel that this processor can run.
  static let all: [HashCase] =
    [HashCase(testDescription: "SHA-1, portable", bits: 160, kernel: SHA1.portable)]
    + (SHA1.accelerated.map {
      [HashCase(testDescription: "SHA-1, accelerated", bits: 160, kernel: $0)]
    } ?? [])
    + [HashCase(testDescription: "SHA-256, portable", bits: 256, kernel: SHA256.portable)]
    + (SHA256.accelerated.map {
      [HashCase(testDescription: "SHA-256, accelerated", bits: 256, kernel: $0)]
    } ?? [])

  func start() -> HashFunction {
    bits == 160 ? .sha1(kernel: kernel) : .sha256(kernel: kernel)
  }

  /// The digits of the digest of `bytes`, given in pieces that end at `cuts` and at the end.
  func digits(of bytes: [UInt8], cutAt cuts: [Int] = []) -> String {
    var function = start()
    var start = 0
    bytes.withUnsafeBytes { bytes in
      for end in cuts + [bytes.count] {
        function.update(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
        start = end
      }
    }
    return hexadecimal(function.finalize())
  }
}

func hexadecimal(_ digest: Digest) -> String {
  var digits: [UInt8] = []
  digits.append(hexadecimal: digest)
  return String(decoding: digits, as: UTF8.self)
}
