/// Gathers short pieces in memory that the caller lends, and hashes them in one go.
///
/// A directory's digest is made of many pieces of a few bytes: a call of the hash function for each
/// would cost more than the hashing.
struct HashingWriter<Function: HashFunction>: ~Copyable, HashInput {
  private var function = Function()
  private let buffer: UnsafeMutableRawBufferPointer
  private var count = 0

  /// - Precondition: nobody else uses `buffer` meanwhile.
  init(buffer: UnsafeMutableRawBufferPointer) {
    self.buffer = buffer
  }
}

extension HashingWriter {
  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    if bytes.count > buffer.count - count {
      flush()
      guard bytes.count <= buffer.count else { return function.update(bytes) }
    }
    UnsafeMutableRawBufferPointer(rebasing: buffer[count...]).copyMemory(from: bytes)
    count += bytes.count
  }

  private mutating func flush() {
    function.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    count = 0
  }

  /// The digest of all that was appended.
  consuming func finalize() -> Digest {
    flush()
    return function.finalize()
  }
}
