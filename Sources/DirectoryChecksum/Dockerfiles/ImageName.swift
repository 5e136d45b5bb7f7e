/// The names of images: `[REGISTRY/]PATH[:TAG][@DIGEST]`.
enum ImageName {
  /// Whether `name` can be that of an image. What stands before the first `/` is a registry if it
  /// has a dot, a colon or a capital, or is `localhost`; no other part of the path has capitals.
  static func isValid(_ name: [UInt8]) -> Bool {
    var rest = name[...]
    if let at = rest.firstIndex(of: UInt8(ascii: "@")) {
      guard RemoteSource.isChecksum([UInt8](rest[(at + 1)...])) else { return false }
      rest = rest[..<at]
    }
    if let colon = rest.lastIndex(of: UInt8(ascii: ":")),
      rest[colon...].firstIndex(of: UInt8(ascii: "/")) == nil
    {
      guard isTag(rest[(colon + 1)...]) else { return false }
      rest = rest[..<colon]
    }
    if let slash = rest.firstIndex(of: UInt8(ascii: "/")), isRegistry(rest[..<slash]) {
      rest = rest[(slash + 1)...]
    }
    for part in rest.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      guard isPart(part) else { return false }
    }
    return true
  }

  private static func isTag(_ tag: ArraySlice<UInt8>) -> Bool {
    guard let first = tag.first, tag.count <= 128 else { return false }
    for byte in tag where !(byte.isLetter || byte.isDigit || isSeparator(byte)) { return false }
    return first != UInt8(ascii: ".") && first != UInt8(ascii: "-")
  }

  private static func isRegistry(_ name: ArraySlice<UInt8>) -> Bool {
    for byte in name {
      switch byte {
      case UInt8(ascii: "."), UInt8(ascii: ":"): return true
      default: if byte.isLetter, byte.lowercased != byte { return true }
      }
    }
    return [UInt8](name).isLiteral("localhost")
  }

  /// Whether this can stand between two slashes: small letters and digits, parted by `.`, `_`, `__`
  /// or any number of `-`.
  private static func isPart(_ part: ArraySlice<UInt8>) -> Bool {
    // What has been seen behind the last letter.
    var separator = [UInt8]()
    var isEmpty = true
    for byte in part {
      if byte.isLetter && byte.lowercased == byte || byte.isDigit {
        let isShort = separator.count < 2 || separator.isLiteral("__")
        guard isShort || separator.allSatisfy({ $0 == UInt8(ascii: "-") }) else { return false }
        separator = []
        isEmpty = false
      } else {
        guard !isEmpty, isSeparator(byte) else { return false }
        separator.append(byte)
      }
    }
    return !isEmpty && separator.isEmpty
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }
}
