/// A pattern for whole paths as Go's `path.Match` has it: `*` and `?` never match `/`, classes are
/// `[a-c]` and `[^a]`, a backslash takes the next character literally.
struct WildcardPath {
  let pattern: [UInt8]

  /// Whether `path` has a `*`, `?` or `[` without a backslash before it.
  static func isWildcard(_ path: ByteView) -> Bool {
    var index = 0
    while index < path.count {
      switch path[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["): return true
      default: break
      }
      index += 1
    }
    return false
  }
}

extension WildcardPath {
  /// Whether the brackets are closed and hold something, and no backslash is the last character.
  var isWellFormed: Bool {
    pattern.withUnsafeBufferPointer { pattern in
      var index = 0
      while index < pattern.count {
        if pattern[index] == UInt8(ascii: "*") {
          index += 1
        } else if Self.element(pattern, &index, nil) == nil {
          return false
        }
      }
      return true
    }
  }

  /// Bytes that all matches of a part of a pattern hold, as ``PatternList/byteSet(_:)`` has them.
  static func byteSet(_ pattern: ByteView) -> UInt64 {
    var set: UInt64 = 0
    var index = 0
    while index < pattern.count {
      let byte = pattern[index]
      if isOrdinary(byte) {
        if byte != UInt8(ascii: "*") { set |= 1 << UInt64(byte & 63) }
        index += 1
      } else if element(pattern, &index, nil) == nil {
        break
      }
    }
    return set
  }

  /// Where the patterns of the single names end; nil where an element may match a `/` that is not
  /// one itself.
  var nameEnds: [Int]? {
    pattern.withUnsafeBufferPointer { pattern in
      var ends: [Int] = []
      var index = 0
      while index < pattern.count {
        let start = index
        if pattern[index] == UInt8(ascii: "*") {
          index += 1
          continue
        }
        guard let isSlash = Self.element(pattern, &index, ("/", UInt8(ascii: "/"))) else {
          return nil
        }
        guard isSlash else { continue }
        guard pattern[start] == UInt8(ascii: "/") else { return nil }
        ends.append(start)
      }
      ends.append(pattern.count)
      return ends
    }
  }

  /// Whether the whole of `path` matches. A malformed pattern matches nothing.
  func matches(_ path: ByteView) -> Bool {
    pattern.withUnsafeBufferPointer { Self.matches($0, path) }
  }

  /// The same for a part of a pattern.
  static func matches(_ pattern: ByteView, _ path: ByteView) -> Bool {
    var (index, place) = (0, 0)
    // Where to go on after a mismatch: behind the last `*`, one byte further.
    var (retryIndex, retryPlace) = (-1, 0)
    while true {
      if index < pattern.count, pattern[index] == UInt8(ascii: "*") {
        index += 1
        (retryIndex, retryPlace) = (index, place)
        continue
      }
      if index == pattern.count, place == path.count { return true }
      if index < pattern.count, place < path.count {
        var isMatch: Bool? = pattern[index] == path[place]
        var (behind, length) = (index + 1, 1)
        if !isOrdinary(pattern[index]) {
          let (scalar, count) = path.codePoint(at: place)
          (behind, length) = (index, count)
          isMatch = element(pattern, &behind, (scalar ?? .replacement, path[place]))
        }
        if isMatch == nil { return false }
        if isMatch == true {
          index = behind
          place += length
          continue
        }
      }
      guard retryIndex >= 0 else { return false }
      let next = retryIndex < pattern.count ? pattern[retryIndex] : UInt8(ascii: "?")
      let isSought = isOrdinary(next)
      repeat {
        guard retryPlace < path.count, path[retryPlace] != UInt8(ascii: "/") else { return false }
        retryPlace += 1
      } while isSought && retryPlace < path.count && path[retryPlace] != next
      (index, place) = (retryIndex, retryPlace)
    }
  }

  /// Whether a byte of a pattern, not a `*`, is a character that stands for itself.
  @inline(__always)
  private static func isOrdinary(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "\\"), 0x80...: false
    default: true
    }
  }

  /// Reads one element, not a `*`, and compares it with a character, given with its first byte.
  /// Nil where the element is malformed.
  private static func element(
    _ pattern: ByteView, _ index: inout Int, _ character: (Unicode.Scalar, UInt8)?
  ) -> Bool? {
    let byte = pattern[index]
    index += 1
    switch byte {
    case UInt8(ascii: "?"):
      return character.map { $0.1 != UInt8(ascii: "/") } ?? false
    case UInt8(ascii: "["):
      return brackets(pattern, &index, character?.0)
    case UInt8(ascii: "\\"):
      guard index < pattern.count else { return nil }
      index += 1
      return character?.1 == pattern[index - 1] && isWhole(pattern, &index, character)
    default:
      return character?.1 == byte && isWhole(pattern, &index, character)
    }
  }

  /// Compares the rest of a character of several bytes whose first one is the same.
  private static func isWhole(
    _ pattern: ByteView, _ index: inout Int, _ character: (Unicode.Scalar, UInt8)?
  ) -> Bool {
    guard let character, character.1 >= 0x80 else { return true }
    let (scalar, length) = pattern.codePoint(at: index - 1)
    index += length - 1
    return (scalar ?? .replacement) == character.0
  }

  private static func brackets(
    _ pattern: ByteView, _ index: inout Int, _ scalar: Unicode.Scalar?
  ) -> Bool? {
    let isNegated = index < pattern.count && pattern[index] == UInt8(ascii: "^")
    if isNegated { index += 1 }
    var isFound = false
    var isFirst = true
    while true {
      guard index < pattern.count else { return nil }
      if pattern[index] == UInt8(ascii: "]"), !isFirst { break }
      isFirst = false
      guard let low = end(pattern, &index), index < pattern.count else { return nil }
      var high = low
      if pattern[index] == UInt8(ascii: "-") {
        index += 1
        guard let other = end(pattern, &index) else { return nil }
        high = other
      }
      if let scalar, low <= scalar, scalar <= high { isFound = true }
    }
    index += 1
    return isFound != isNegated
  }

  /// One end of a range.
  private static func end(_ pattern: ByteView, _ index: inout Int) -> Unicode.Scalar? {
    guard index < pattern.count, pattern[index] != UInt8(ascii: "-"),
      pattern[index] != UInt8(ascii: "]")
    else { return nil }
    if pattern[index] == UInt8(ascii: "\\") { index += 1 }
    guard index < pattern.count else { return nil }
    let (scalar, length) = pattern.codePoint(at: index)
    index += length
    return scalar
  }
}
