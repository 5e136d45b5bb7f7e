/// What of a path is worth knowing before it is compared with many patterns: which pairs of
/// adjacent bytes it has, and how it ends.
///
/// The pairs are a Bloom filter of 128 bits. A `/` is taken to stand before the path and a NUL
/// behind it, so that the beginning and the end of a name are pairs too.
struct PathProbe {
  private(set) var pairs: (UInt64, UInt64) = (0, 0)

  /// The last eight bytes, the very last one most significant; 0 where there are fewer.
  private(set) var tail: UInt64 = 0

  init(_ path: ByteView) {
    var previous = UInt8(ascii: "/")
    for byte in path {
      insert(previous, byte)
      tail = tail >> 8 | UInt64(byte) << 56
      previous = byte
    }
    insert(previous, 0)
  }

  @inline(__always)
  private mutating func insert(_ first: UInt8, _ second: UInt8) {
    let bits = PathProbe.bits(first, second)
    pairs.0 |= bits.0
    pairs.1 |= bits.1
  }

  /// The filter of one pair.
  @inline(__always)
  static func bits(_ first: UInt8, _ second: UInt8) -> (UInt64, UInt64) {
    // Fibonacci hashing; the upper bits are the well mixed ones.
    let hash = (UInt32(first) << 8 | UInt32(second)) &* 0x9e37_79b1 >> 25
    let bit: UInt64 = 1 << UInt64(hash & 63)
    let upper = 0 &- UInt64(hash >> 6)
    return (bit & ~upper, bit & upper)
  }
}
