/// The value of a hash function: 20 bytes of SHA-1 or 32 bytes of SHA-256.
///
/// A fixed maximal array and a length, so that nothing that stores or compares digests is generic
/// over the hash function. Bytes past ``byteCount`` are zero.
public struct Digest: Equatable, Sendable {
  /// The length of the longest digest, in bytes.
  static let maximumByteCount = 32

  /// One field, not a tuple of words: a tuple is copied word by word wherever a record is.
  private var storage: InlineArray<4, UInt64>

  /// The length; 20 or 32.
  private let length: UInt8

  /// Takes the digest's bytes.
  /// - Precondition: `bytes` holds at most 32 bytes.
  init(_ bytes: UnsafeRawBufferPointer) {
    length = UInt8(truncatingIfNeeded: bytes.count)
    storage = InlineArray(repeating: 0)
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
    storage = [
      Digest.pair(words.0, words.1), Digest.pair(words.2, words.3),
      Digest.pair(words.4, words.5), Digest.pair(words.6, words.7),
    ]
  }

  private static func pair(_ high: UInt32, _ low: UInt32) -> UInt64 {
    (UInt64(high) << 32 | UInt64(low)).bigEndian
  }

  public static func == (left: Digest, right: Digest) -> Bool {
    left.length == right.length && left.storage[0] == right.storage[0]
      && left.storage[1] == right.storage[1] && left.storage[2] == right.storage[2]
      && left.storage[3] == right.storage[3]
  }
}

extension Digest {
  /// The number of bytes: 20 or 32.
  public var byteCount: Int { Int(length) }

  /// Calls `body` with the digest's bytes.
  public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    Swift.withUnsafeBytes(of: storage) { body(UnsafeRawBufferPointer(rebasing: $0[..<byteCount])) }
  }

  /// The byte at `index`, which is less than ``byteCount``.
  public subscript(index: Int) -> UInt8 {
    withUnsafeBytes { $0[index] }
  }
}

extension Digest {
  /// Reads `2 * byteCount` lower-case hexadecimal digits; nil for anything else, or for a number
  /// of digits that no hash function here produces.
  public init?(hexadecimal digits: UnsafeRawBufferPointer) {
    let text = digits.bindMemory(to: UInt8.self)
    guard text.count == 40 || text.count == 64,
      text.allSatisfy({ $0.isLowerHexadecimalDigit })
    else { return nil }
    storage = InlineArray(repeating: 0)
    length = UInt8(text.count / 2)
    Swift.withUnsafeMutableBytes(of: &storage) { bytes in
      for index in 0..<text.count / 2 {
        bytes[index] = text.hexadecimalByte(at: 2 * index) ?? 0
      }
    }
  }
}

extension Digest {
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
