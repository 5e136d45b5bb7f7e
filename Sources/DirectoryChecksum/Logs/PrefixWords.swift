/// Tells apart lines of an unknown system by the words before their records.
enum PrefixWords {
  /// More words than this are not looked at.
  private static let maximumCount = 8

  /// Appends the words of `prefix` that name something: those that begin with a letter and do not
  /// measure or count, since times and counters differ from line to line within one listing.
  static func append(_ prefix: ByteView, to key: inout [UInt8]) {
    var index = 0
    var count = 0
    while index < prefix.count, count < maximumCount {
      while index < prefix.count, !isWord(prefix[index]) { index += 1 }
      let start = index
      var measures = false
      while index < prefix.count, isWord(prefix[index]) {
        measures = measures || index > start && prefix[index].isDigit && isSign(prefix[index - 1])
        index += 1
      }
      if start < index, prefix[start].isLetter, !measures, index - start <= 100 {
        key.append(prefix.slice(start, index))
        key.append(0x1e)
        count += 1
      }
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte.isLetter || byte.isDigit || byte >= 0x80 || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "/")
      || isSign(byte)
  }

  private static func isSign(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "[")
      || byte == UInt8(ascii: "+")
  }
}
