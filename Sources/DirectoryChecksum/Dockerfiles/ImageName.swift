/// The names of images: `[REGISTRY/]PATH[:TAG][@DIGEST]`.
enum ImageName {
  /// Whether `name` can be that of an image. What stands before the first `/` is a registry if it
  /// has a dot, a colon or a capital, or is `localhost`; no other part of the path has capitals.
  static func isValid(_ name: [UInt8]) -> Bool { name.withUnsafeBufferPointer { isValid($0) } }

  private static func isValid(_ name: ByteView) -> Bool {
    var end = name.count
    if let at = name.firstIndex(of: UInt8(ascii: "@")) {
      guard RemoteSource.isChecksum([UInt8](name.from(at + 1))) else { return false }
      end = at
    }
    var start = 0
    for index in 0..<end where name[index] == UInt8(ascii: "/") { start = index + 1 }
    if let colon = name.upTo(end).firstIndex(of: UInt8(ascii: ":"), from: start) {
      guard isTag(name.slice(colon + 1, end)) else { return false }
      end = colon
    }
    start = 0
    if let slash = name.upTo(end).firstIndex(of: UInt8(ascii: "/")), isRegistry(name.upTo(slash)) {
      start = slash + 1
    }
    return isPath(name.slice(start, end))
  }

  private static func isTag(_ tag: ByteView) -> Bool {
    for byte in tag where !(byte.isLetter || byte.isDigit || isSeparator(byte)) { return false }
    guard let first = tag.first, tag.count <= 128 else { return false }
    return first != UInt8(ascii: ".") && first != UInt8(ascii: "-")
  }

  private static func isRegistry(_ name: ByteView) -> Bool {
    for byte in name {
      if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") || byte.lowercased != byte {
        return true
      }
    }
    return name.isLiteral("localhost")
  }

  /// Whether each part has small letters and digits, parted by `.`, `_`, `__` or any number of `-`.
  private static func isPath(_ path: ByteView) -> Bool {
    var last = UInt8(ascii: "/")
    // How many separators stand behind the last letter.
    var run = 0
    for index in 0...path.count {
      let byte = index < path.count ? path[index] : UInt8(ascii: "/")
      if isSeparator(byte) {
        run += 1
        guard last != UInt8(ascii: "/") else { return false }
        let isLong = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") && run == 2
        guard run == 1 || byte == last && isLong else { return false }
      } else if byte == UInt8(ascii: "/") {
        guard run == 0, last != byte else { return false }
      } else {
        guard byte.isDigit || byte.isLetter && byte.lowercased == byte else { return false }
        run = 0
      }
      last = byte
    }
    return true
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }
}
