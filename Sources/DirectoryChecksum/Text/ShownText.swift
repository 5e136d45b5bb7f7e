/// A name, a path or a link target on its way to a terminal, a log or a JSON line.
///
/// The one place that decides what of it could do harm there; every writer asks ``unit(at:)``.
/// ``EscapedName`` has the escapes.
struct ShownText {
  /// Where in a record the text stands. In a long record ` -> ` parts a path from a target, so a
  /// path must not hold it.
  enum Place {
    /// Alone in its field: a path of a short record, a target, a name in a message.
    case alone
    /// The path of a long record.
    case longPath
    /// The path of a long record which a target follows: ` -> ` is next.
    case longLinkPath
  }

  /// One step through the text.
  enum Unit {
    /// This many bytes are harmless.
    case plain(Int)
    /// One character that could do harm, of this many bytes. All of these are below U+10000.
    case harmful(scalar: UInt16, byteCount: Int)
    /// One byte that is no part of any UTF-8.
    case malformed
  }

  let bytes: [UInt8]
  let place: Place

  init(_ bytes: [UInt8], place: Place = .alone) {
    self.bytes = bytes
    self.place = place
  }
}

extension ShownText {
  /// What stands at `index`, which is less than the number of bytes.
  ///
  /// What counts as harmful, and why nothing else does:
  /// - A line feed or NUL ends a record early: a name could add a record of its own making.
  /// - The other C0 controls, DEL and C1 (U+0080–U+009F, each a two-byte sequence in UTF-8) start
  ///   the terminal's escape sequences or move its cursor, so that what is seen is not what is
  ///   there. A log's runner reads some of them too.
  /// - A byte that is not UTF-8 is shown differently everywhere, is dropped or replaced by many a
  ///   log's storage, and alone may be a C1 control. Overlong forms, surrogates and values past
  ///   U+10FFFF are not UTF-8.
  /// - Bidirectional controls reorder what is seen (`CVE-2021-42574`).
  /// - U+2028 and U+2029 end a line for JavaScript and for many an editor.
  /// - `##[`, `##vso[` and `##teamcity[` are obeyed by CI runners anywhere in a line. Without
  ///   their number signs they are nothing, so those are what is harmful. Commands that must
  ///   start a line (`::error::`) need no care: no line here starts with a name.
  ///
  /// Blanks at either end, quotes, backslashes and glob characters stay: they harm no reader of
  /// whole lines, and most names that hold them are meant so.
  func unit(at index: Int) -> Unit {
    let byte = bytes[index]
    switch byte {
    case UInt8(ascii: "#"):
      let harmful = startsCommand(at: index) || index > 0 && startsCommand(at: index - 1)
      return harmful ? .harmful(scalar: 0x23, byteCount: 1) : .plain(1)
    case UInt8(ascii: "-"):
      return isSeparator(at: index) ? .harmful(scalar: 0x2d, byteCount: 1) : .plain(1)
    case 0x20...0x7e: return .plain(1)
    case 0x00...0x7f: return .harmful(scalar: UInt16(byte), byteCount: 1)
    default: return multibyteUnit(at: index)
    }
  }

  /// Whether the record that holds this text must be written escaped.
  var isHarmful: Bool {
    var index = 0
    while index < bytes.count {
      // Most names are letters, digits, dots and underlines, and each is asked about.
      if bytes[index] > UInt8(ascii: "-"), bytes[index] < 0x7f {
        index += 1
        continue
      }
      guard case .plain(let count) = unit(at: index) else { return true }
      index += count
    }
    return false
  }

  /// Whether the text is UTF-8, harmful or not.
  var isUTF8: Bool {
    var index = 0
    while index < bytes.count {
      switch unit(at: index) {
      case .plain(let count), .harmful(_, let count): index += count
      case .malformed: return false
      }
    }
    return true
  }
}

extension ShownText {
  /// A sequence that starts with a byte of 80 or more.
  private func multibyteUnit(at index: Int) -> Unit {
    let (scalar, count) = bytes.withUnsafeBufferPointer { $0.codePoint(at: index) }
    guard let scalar else { return .malformed }
    switch scalar.value {
    case 0x80...0x9f, 0x61c, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069:
      return .harmful(scalar: UInt16(scalar.value), byteCount: count)
    default: return .plain(count)
    }
  }

  private func startsCommand(at index: Int) -> Bool {
    hasBytes("##[", at: index) || hasBytes("##vso[", at: index)
      || hasBytes("##teamcity[", at: index)
  }

  /// Whether the `-` at `index` makes the text look like a path and a target.
  private func isSeparator(at index: Int) -> Bool {
    guard place != .alone, index > 0, bytes[index - 1] == UInt8(ascii: " "),
      index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: ">")
    else { return false }
    // A path that ends in ` ->` runs into the blank of the true separator.
    guard index + 2 < bytes.count else { return place == .longLinkPath }
    return bytes[index + 2] == UInt8(ascii: " ")
  }

  private func hasBytes(_ literal: StaticString, at index: Int) -> Bool {
    bytes.withUnsafeBufferPointer { $0.hasLiteral(literal, at: index) }
  }
}
