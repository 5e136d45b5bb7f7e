/// Sources of ADD that are fetched from elsewhere.
enum RemoteSource {
  /// Whether a source is an address of HTTP or of a git repository, as BuildKit tells them apart: by
  /// a scheme in small letters, or by the form `USER@HOST:PATH`.
  static func isRemote(_ source: [UInt8]) -> Bool {
    source.hasPrefix("http://") || source.hasPrefix("https://") || isRepository(source)
  }

  /// Whether it is an address of a git repository: what comes of one is held against a commit.
  static func isRepository(_ source: [UInt8]) -> Bool {
    if source.hasPrefix("git://") || source.hasPrefix("ssh://") { return true }
    if source.hasPrefix("http") {
      var end = 0
      while end < source.count, source[end] != UInt8(ascii: "#"), source[end] != UInt8(ascii: "?") {
        end += 1
      }
      return source.withUnsafeBufferPointer { $0.upTo(end).hasLiteral(".git", at: end - 4) }
    }
    var at: Int?
    for (index, byte) in source.enumerated() {
      switch byte {
      case UInt8(ascii: "@"):
        guard at == nil, index > 0 else { return false }
        at = index
      case UInt8(ascii: ":"):
        guard let at else { return false }
        return index > at + 1 && index + 1 < source.count
      case UInt8(ascii: "-"), UInt8(ascii: "."): break
      case UInt8(ascii: "_"): if at != nil { return false }
      default: if !byte.isLetter && !byte.isDigit { return false }
      }
    }
    return false
  }

  /// Whether a text is a digest that a download can be held against: `sha256:` and 64 digits.
  static func isChecksum(_ text: [UInt8]) -> Bool {
    guard text.hasPrefix("sha256:"), text.count == 71 else { return false }
    for byte in text[7...] where !byte.isLowerHexadecimalDigit { return false }
    return true
  }
}
