/// Decodes a deflate stream (RFC 1951), a piece at a time, as it is asked for.
///
/// Accepts what zlib accepts and gives the same bytes. Takes 130 KB of memory however long the
/// stream is; never takes more of the input than belongs to the stream.
final class Inflate {
  private enum State {
    case header
    /// So many bytes of a stored block are still to come.
    case stored(Int)
    case codes
    case end
  }

  let input: ByteStream
  private var state = State.header
  private var isLastBlock = false
  /// Bits that were taken from the input and not used yet, the next one lowest; fewer than eight
  /// between two pieces.
  var bits: UInt64 = 0
  var bitCount = 0

  /// What came last, and room for more.
  let buffer: UnsafeMutablePointer<UInt8>
  /// How many bytes of the buffer are in use.
  var used = 0

  let literals = HuffmanTable(width: 10, capacity: 1334)
  let distances = HuffmanTable(width: 9, capacity: 592)
  let lengths = HuffmanTable(width: 7, capacity: 128)
  /// The lengths of codes while a table is made of them.
  let codeLengths: UnsafeMutablePointer<UInt8>
  /// Whether the tables are those of the fixed codes.
  var hasFixedTables = false

  /// As far back as a match reaches, in bytes.
  private static let window = 32 << 10
  /// A piece ends when it has this many bytes, or up to a match more.
  private static let pieceSize = 64 << 10
  /// The longest match, and what copying in words writes beyond it.
  private static let slack = 258 + 16
  /// Of literals and distances together.
  static let mostCodes = 320

  init(_ input: ByteStream) {
    self.input = input
    buffer = .allocate(capacity: Self.window + Self.pieceSize + Self.slack)
    codeLengths = .allocate(capacity: Self.mostCodes)
    codeLengths.initialize(repeating: 0, count: Self.mostCodes)
  }

  deinit {
    buffer.deallocate()
    codeLengths.deallocate()
  }
}

extension Inflate {
  /// The next bytes, valid until more are asked for; none at the end of the stream.
  func next() throws(ArchiveError) -> UnsafeRawBufferPointer {
    if used > Self.window {
      UnsafeMutableRawPointer(buffer).copyMemory(
        from: buffer + (used - Self.window), byteCount: Self.window)
      used = Self.window
    }
    let start = used
    let end = start + Self.pieceSize
    loop: while used < end {
      switch state {
      case .header: try readHeader()
      case .stored(let left): try copyStored(left, upTo: end)
      case .codes: try decode(upTo: end)
      case .end: break loop
      }
    }
    return UnsafeRawBufferPointer(start: buffer + start, count: used - start)
  }

  /// Begins another stream, right behind the one that has ended.
  func restart() {
    state = .header
    isLastBlock = false
    bits = 0
    bitCount = 0
    used = 0
  }

  var damage: ArchiveError { .damaged(.deflate, at: input.position) }

  /// Takes `count` bits, at most 32.
  func take(_ count: Int) throws(ArchiveError) -> Int {
    while bitCount < count {
      guard try input.fill(1) else { throw .endsEarly(inside: []) }
      bits |= UInt64(input.available[0]) << UInt64(bitCount)
      bitCount += 8
      input.take(1)
    }
    let value = Int(truncatingIfNeeded: bits & (1 << UInt64(count) - 1))
    bits >>= UInt64(count)
    bitCount -= count
    return value
  }
}

extension Inflate {
  /// Ends the block that is being decoded.
  func endBlock() { state = .header }

  private func readHeader() throws(ArchiveError) {
    if isLastBlock {
      state = .end
      return
    }
    isLastBlock = try take(1) == 1
    switch try take(2) {
    case 0:
      _ = try take(bitCount & 7)
      let count = try take(16)
      guard try take(16) == count ^ 0xffff else { throw damage }
      state = .stored(count)
    case 1:
      if !hasFixedTables { buildFixedTables() }
      state = .codes
    case 2:
      try readTables()
      state = .codes
    default: throw damage
    }
  }

  private func copyStored(_ left: Int, upTo end: Int) throws(ArchiveError) {
    guard left > 0 else {
      state = .header
      return
    }
    let bytes = try input.next()
    guard bytes.count > 0, let first = bytes.baseAddress else { throw .endsEarly(inside: []) }
    let count = min(left, bytes.count, end - used)
    UnsafeMutableRawPointer(buffer + used).copyMemory(from: first, byteCount: count)
    input.take(count)
    used += count
    state = .stored(left - count)
  }
}
