/// Gathers short pieces in memory that the caller lends, and hashes them in one go.
///
/// A directory's digest is made of many pieces of a few bytes: one call of the hash function for
/// each would cost more than the hashing.
struct HashingWriter<Function: HashFunction>: ~Copyable {
  private var function = Function()
  private let buffer: UnsafeMutableRawBufferPointer
  private var count = 0

  /// - Precondition: `buffer` holds at least 128 bytes, and nobody else uses it meanwhile.
  init(buffer: UnsafeMutableRawBufferPointer) {
    self.buffer = buffer
  }
}

extension HashingWriter {
  @inline(__always)
  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count <= buffer.count - count else { return appendLarge(bytes) }
    UnsafeMutableRawBufferPointer(rebasing: buffer[count...]).copyMemory(from: bytes)
    count += bytes.count
  }

  @inline(__always)
  mutating func append(_ literal: StaticString) {
    append(UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    if count == buffer.count { flush() }
    buffer[count] = byte
    count += 1
  }

  /// Appends lower-case hexadecimal digits for `bytes`, of which there are at most 32.
  mutating func append(hexadecimal bytes: UnsafeRawBufferPointer) {
    if buffer.count - count < 2 * bytes.count { flush() }
    for byte in bytes {
      buffer[count] = hexadecimalDigit(byte >> 4)
      buffer[count + 1] = hexadecimalDigit(byte & 0xf)
      count += 2
    }
  }

  /// Appends `value` in decimal digits.
  mutating func append(decimal value: UInt64) {
    var divisor: UInt64 = 1
    while value / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / divisor % 10))
      divisor /= 10
    }
  }

  private mutating func appendLarge(_ bytes: UnsafeRawBufferPointer) {
    flush()
    guard bytes.count <= buffer.count else { return function.update(bytes) }
    buffer.copyMemory(from: bytes)
    count = bytes.count
  }

  private mutating func flush() {
    function.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    count = 0
  }

  /// Hands the hash function over, with all that was appended in it.
  consuming func finish() -> Function {
    flush()
    return function
  }
}
