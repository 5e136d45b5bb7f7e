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
  private let lengths = HuffmanTable(width: 7, capacity: 128)
  /// The lengths of codes while a table is made of them.
  private let codeLengths: UnsafeMutablePointer<UInt8>
  /// Whether the tables are those of the fixed codes.
  private var hasFixedTables = false

  /// As far back as a match reaches, in bytes.
  private static let window = 32 << 10
  /// A piece ends when it has this many bytes, or up to a match more.
  private static let pieceSize = 64 << 10
  /// The longest match, and what copying in words writes beyond it.
  private static let slack = 258 + 16
  /// Of literals and distances together.
  private static let mostCodes = 320

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
  private func take(_ count: Int) throws(ArchiveError) -> Int {
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

  /// The codes of RFC 1951, 3.2.6.
  private func buildFixedTables() {
    for symbol in 0..<288 {
      codeLengths[symbol] = symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8
    }
    _ = literals.build(codeLengths, 288, .literals)
    for symbol in 0..<32 { codeLengths[symbol] = 5 }
    _ = distances.build(codeLengths, 32, .distances)
    hasFixedTables = true
  }

  /// Reads the codes of a block, as RFC 1951, 3.2.7 has them.
  private func readTables() throws(ArchiveError) {
    hasFixedTables = false
    let literalCount = try take(5) + 257
    let distanceCount = try take(5) + 1
    let lengthCount = try take(4) + 4
    guard literalCount <= 286, distanceCount <= 30 else { throw damage }
    codeLengths.update(repeating: 0, count: Self.mostCodes)
    // 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15, in letters from A.
    let order: StaticString = "QRSAIHJGKFLEMDNCOBP"
    for index in 0..<lengthCount {
      codeLengths[Int(order.utf8Start[index] - UInt8(ascii: "A"))] = UInt8(
        truncatingIfNeeded: try take(3))
    }
    guard lengths.build(codeLengths, 19, .lengths) else { throw damage }
    codeLengths.update(repeating: 0, count: Self.mostCodes)
    let count = literalCount + distanceCount
    var index = 0
    while index < count {
      let symbol = try takeLength()
      if symbol < 16 {
        codeLengths[index] = UInt8(symbol)
        index += 1
        continue
      }
      var value: UInt8 = 0
      let repeats: Int
      switch symbol {
      case 16:
        guard index > 0 else { throw damage }
        value = codeLengths[index - 1]
        repeats = try take(2) + 3
      case 17: repeats = try take(3) + 3
      default: repeats = try take(7) + 11
      }
      guard index + repeats <= count else { throw damage }
      for place in index..<index + repeats { codeLengths[place] = value }
      index += repeats
    }
    // Without an end the block would have none.
    guard codeLengths[256] != 0, literals.build(codeLengths, literalCount, .literals),
      distances.build(codeLengths + literalCount, distanceCount, .distances)
    else { throw damage }
  }

  /// Takes one symbol of the code of lengths.
  private func takeLength() throws(ArchiveError) -> Int {
    // No more bits than the symbol has are asked for: the input may end behind it.
    while true {
      let entry = lengths.entries[Int(truncatingIfNeeded: bits & 0x7f)]
      let length = Int(entry & 0xff)
      if length > 0, length <= bitCount {
        _ = try take(length)
        return Int(entry >> 16)
      }
      if bitCount >= 7 { throw damage }
      guard try input.fill(1) else { throw .endsEarly(inside: []) }
      bits |= UInt64(input.available[0]) << UInt64(bitCount)
      bitCount += 8
      input.take(1)
    }
  }
}
