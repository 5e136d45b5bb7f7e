/// A record's text that something cut.
enum RecordHalf {
  /// What stands before a message of this tool in `text`, where that may be a record's first half:
  /// a builder that reads standard output and standard error as one may put the message there.
  static func beforeMessage(in text: ByteView) -> ByteView? {
    // The message begins behind a digit of the digest at the earliest.
    guard text.count > 12,
      text[0].isLowerHexadecimalDigit || text[0] == UInt8(ascii: "?")
        || text[0] == UInt8(ascii: "\\"),
      let message = text.firstIndex(of: "dchecksum: ", from: 1)
    else { return nil }
    let half = text.upTo(message)
    return mayBegin(half) ? half : nil
  }

  /// Whether a text may be the first half of a record's.
  static func mayBegin(_ text: ByteView) -> Bool {
    guard text.count > 0 else { return false }
    var index = text[0] == UInt8(ascii: "\\") ? 1 : 0
    let start = index
    while index < text.count, index - start <= 64,
      text[index].isLowerHexadecimalDigit || text[index] == UInt8(ascii: "?")
    {
      index += 1
    }
    if index == text.count { return index - start <= 64 }
    guard index - start == 40 || index - start == 64 else { return false }
    if RecordHead(text) != nil { return true }
    guard text[index] == UInt8(ascii: " "), text.count <= RecordHead.maximumLength else {
      return false
    }
    index += 1
    guard index < text.count else { return true }
    guard EntryKind(rawValue: text[index]) != nil else { return false }
    index += 1
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "x"), UInt8(ascii: " "),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"):
        index += 1
      default: return false
      }
    }
    return true
  }
}
