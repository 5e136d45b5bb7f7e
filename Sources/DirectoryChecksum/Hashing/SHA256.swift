import CDirectoryChecksum

/// SHA-256 (FIPS 180-4, 6.2): 32 bytes. What BuildKit's digests are made of.
enum SHA256 {
  /// The kernels in C alone, which every processor can run.
  static var portable: HashKernels {
    HashKernels(one: cdc_sha256_portable, two: cdc_sha256_portable_pair)
  }

  /// The kernels for the processor's own instructions, nil where it has none.
  static let accelerated: HashKernels? = HashKernels(
    cdc_sha256_accelerated(), cdc_sha256_accelerated_pair())
}

extension HashFunction {
  /// SHA-256 without input, and with the fastest kernels that the processor can run.
  static var sha256: HashFunction { sha256(kernels: SHA256.accelerated ?? SHA256.portable) }

  /// The SHA-256 of `bytes`: asked for in many places, of a few bytes.
  @inline(never)
  static func sha256(of bytes: [UInt8]) -> Digest { sha256.digest(of: bytes) }

  /// SHA-256 without input; `kernels` run the rounds.
  static func sha256(kernels: HashKernels) -> HashFunction {
    // FIPS 180-4, 5.3.3.
    HashFunction(
      state: cdc_hash_state(
        word: (
          0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
          0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19
        )),
      kernels: kernels, digestByteCount: 32)
  }
}
