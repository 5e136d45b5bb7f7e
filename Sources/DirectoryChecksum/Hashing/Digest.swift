/// The value of a hash function: 20 bytes of SHA-1 or 32 bytes of SHA-256.
///
/// A fixed maximal size and a length, so that nothing that stores or compares digests is generic
/// over the hash function. Bytes past ``byteCount`` are zero.
public struct Digest: Hashable, Sendable {
  /// The length of the longest digest, in bytes.
  static let maximumByteCount = 32

  /// The bytes, as they lie in memory.
  private struct Storage: Hashable {
    var first: UInt64 = 0
    var second: UInt64 = 0
    var third: UInt64 = 0
    var fourth: UInt64 = 0
  }

  private var storage = Storage()
  /// The length; 20 or 32.
  private let length: UInt8

  /// Takes the digest's bytes.
  /// - Precondition: `bytes` holds at most 32 bytes.
  init(_ bytes: UnsafeRawBufferPointer) {
    length = UInt8(truncatingIfNeeded: bytes.count)
    Swift.withUnsafeMutableBytes(of: &storage) { $0.copyMemory(from: bytes) }
  }

  /// Takes a hash function's last chaining value: the first `byteCount` bytes of `words`, the most
  /// significant byte of each first.
  /// - Precondition: `byteCount` is at most 32, and the words past it are zero.
  init(
    bigEndian words: (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32),
    byteCount: Int
  ) {
    length = UInt8(truncatingIfNeeded: byteCount)
    // Two words at a time: of a fixed size, this stays in registers.
    storage = Storage(
      first: Digest.pair(words.0, words.1), second: Digest.pair(words.2, words.3),
      third: Digest.pair(words.4, words.5), fourth: Digest.pair(words.6, words.7))
  }

  private static func pair(_ high: UInt32, _ low: UInt32) -> UInt64 {
    (UInt64(high) << 32 | UInt64(low)).bigEndian
  }
}

extension Digest {
  /// The number of bytes: 20 or 32.
  public var byteCount: Int { Int(length) }

  /// The byte at `index`, which is less than ``byteCount``.
  public subscript(index: Int) -> UInt8 {
    withUnsafeBytes { $0[index] }
  }

  /// Calls `body` with the digest's bytes.
  public func withBytes<Result>(_ body: (RawSpan) -> Result) -> Result {
    withUnsafeBytes { body($0.bytes) }
  }

  /// The same, for what lies below Swift's checks.
  package func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    Swift.withUnsafeBytes(of: storage) { body(UnsafeRawBufferPointer(rebasing: $0[..<byteCount])) }
  }
}

extension Digest {
  /// Reads `2 * byteCount` lower-case hexadecimal digits; nil for anything else, or for a number
  /// of digits that no hash function here produces.
  public init?(hexadecimal digits: Span<UInt8>) {
    let digest = digits.withUnsafeBytes { Digest(hexadecimal: $0) }
    guard let digest else { return nil }
    self = digest
  }

  /// The same, of bytes that somebody else keeps.
  package init?(hexadecimal digits: UnsafeRawBufferPointer) {
    let text = digits.bindMemory(to: UInt8.self)
    guard text.count == 40 || text.count == 64,
      text.allSatisfy({ $0.isLowerHexadecimalDigit })
    else { return nil }
    length = UInt8(text.count / 2)
    Swift.withUnsafeMutableBytes(of: &storage) { bytes in
      for index in 0..<text.count / 2 {
        bytes[index] = text.hexadecimalByte(at: 2 * index) ?? 0
      }
    }
  }
}

extension Digest: CustomStringConvertible {
  /// The lower-case hexadecimal digits.
  public var description: String {
    String(unsafeUninitializedCapacity: 2 * byteCount) {
      writeHexadecimal(to: UnsafeMutableRawBufferPointer($0))
    }
  }

  /// Writes the digest in lower-case hexadecimal digits and returns how many they are.
  ///
  /// - Precondition: `buffer` holds twice ``byteCount`` bytes.
  func writeHexadecimal(to buffer: UnsafeMutableRawBufferPointer) -> Int {
    withUnsafeBytes { bytes in
      for index in 0..<bytes.count / 4 {
        let word = UInt32(
          bigEndian: bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
        buffer.storeBytes(
          of: Digest.digits(word).bigEndian, toByteOffset: 8 * index, as: UInt64.self)
      }
    }
    return 2 * byteCount
  }

  /// The digits of a number, the first one in the highest byte; all eight at once, since there are
  /// more digits to be written than anything else.
  private static func digits(_ word: UInt32) -> UInt64 {
    // Each nibble into a byte of its own.
    var nibbles = UInt64(word)
    nibbles = (nibbles << 16 | nibbles) & 0x0000_ffff_0000_ffff
    nibbles = (nibbles << 8 | nibbles) & 0x00ff_00ff_00ff_00ff
    nibbles = (nibbles << 4 | nibbles) & 0x0f0f_0f0f_0f0f_0f0f
    // One in each byte that has to be a letter: six more carries it into the upper half.
    let letters = (nibbles &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    return nibbles &+ 0x3030_3030_3030_3030 &+ letters &* (0x61 - 0x30 - 10)
  }
}

extension [UInt8] {
  /// Appends `digest` in lower-case hexadecimal digits.
  @inline(never)
  package mutating func append(hexadecimal digest: Digest) {
    withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { digits in
      let count = digest.writeHexadecimal(to: digits)
      append(contentsOf: UnsafeRawBufferPointer(rebasing: digits[..<count]))
    }
  }
}
