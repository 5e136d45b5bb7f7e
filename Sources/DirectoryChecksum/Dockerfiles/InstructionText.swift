/// What follows an instruction's first word: flags, then operands.
///
/// A flag is a word in front that begins with `--`; `--` alone ends them. Quotes group in it and
/// vanish, and a backslash takes the next byte as it is, whatever escape character the file uses.
/// BuildKit takes each byte of a flag for a character of Latin-1, so that a value is what is written
/// in ASCII alone: `--exclude=ü.md` excludes `Ã¼.md`.
struct InstructionText {
  /// `--name`, or `--name=value`.
  private(set) var flags: [[UInt8]] = []
  /// The rest, without white space at its ends.
  private(set) var operands: [UInt8] = []

  init(_ text: ByteView) {
    var index = 0
    while true {
      while index < text.count, text[index].isWhiteSpace { index += 1 }
      guard text.hasLiteral("--", at: index) else { break }
      let flag = InstructionText.flag(text, &index)
      if flag.isLiteral("--") { break }
      flags.append(flag)
    }
    operands = [UInt8](text.from(min(index, text.count)).trimmed)
  }

  private static func flag(_ text: ByteView, _ index: inout Int) -> [UInt8] {
    var word: [UInt8] = []
    var quote: UInt8?
    while index < text.count {
      let byte = text[index]
      // Of Latin-1, the next line and the blank that does not break are white space as well.
      if quote == nil, byte.isWhiteSpace || byte == 0x85 || byte == 0xa0 { break }
      index += 1
      if byte == quote {
        quote = nil
      } else if quote == nil, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        quote = byte
      } else if byte == UInt8(ascii: "\\") {
        guard index < text.count else { break }
        word.append(latin: text[index])
        index += 1
      } else {
        word.append(latin: byte)
      }
    }
    return word
  }
}

extension [UInt8] {
  /// Appends a character of Latin-1.
  fileprivate mutating func append(latin byte: UInt8) {
    guard byte >= 0x80 else { return append(byte) }
    append(0xc0 | byte >> 6)
    append(0x80 | byte & 0x3f)
  }
}

extension InstructionText {
  /// The first word, and what follows it.
  static func split(_ text: ByteView) -> (ByteView, ByteView) {
    let text = text.withoutLeadingSpace
    var end = 0
    while end < text.count, !text[end].isWhiteSpace { end += 1 }
    return (text.upTo(end), text.from(end).withoutLeadingSpace)
  }

  /// The words between white space.
  static func words(_ text: ByteView) -> [[UInt8]] {
    var words: [[UInt8]] = []
    var rest = text
    while true {
      let (word, next) = split(rest)
      if word.isEmpty { return words }
      words.append([UInt8](word))
      rest = next
    }
  }

  /// The words between white space that is neither quoted nor escaped, with their quotes and
  /// escapes.
  static func quotedWords(_ text: [UInt8], escape: UInt8) -> [[UInt8]] {
    var words: [[UInt8]] = []
    var word: [UInt8] = []
    var quote: UInt8?
    var index = 0
    while index < text.count {
      let byte = text[index]
      index += 1
      if quote == nil, byte.isWhiteSpace {
        if !word.isEmpty { words.append(word) }
        word = []
        continue
      }
      word.append(byte)
      if byte == quote {
        quote = nil
      } else if quote == nil, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        quote = byte
      } else if byte == escape, quote != UInt8(ascii: "'") {
        if index < text.count { word.append(text[index]) } else { word.removeLast() }
        index += 1
      }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }
}

extension InstructionText {
  /// Whether `text` is a JSON array of strings.
  static func isJSON(_ text: ByteView) -> Bool {
    do throws(DockerfileFault) { return try strings(text) != nil } catch { return false }
  }

  /// The elements of a JSON array of strings; nil where it is no JSON array at all.
  /// - Throws: Where it is an array that holds anything else.
  static func strings(_ text: ByteView) throws(DockerfileFault) -> [[UInt8]]? {
    guard text.first == UInt8(ascii: "[") else { return nil }
    var reader = JSONReader(text)
    var strings: [[UInt8]] = []
    var areStrings = true
    do throws(JSONError) {
      try reader.skipValue()
      if reader.peek() != nil { return nil }
      reader.position = 1
      while try reader.nextElement(isFirst: strings.isEmpty && areStrings) {
        if reader.peek() == UInt8(ascii: "\"") {
          var string: [UInt8] = []
          try reader.readString(into: &string)
          strings.append(string)
        } else {
          try reader.skipValue()
          areStrings = false
        }
      }
    } catch {
      return nil
    }
    guard areStrings else { throw DockerfileFault(.notStrings, [UInt8](text)) }
    return strings
  }
}
