import CDirectoryChecksum

/// SHA-1 or SHA-256, which takes its input in pieces: the digest is the same however it is cut.
///
/// The message goes in blocks of 64 bytes, padded with a one bit, zeros and its length in bits, each
/// block put into a chaining value (FIPS 180-4, 5.1.1 and 5.2.1). The two functions differ in the
/// first chaining value, the rounds and the length of the digest alone, so this is one type with a
/// function pointer, and nothing above it is generic. Nothing is allocated. Blocks that lie whole
/// in the caller's memory are hashed there, and all of a call's in one call of the kernel.
struct HashFunction {
  static let blockByteCount = 64

  /// What has been hashed of the message so far.
  private(set) var state: cdc_hash_state

  /// The start of a block whose end has not come yet, `byteCount % 64` bytes of it, and zeros.
  private var block: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) =
    (0, 0, 0, 0, 0, 0, 0, 0)

  /// The message's length so far, in bytes. The algorithms end at 2^61 − 1, which no input reaches.
  private var byteCount: UInt64 = 0

  let kernels: HashKernels
  let digestByteCount: Int

  /// Starts with no input. The digest is the first `digestByteCount` bytes of the last chaining
  /// value.
  init(state: cdc_hash_state, kernels: HashKernels, digestByteCount: Int) {
    self.state = state
    self.kernels = kernels
    self.digestByteCount = digestByteCount
  }
}

extension HashFunction {
  /// Appends `bytes` to the message.
  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard var next = bytes.baseAddress else { return }
    var remaining = bytes.count
    let buffered = bufferedByteCount
    byteCount &+= UInt64(truncatingIfNeeded: remaining)

    if buffered > 0 {
      let taken = min(remaining, Self.blockByteCount - buffered)
      append(next, taken, at: buffered)
      guard buffered + taken == Self.blockByteCount else { return }
      hashBlock()
      next += taken
      remaining -= taken
    }

    let blockCount = remaining / Self.blockByteCount
    if blockCount > 0 {
      kernels.one(&state, next, blockCount)
      next += blockCount * Self.blockByteCount
      remaining %= Self.blockByteCount
    }

    if remaining > 0 { append(next, remaining, at: 0) }
  }

  /// Ends the message and gives its digest. The value must not be used again.
  mutating func finalize() -> Digest {
    let (buffered, kernels) = (bufferedByteCount, kernels)
    withUnsafeTemporaryAllocation(byteCount: 2 * Self.blockByteCount, alignment: 8) { last in
      withUnsafeBytes(of: &block) { last.copyMemory(from: $0) }
      let end = Self.pad(last, from: buffered, byteCount: byteCount)
      kernels.one(&state, last.baseAddress, end / Self.blockByteCount)
    }
    return Digest(bigEndian: state.word, byteCount: digestByteCount)
  }

  /// The digest of the message so far and `bytes` behind it.
  consuming func digest(of bytes: UnsafeRawBufferPointer) -> Digest {
    update(bytes)
    return finalize()
  }

  /// The digest of the message so far and `bytes` behind it.
  consuming func digest(of bytes: [UInt8]) -> Digest {
    bytes.withUnsafeBytes { update($0) }
    return finalize()
  }

  /// Writes what ends a message of `byteCount` bytes behind its last ones, which end at `start`, and
  /// tells where the last block ends then: 128 bytes further at the most.
  static func pad(
    _ memory: UnsafeMutableRawBufferPointer, from start: Int, byteCount: UInt64
  ) -> Int {
    memory[start] = 0x80
    let rest = Int(truncatingIfNeeded: byteCount % UInt64(blockByteCount))
    // The length takes the last eight bytes: where the one bit lies in them, one more block.
    let end = start - rest + (rest < blockByteCount - 8 ? 1 : 2) * blockByteCount
    for index in start + 1..<end - 8 { memory[index] = 0 }
    memory.storeBytes(of: (byteCount &* 8).bigEndian, toByteOffset: end - 8, as: UInt64.self)
    return end
  }

  private mutating func hashBlock() {
    kernels.one(&state, &block, 1)
    block = (0, 0, 0, 0, 0, 0, 0, 0)
  }

  private var bufferedByteCount: Int {
    Int(truncatingIfNeeded: byteCount % UInt64(Self.blockByteCount))
  }

  private mutating func append(_ bytes: UnsafeRawPointer, _ count: Int, at offset: Int) {
    withUnsafeMutableBytes(of: &block) {
      UnsafeMutableRawBufferPointer(rebasing: $0[offset...]).copyMemory(
        from: UnsafeRawBufferPointer(start: bytes, count: count))
    }
  }
}
