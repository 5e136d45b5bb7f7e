import CDirectoryChecksum

/// SHA-1 (FIPS 180-4, 6.1): 20 bytes. What the content digest is made of; no defence against
/// someone who wants two contents with one digest.
struct SHA1: HashFunction {
  private var message: MerkleDamgard

  /// Starts with no input and the fastest kernel that the processor can run.
  init() {
    self.init(kernel: Self.accelerated ?? Self.portable)
  }

  /// Starts with no input; `kernel` runs the rounds.
  init(kernel: HashKernel) {
    // FIPS 180-4, 5.3.1.
    message = MerkleDamgard(
      state: cdc_hash_state(
        word: (0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0, 0, 0, 0)),
      kernel: kernel)
  }
}

extension SHA1 {
  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    message.update(bytes)
  }

  mutating func finalize() -> Digest {
    message.finalize(digestByteCount: 20)
  }
}

extension SHA1 {
  /// The kernel in C alone, which every processor can run.
  static var portable: HashKernel { cdc_sha1_portable }

  /// The kernel for the processor's own instructions, nil where it has none.
  static let accelerated: HashKernel? = cdc_sha1_accelerated()
}
