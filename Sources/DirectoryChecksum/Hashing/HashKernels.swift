import CDirectoryChecksum

/// The rounds of a hash function over some number of 64-byte blocks.
typealias HashKernel =
  @convention(c) (UnsafeMutablePointer<cdc_hash_state>?, UnsafeRawPointer?, Int) -> Void

/// The same over as many blocks of each of two messages.
typealias HashPairKernel =
  @convention(c) (
    UnsafeMutablePointer<cdc_hash_state>?, UnsafeRawPointer?,
    UnsafeMutablePointer<cdc_hash_state>?, UnsafeRawPointer?, Int
  ) -> Void

/// A hash function's rounds for one message, and for two at a time. Where a processor has
/// instructions for them, two take little more than half the time that one after the other takes:
/// each round waits for the one before, and meanwhile there is the other message.
struct HashKernels {
  let one: HashKernel
  let two: HashPairKernel

  init(one: HashKernel, two: HashPairKernel) {
    self.one = one
    self.two = two
  }

  /// Nil where there are none.
  init?(_ one: HashKernel?, _ two: HashPairKernel?) {
    guard let one, let two else { return nil }
    self.init(one: one, two: two)
  }
}
