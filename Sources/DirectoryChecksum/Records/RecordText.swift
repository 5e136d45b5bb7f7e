/// The text of one record, as `dchecksum` and the original tool write it.
///
///     DIGEST SP KIND SP PATH
///     DIGEST SP KIND:MODE:UID:GID[:x=TAG] SP PATH             with --long
///     DIGEST SP S:MODE:UID:GID[:x=TAG] SP PATH SP -> SP TARGET
///
/// A long record of a link that could not be read has no target, and one of an entry of which
/// nothing could be had is short.
///
/// DIGEST is 40 lower-case hexadecimal digits, or 64 in a listing of BuildKit's digests, or as many
/// question marks where an entry could not be read. KIND is D, F or S, and with 64 digits also P,
/// Q, C or B. MODE is four octal digits, TAG sixteen hexadecimal ones, or eight as 1.0 wrote them. The path, or in a long record
/// of a link the target, runs to the end of the text. A backslash before the digest says that path
/// and target are escaped.
struct RecordText {
  /// What the text says.
  var record: Record
  /// Which digests it is written with; that of an unreadable entry shows in the length as well.
  var format: DigestFormat

  /// Reads a text that is nothing but a record.
  init?(_ text: ByteView) {
    guard let head = RecordHead(text) else { return nil }
    let rest = text.from(head.end)
    var path = rest
    var target: ByteView?
    if head.hasTarget {
      // A path that holds the arrow is escaped, so the first one is the separator.
      guard let arrow = rest.firstIndex(of: " -> "), arrow + 4 < rest.count else { return nil }
      path = rest.upTo(arrow)
      target = rest.from(arrow + 4)
    }
    var targetBytes: [UInt8]?
    if let target {
      guard let bytes = head.isEscaped ? EscapedName.bytes(target) : [UInt8](target) else {
        return nil
      }
      targetBytes = bytes
    }
    // Most paths are as they stand in the text, which spares a copy.
    let found =
      head.isEscaped
      ? EscapedName.bytes(path)?.withUnsafeBufferPointer { head.record($0, target: targetBytes) }
      : head.record(path, target: targetBytes)
    guard let found else { return nil }
    record = found
    format = head.format
  }
}

/// What stands before the path in a record.
struct RecordHead {
  var isEscaped: Bool
  var digest: Digest?
  var format: DigestFormat
  var kind: EntryKind
  var metadata: Metadata?
  /// The offset at which the path begins.
  var end: Int

  /// Whether a target follows the path.
  var hasTarget: Bool { kind == .link && metadata != nil && digest != nil }

  /// The record with this head; nil where the path is none.
  func record(_ path: ByteView, target: [UInt8]?) -> Record? {
    guard RecordPath.isPlausible(path, kind: kind) else { return nil }
    return Record(digest: digest, kind: kind, path: path, metadata: metadata, target: target)
  }

  /// The longest head: a backslash, 64 digits, kind, mode, owner, group and tag.
  static let maximumLength = 1 + 64 + 3 + 5 + 11 + 11 + 19 + 1

  init?(_ text: ByteView) {
    isEscaped = text.count > 0 && text[0] == UInt8(ascii: "\\")
    let start = isEscaped ? 1 : 0
    guard start < text.count else { return nil }
    let unreadable = text[start] == UInt8(ascii: "?")
    var index = start
    while index < text.count, index - start <= 64,
      unreadable ? text[index] == UInt8(ascii: "?") : text[index].isLowerHexadecimalDigit
    {
      index += 1
    }
    switch index - start {
    case 40: format = .content
    case 64: format = .buildkit
    default: return nil
    }
    digest =
      unreadable
      ? nil : Digest(hexadecimal: text.slice(start, index).raw)
    guard index + 2 < text.count, text[index] == UInt8(ascii: " "),
      let kind = EntryKind(rawValue: text[index + 1]), format.lists(kind)
    else { return nil }
    self.kind = kind
    switch text[index + 2] {
    case UInt8(ascii: " "):
      end = index + 3
    case UInt8(ascii: ":"):
      guard let (metadata, length) = Metadata.read(text.from(index + 3)) else { return nil }
      self.metadata = metadata
      end = index + 3 + length
    default: return nil
    }
  }
}

extension DigestFormat {
  /// Whether a listing with these digests has records of `kind`.
  func lists(_ kind: EntryKind) -> Bool {
    switch kind {
    case .directory, .file, .link: true
    case .fifo, .socket, .characterDevice, .blockDevice: self == .buildkit
    }
  }
}

extension Metadata {
  /// Reads `MODE:UID:GID`, optionally `:x=TAG`, and the space behind it; with the length read.
  fileprivate static func read(_ text: ByteView) -> (Metadata, Int)? {
    guard let modeEnd = text.firstIndex(of: UInt8(ascii: ":")),
      let mode = mode(text.upTo(modeEnd)),
      let ownerEnd = text.digitsEnd(from: modeEnd + 1, limit: 10), ownerEnd < text.count,
      text[ownerEnd] == UInt8(ascii: ":"),
      let owner = text.decimal(modeEnd + 1..<ownerEnd),
      let groupEnd = text.digitsEnd(from: ownerEnd + 1, limit: 10), groupEnd < text.count,
      let group = text.decimal(ownerEnd + 1..<groupEnd)
    else { return nil }
    var metadata = Metadata(mode: mode, owner: owner, group: group)
    var end = groupEnd
    if text.hasLiteral(":x=", at: end) {
      let start = end + 3
      end = start
      while end < text.count, end - start <= 16, text[end] != UInt8(ascii: " ") { end += 1 }
      guard end < text.count, let tag = AttributesTag(digits: text.slice(start, end)) else {
        return nil
      }
      metadata.attributesTag = tag
    }
    guard text[end] == UInt8(ascii: " ") else { return nil }
    return (metadata, end + 1)
  }

  /// Reads exactly four octal digits.
  static func mode(_ digits: ByteView) -> UInt16? {
    guard digits.count == 4 else { return nil }
    var mode: UInt16 = 0
    for digit in digits {
      guard digit.isOctalDigit else { return nil }
      mode = mode << 3 | UInt16(digit - UInt8(ascii: "0"))
    }
    return mode
  }
}
