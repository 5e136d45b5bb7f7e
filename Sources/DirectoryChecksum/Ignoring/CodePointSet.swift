/// A set of code points: what brackets or an escape such as `\d` match.
///
/// Sets that are done lie one behind the other in an array of words.
struct CodePointSet {
  /// One bit for each ASCII character.
  private var ascii: (UInt64, UInt64) = (0, 0)
  /// Ranges past ASCII: the lower bound in the upper half, the upper bound in the lower half.
  private var ranges: [UInt64] = []
  /// Whether the set is what is not in the bits and ranges.
  var isNegated = false

  /// Appends the set to `words`, for ``contains(_:_:_:)``.
  func write(to words: inout [UInt64]) {
    words.append(ascii.0)
    words.append(ascii.1)
    words.append(UInt64(ranges.count) << 1 | (isNegated ? 1 : 0))
    for range in ranges { words.append(range) }
  }

  /// Whether `value` is in the set that begins at the word `start`.
  static func contains(_ value: UInt32, _ words: UnsafeBufferPointer<UInt64>, _ start: Int) -> Bool
  {
    let header = words[start + 2]
    var isFound = false
    if value < 0x80 {
      isFound = words[start + Int(value >> 6)] >> UInt64(value & 63) & 1 != 0
    } else {
      for range in words[start + 3..<start + 3 + Int(header >> 1)] {
        isFound = isFound || range >> 32 <= value && value <= UInt32(truncatingIfNeeded: range)
      }
    }
    return isFound != (header & 1 != 0)
  }
}

extension CodePointSet {
  /// Adds the code points from `lower` to `upper`.
  mutating func insert(_ lower: UInt32, _ upper: UInt32) {
    var value = lower
    while value <= upper, value < 0x80 {
      if value < 64 { ascii.0 |= 1 << UInt64(value) } else { ascii.1 |= 1 << UInt64(value - 64) }
      value += 1
    }
    if upper >= 0x80 { ranges.append(UInt64(max(lower, 0x80)) << 32 | UInt64(upper)) }
  }

  /// Adds ASCII characters, or all code points but those.
  /// - Parameter bounds: The lowest and the highest of each range, one pair after the other.
  mutating func insert(_ bounds: StaticString, isNegated: Bool) {
    var members = CodePointSet()
    for index in stride(from: 0, to: bounds.utf8CodeUnitCount, by: 2) {
      members.insert(UInt32(bounds.utf8Start[index]), UInt32(bounds.utf8Start[index + 1]))
    }
    ascii.0 |= isNegated ? ~members.ascii.0 : members.ascii.0
    ascii.1 |= isNegated ? ~members.ascii.1 : members.ascii.1
    if isNegated { insert(0x80, 0x10_ffff) }
  }
}
