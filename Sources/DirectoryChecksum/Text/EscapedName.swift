/// A path or a link target as an escaped record writes it: `\\` for a backslash, `\n`, `\r`, `\t`,
/// and `\xHH` for any other byte that would do harm in a terminal or a log.
enum EscapedName {
  /// The bytes that `text` stands for; nil where a backslash begins no escape.
  static func bytes(_ text: ByteView) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      let byte = text[index]
      index += 1
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      guard index < text.count else { return nil }
      switch text[index] {
      case UInt8(ascii: "\\"): bytes.append(UInt8(ascii: "\\"))
      case UInt8(ascii: "n"): bytes.append(UInt8(ascii: "\n"))
      case UInt8(ascii: "r"): bytes.append(UInt8(ascii: "\r"))
      case UInt8(ascii: "t"): bytes.append(UInt8(ascii: "\t"))
      case UInt8(ascii: "x"):
        guard index + 2 < text.count, let high = text[index + 1].hexadecimalValue,
          let low = text[index + 2].hexadecimalValue
        else { return nil }
        bytes.append(high << 4 | low)
        index += 2
      default: return nil
      }
      index += 1
    }
    return bytes
  }
}
