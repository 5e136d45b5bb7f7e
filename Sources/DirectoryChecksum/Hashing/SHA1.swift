import CDirectoryChecksum

/// SHA-1 (FIPS 180-4, 6.1): 20 bytes. What the content digest is made of; no defence against
/// someone who wants two contents with one digest.
enum SHA1 {
  /// The kernels in C alone, which every processor can run.
  static var portable: HashKernels {
    HashKernels(one: cdc_sha1_portable, two: cdc_sha1_portable_pair)
  }

  /// The kernels for the processor's own instructions, nil where it has none.
  static let accelerated: HashKernels? = HashKernels(
    cdc_sha1_accelerated(), cdc_sha1_accelerated_pair())
}

extension HashFunction {
  /// SHA-1 without input, and with the fastest kernels that the processor can run.
  static var sha1: HashFunction { sha1(kernels: SHA1.accelerated ?? SHA1.portable) }

  /// The SHA-1 of `bytes`: asked for in many places, of a few bytes.
  @inline(never)
  static func sha1(of bytes: [UInt8]) -> Digest { sha1.digest(of: bytes) }

  /// SHA-1 without input; `kernels` run the rounds.
  static func sha1(kernels: HashKernels) -> HashFunction {
    // FIPS 180-4, 5.3.1.
    HashFunction(
      state: cdc_hash_state(
        word: (0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0, 0, 0, 0)),
      kernels: kernels, digestByteCount: 20)
  }
}
