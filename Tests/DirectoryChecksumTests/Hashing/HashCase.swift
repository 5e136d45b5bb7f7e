import Testing

@testable import DirectoryChecksum

/// A hash function with the kernels that are forced on it.
struct HashCase: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var bits: Int
  var kernels: HashKernels

  /// All kernels that this processor can run.
  static let all: [HashCase] =
    [HashCase(testDescription: "SHA-1, portable", bits: 160, kernels: SHA1.portable)]
    + (SHA1.accelerated.map {
      [HashCase(testDescription: "SHA-1, accelerated", bits: 160, kernels: $0)]
    } ?? [])
    + [HashCase(testDescription: "SHA-256, portable", bits: 256, kernels: SHA256.portable)]
    + (SHA256.accelerated.map {
      [HashCase(testDescription: "SHA-256, accelerated", bits: 256, kernels: $0)]
    } ?? [])

  func start() -> HashFunction {
    bits == 160 ? .sha1(kernels: kernels) : .sha256(kernels: kernels)
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
