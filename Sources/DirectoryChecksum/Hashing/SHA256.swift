import CDirectoryChecksum

/// SHA-256 (FIPS 180-4, 6.2): 32 bytes. What BuildKit's digests are made of.
struct SHA256: HashFunction {
  private var message: MerkleDamgard

  /// Starts with no input and the fastest kernel that the processor can run.
  init() {
    self.init(kernel: Self.accelerated ?? Self.portable)
  }

  /// Starts with no input; `kernel` runs the rounds.
  init(kernel: HashKernel) {
    // FIPS 180-4, 5.3.3.
    message = MerkleDamgard(
      state: cdc_hash_state(
        word: (
          0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
          0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19
        )),
      kernel: kernel)
  }
}

extension SHA256 {
  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    message.update(bytes)
  }

  mutating func finalize() -> Digest {
    message.finalize(digestByteCount: 32)
  }
}

extension SHA256 {
  /// The kernel in C alone, which every processor can run.
  static var portable: HashKernel { cdc_sha256_portable }

  /// The kernel for the processor's own instructions, nil where it has none.
  static let accelerated: HashKernel? = cdc_sha256_accelerated()
}
