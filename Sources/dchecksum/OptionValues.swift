import DirectoryChecksum

/// What the values of options mean.
extension CommandParser {
  /// A number of levels, or nil for `all`.
  static func depth(_ value: [UInt8], option: [UInt8]) throws(UsageError) -> Int? {
    if value == [UInt8]("all") { return nil }
    guard let depth = number(value) else {
      throw .badValue(option: option, value: value, wanted: "a number of levels from 0, or 'all'")
    }
    return depth
  }

  static func jobCount(_ value: [UInt8], option: [UInt8]) throws(UsageError) -> Int {
    guard let jobs = number(value), jobs > 0 else {
      throw .badValue(option: option, value: value, wanted: "a number of threads from 1")
    }
    // More are never of use, and would only be refused later.
    return min(jobs, 1024)
  }

  static func format(_ value: [UInt8], option: [UInt8]) throws(UsageError) -> DigestFormat {
    if value == [UInt8]("content") { return .content }
    if value == [UInt8]("buildkit") { return .buildkit }
    throw .badValue(option: option, value: value, wanted: "'content' or 'buildkit'")
  }

  static func color(_ value: [UInt8], option: [UInt8]) throws(UsageError) -> ColorChoice {
    if value == [UInt8]("auto") { return .auto }
    if value == [UInt8]("always") { return .always }
    if value == [UInt8]("never") { return .never }
    throw .badValue(option: option, value: value, wanted: "'auto', 'always' or 'never'")
  }

  /// A decimal number without a sign; nil for anything else, or beyond what a machine counts.
  private static func number(_ text: [UInt8]) -> Int? {
    guard !text.isEmpty else { return nil }
    var value = 0
    for digit in text {
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
      if overflow || carry { return nil }
      value = sum
    }
    return value
  }
}
