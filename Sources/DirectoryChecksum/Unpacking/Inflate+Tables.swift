extension Inflate {
  /// The codes of RFC 1951, 3.2.6.
  func buildFixedTables() {
    for symbol in 0..<288 {
      codeLengths[symbol] = symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8
    }
    _ = literals.build(codeLengths, 288, .literals)
    for symbol in 0..<32 { codeLengths[symbol] = 5 }
    _ = distances.build(codeLengths, 32, .distances)
    hasFixedTables = true
  }

  /// Reads the codes of a block, as RFC 1951, 3.2.7 has them.
  func readTables() throws(ArchiveError) {
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
