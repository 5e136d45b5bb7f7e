import DirectoryChecksum

/// What can be asked of an argument: bytes, of which some are words or numbers.
extension [UInt8] {
  /// The bytes from `start` to `end`.
  @inline(never)
  func part(_ start: Int, _ end: Int) -> [UInt8] {
    var part: [UInt8] = []
    withUnsafeBufferPointer { part.append($0.slice(start, end)) }
    return part
  }

  /// The decimal number without a sign from `start` to the end; nil for anything else, or beyond
  /// what a machine counts.
  @inline(never)
  func number(from start: Int) -> Int? {
    guard start < count else { return nil }
    var value = 0
    for index in start..<count {
      guard self[index] >= UInt8(ascii: "0"), self[index] <= UInt8(ascii: "9") else { return nil }
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(Int(self[index] - UInt8(ascii: "0")))
      if overflow || carry { return nil }
      value = sum
    }
    return value
  }
}
