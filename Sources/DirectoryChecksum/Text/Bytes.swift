// File names, paths and everything written are bytes. These are the few operations on them that
// the rooms above share; none of them knows an encoding.

/// A view of bytes that someone else owns and keeps as they are while it is used.
package typealias ByteView = UnsafeBufferPointer<UInt8>

extension ByteView {
  /// The same bytes for what hashes them.
  var raw: UnsafeRawBufferPointer { UnsafeRawBufferPointer(self) }

  /// The bytes from `start` to `end`, which lie in that order within the count.
  package func slice(_ start: Int, _ end: Int) -> ByteView {
    ByteView(rebasing: self[start..<end])
  }

  /// The bytes from `start`, which is at most `count`, to the end.
  func from(_ start: Int) -> ByteView { slice(start, count) }

  /// The first `end` bytes; `end` is at most `count`.
  func upTo(_ end: Int) -> ByteView { slice(0, end) }

  /// Whether the bytes at `offset` are those of `literal`.
  @inline(never)
  func hasLiteral(_ literal: StaticString, at offset: Int = 0) -> Bool {
    let length = literal.utf8CodeUnitCount
    guard offset >= 0, count - offset >= length else { return false }
    let expected = literal.utf8Start
    for index in 0..<length where self[offset + index] != expected[index] { return false }
    return true
  }

  /// Whether all bytes are those of `literal`.
  @inline(never)
  package func isLiteral(_ literal: StaticString) -> Bool {
    count == literal.utf8CodeUnitCount && hasLiteral(literal)
  }
}

extension [UInt8] {
  /// A copy of `bytes`.
  init(_ bytes: ByteView) {
    self = []
    append(bytes)
  }

  /// The bytes of a literal.
  @inline(never)
  package init(_ literal: StaticString) {
    self = []
    append(literal)
  }

  @inline(never)
  package mutating func append(_ bytes: ByteView) {
    // Of raw bytes the standard library copies all at once, of others in Embedded Swift one by one.
    append(contentsOf: bytes.raw)
  }

  @inline(never)
  package mutating func append(_ bytes: [UInt8]) {
    append(contentsOf: bytes)
  }

  /// Appends the bytes of a literal.
  @inline(never)
  package mutating func append(_ literal: StaticString) {
    append(ByteView(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  /// Takes away all but the first `length` bytes; there are at least as many.
  @inline(never)
  mutating func shorten(to length: Int) {
    removeLast(count - length)
  }
}

extension [UInt8] {
  /// Calls `body` with the bytes and a NUL behind them, for a system call. A NUL among the bytes
  /// ends what the system sees.
  package func withCString<Result: ~Copyable, Failure>(
    _ body: (UnsafePointer<CChar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let terminated = copyWithNUL()
    defer { terminated.deallocate() }
    return try body(UnsafePointer(terminated))
  }

  @inline(never)
  private func copyWithNUL() -> UnsafeMutablePointer<CChar> {
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: count + 1)
    for index in indices { copy[index] = CChar(bitPattern: self[index]) }
    copy[count] = 0
    return copy
  }

  /// Whether all bytes are those of `literal`.
  @inline(never)
  package func isLiteral(_ literal: StaticString) -> Bool {
    withUnsafeBufferPointer { $0.isLiteral(literal) }
  }

  /// Whether the bytes begin with those of `literal`.
  @inline(never)
  package func hasPrefix(_ literal: StaticString) -> Bool {
    withUnsafeBufferPointer { $0.hasLiteral(literal) }
  }

  /// Whether the bytes end with those of `literal`.
  @inline(never)
  func hasSuffix(_ literal: StaticString) -> Bool {
    withUnsafeBufferPointer { $0.hasLiteral(literal, at: count - literal.utf8CodeUnitCount) }
  }

  /// Calls `body` with the bytes; as `withUnsafeBufferPointer`, for a closure that throws an error
  /// of a known type.
  package func withBytes<Result, Failure: Error>(
    _ body: (ByteView) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try withUnsafeBufferPointer(body)
  }
}

/// Whether `left` sorts before `right` by unsigned byte value, a prefix before its extension.
package func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  left.lexicographicallyPrecedes(right)
}

// The names in a path, which is cut at each `/` and nowhere else.

extension ByteView {
  /// Where the name that begins at `start` ends: at the next `/`, or with the path.
  func nameEnd(from start: Int) -> Int {
    firstIndex(of: UInt8(ascii: "/"), from: start) ?? count
  }

  /// Where the last name begins: behind the last `/`.
  var lastNameStart: Int {
    var start = count
    while start > 0, self[start - 1] != UInt8(ascii: "/") { start -= 1 }
    return start
  }
}

extension [UInt8] {
  /// Where the last name begins: behind the last `/`.
  var lastNameStart: Int { withUnsafeBufferPointer { $0.lastNameStart } }

  /// What stands behind the last `/`.
  var baseName: [UInt8] { withUnsafeBufferPointer { [UInt8]($0.from($0.lastNameStart)) } }
}
