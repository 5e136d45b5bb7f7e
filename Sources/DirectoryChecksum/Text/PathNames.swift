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
