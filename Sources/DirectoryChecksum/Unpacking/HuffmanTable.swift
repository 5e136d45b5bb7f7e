/// A table that decodes one of deflate's codes (RFC 1951, 3.2.2): the next bits of the input are its
/// index. Codes longer than the index lead to a second table behind the first.
///
/// An entry is, from its low bits: eight of how many bits to take, four of how many bits follow as
/// an addition (or index the second table), four of ``Kind``, and the value: a literal, the base
/// of a length or a distance, or the place of the second table.
struct HuffmanTable: ~Copyable {
  /// What an entry is, in place.
  enum Kind {
    static let base: UInt32 = 0
    static let literal: UInt32 = 1 << 12
    static let second: UInt32 = 1 << 13
    static let end: UInt32 = 1 << 14
    static let invalid: UInt32 = 1 << 15
  }

  /// Which code a table is for.
  enum Alphabet {
    case lengths, literals, distances
  }

  let entries: UnsafeMutablePointer<UInt32>
  /// How many bits index the first table.
  let width: Int
  private let capacity: Int

  /// The longest code, in bits.
  private static let longest = 15

  /// `capacity` is what the largest complete code takes: 128 entries for 7 bits and lengths of 7,
  /// 1,334 for 10 bits and 288 symbols, 592 for 9 bits and 32 symbols.
  init(width: Int, capacity: Int) {
    self.width = width
    self.capacity = capacity
    entries = .allocate(capacity: capacity)
    entries.initialize(repeating: Kind.invalid, count: capacity)
  }

  deinit {
    entries.deallocate()
  }
}

extension HuffmanTable {
  /// Makes the table for symbols whose codes have these lengths, 0 for none; false where they are
  /// the lengths of no code. As zlib has it, a code may lack symbols where it has one of one bit
  /// alone, or none at all; who meets what is lacking meets an invalid entry.
  borrowing func build(
    _ lengths: UnsafePointer<UInt8>, _ count: Int, _ alphabet: Alphabet
  ) -> Bool {
    var counts = [Int](repeating: 0, count: Self.longest + 1)
    for symbol in 0..<count { counts[Int(lengths[symbol])] += 1 }
    counts[0] = 0
    var longest = Self.longest
    while longest > 0, counts[longest] == 0 { longest -= 1 }
    var left = 1
    for length in 1...Self.longest {
      left = left << 1 - counts[length]
      if left < 0 { return false }
    }
    if left > 0, longest > 1 || longest == 1 && alphabet == .lengths { return false }
    for index in 0..<1 << width { entries[index] = Kind.invalid }
    var place = 1 << width
    var second = (prefix: -1, start: 0, width: 0)
    var code = 0
    for length in 1...Self.longest {
      for symbol in 0..<count where Int(lengths[symbol]) == length {
        let entry = Self.entry(symbol, alphabet)
        let reversed = Self.reversed(code, length)
        if length <= width {
          fill(from: 0, reversed, length, 1 << width, entry | UInt32(length))
        } else {
          let prefix = reversed & (1 << width - 1)
          if prefix != second.prefix {
            second = (prefix, place, secondWidth(from: length, longest, counts))
            place += 1 << second.width
            guard place <= capacity else { return false }
            entries[prefix] =
              Kind.second | UInt32(second.start) << 16 | UInt32(second.width) << 8 | UInt32(width)
          }
          fill(
            from: second.start, reversed >> width, length - width, 1 << second.width,
            entry | UInt32(length))
        }
        counts[length] -= 1
        code += 1
      }
      code <<= 1
    }
    return true
  }

  /// How many bits index the second table that begins with a code of `length` bits: as many as the
  /// codes that are left take to fill it.
  private borrowing func secondWidth(
    from length: Int, _ longest: Int, _ counts: [Int]
  ) -> Int {
    var bits = length - width
    var left = 1 << bits
    while bits + width < longest {
      left -= counts[bits + width]
      if left <= 0 { break }
      bits += 1
      left <<= 1
    }
    return bits
  }

  private borrowing func fill(
    from start: Int, _ first: Int, _ length: Int, _ size: Int, _ entry: UInt32
  ) {
    var index = first
    while index < size {
      entries[start + index] = entry
      index += 1 << length
    }
  }

  private static func reversed(_ code: Int, _ length: Int) -> Int {
    var (code, reversed) = (code, 0)
    for _ in 0..<length {
      reversed = reversed << 1 | code & 1
      code >>= 1
    }
    return reversed
  }

  /// What a symbol means (RFC 1951, 3.2.5), without the number of bits of its code.
  private static func entry(_ symbol: Int, _ alphabet: Alphabet) -> UInt32 {
    switch alphabet {
    case .lengths: return UInt32(symbol) << 16
    case .literals:
      if symbol < 256 { return Kind.literal | UInt32(symbol) << 16 }
      if symbol == 256 { return Kind.end }
      if symbol > 285 { return Kind.invalid }
      if symbol == 285 { return 258 << 16 }
      // Four symbols for each number of additional bits, from 257 on; the first eight have none.
      let place = symbol - 257
      let bits = max(0, place / 4 - 1)
      let base = place < 8 ? place : (4 + place % 4) << bits
      return UInt32(base + 3) << 16 | UInt32(bits) << 8
    case .distances:
      if symbol > 29 { return Kind.invalid }
      let bits = max(0, symbol / 2 - 1)
      let base = symbol < 4 ? symbol : (2 + symbol % 2) << bits
      return UInt32(base + 1) << 16 | UInt32(bits) << 8
    }
  }
}
