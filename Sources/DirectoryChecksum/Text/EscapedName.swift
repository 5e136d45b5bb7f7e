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
        guard let escaped = text.hexadecimalByte(at: index + 1) else { return nil }
        bytes.append(escaped)
        index += 2
      default: return nil
      }
      index += 1
    }
    return bytes
  }
}

extension ShownText {
  /// Appends the text, if so wanted with what is harmful in it, and each backslash, escaped.
  func append(_ isEscaped: Bool, to output: inout [UInt8]) {
    if isEscaped { appendEscaped(to: &output) } else { output.append(bytes) }
  }

  /// Appends the text with what is harmful, and each backslash, escaped: as in records, or as in a
  /// JSON string, where quotation marks are as well. Text that is not UTF-8 is none for JSON.
  func appendEscaped(asJSON isJSON: Bool = false, to output: inout [UInt8]) {
    var index = 0
    while index < bytes.count {
      var end = index + 1
      let byte = bytes[index]
      switch unit(at: index) {
      case .plain(let count):
        end = index + count
        if byte == UInt8(ascii: "\\") || isJSON && byte == UInt8(ascii: "\"") {
          output.append(UInt8(ascii: "\\"))
        }
        while index < end {
          output.append(bytes[index])
          index += 1
        }
      case .harmful(let scalar, let count):
        end = index + count
        if isJSON {
          output.append("\\u")
          output.append(hexadecimal: UInt8(truncatingIfNeeded: scalar >> 8))
          output.append(hexadecimal: UInt8(truncatingIfNeeded: scalar))
          index = end
        } else if let letter = Self.letter(for: byte) {
          output.append(UInt8(ascii: "\\"))
          output.append(letter)
          index = end
        }
      case .malformed: break
      }
      while index < end {
        output.append("\\x")
        output.append(hexadecimal: bytes[index])
        index += 1
      }
    }
  }

  private static func letter(for byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "\n"): UInt8(ascii: "n")
    case UInt8(ascii: "\r"): UInt8(ascii: "r")
    case UInt8(ascii: "\t"): UInt8(ascii: "t")
    default: nil
    }
  }
}

extension [UInt8] {
  /// Appends a name for people to read in a message: as it is, or escaped where that could do
  /// harm.
  package mutating func append(shown name: [UInt8]) {
    let text = ShownText(name)
    text.append(text.isHarmful, to: &self)
  }
}
