// File names, paths and everything written are bytes. These are the few operations on them that
// the rooms above share; none of them knows an encoding.

extension [UInt8] {
  /// The bytes of a literal.
  @inline(never)
  package init(_ literal: StaticString) {
    self.init(
      UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  /// Appends the bytes of a literal.
  @inline(never)
  package mutating func append(_ literal: StaticString) {
    append(
      contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  /// Appends `value` in decimal digits.
  @inline(never)
  package mutating func append(decimal value: UInt64) {
    var divisor: UInt64 = 1
    while value / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / divisor % 10))
      divisor /= 10
    }
  }

  /// Appends `value` as two lower-case hexadecimal digits.
  @inline(never)
  package mutating func append(hexadecimal value: UInt8) {
    append(hexadecimalDigit(value >> 4))
    append(hexadecimalDigit(value & 0xf))
  }

  /// Appends `digest` in lower-case hexadecimal digits.
  @inline(never)
  package mutating func append(hexadecimal digest: Digest) {
    withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { digits in
      let count = digest.writeHexadecimal(to: digits)
      append(contentsOf: UnsafeRawBufferPointer(rebasing: digits[..<count]))
    }
  }
}

extension [UInt8] {
  /// Appends the bytes of `other` from `start` on.
  mutating func append(_ other: [UInt8], from start: Int) {
    for index in start..<other.count { append(other[index]) }
  }
}

extension [UInt8] {
  /// Calls `body` with the bytes and a NUL behind them, for a system call. A NUL among the bytes
  /// ends what the system sees.
  package func withCString<Result: ~Copyable, Failure>(
    _ body: (UnsafePointer<CChar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let terminated = UnsafeMutableBufferPointer<CChar>.allocate(capacity: count + 1)
    defer { terminated.deallocate() }
    for index in indices { terminated[index] = CChar(bitPattern: self[index]) }
    terminated[count] = 0
    return try body(UnsafePointer(terminated.baseAddress!))
  }

  /// Calls `body` with the bytes; as `withUnsafeBytes`, for a closure that throws an error of a
  /// known type.
  package func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try withUnsafeBufferPointer { (bytes) throws(Failure) in
      try body(UnsafeRawBufferPointer(bytes))
    }
  }
}

/// The lower-case digit of a number below 16.
@inline(__always)
func hexadecimalDigit(_ nibble: UInt8) -> UInt8 {
  nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
}

/// Whether `left` sorts before `right` by unsigned byte value, a prefix before its extension.
package func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  left.lexicographicallyPrecedes(right)
}
