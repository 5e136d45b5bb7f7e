/// A document in a Dockerfile, behind an instruction that names it: `<<NAME`, `<<-NAME`, `3<<NAME`.
struct Heredoc {
  /// The line that ends it.
  let name: [UInt8]
  /// Whether tabs in front of its lines are dropped (`<<-`).
  let dropsTabs: Bool
  /// Whether variables in it stay as they are: where a part of the name is quoted.
  private(set) var isLiteral = false
  var content: [UInt8] = []

  /// The document that a word starts; nil where it starts none.
  init?(_ word: ByteView) {
    var index = 0
    while index < word.count, word[index].isDigit { index += 1 }
    guard word.hasLiteral("<<", at: index) else { return nil }
    index += 2
    dropsTabs = index < word.count && word[index] == UInt8(ascii: "-")
    if dropsTabs { index += 1 }
    var name: [UInt8] = []
    var quote: UInt8?
    while index < word.count {
      var byte = word[index]
      index += 1
      let isQuote = byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"")
      if byte == UInt8(ascii: "<") { return nil }
      if quote == nil ? isQuote : byte == quote {
        quote = quote == nil ? byte : nil
        isLiteral = true
        continue
      }
      if quote != UInt8(ascii: "'"), byte == UInt8(ascii: "\\"), index < word.count {
        byte = word[index]
        index += 1
        isLiteral = true
      }
      name.append(byte)
    }
    guard !name.isEmpty, quote == nil else { return nil }
    self.name = name
  }
}

extension Heredoc {
  /// The documents that an instruction announces, without their contents.
  ///
  /// Only ADD, COPY and RUN do, also behind ONBUILD, and not in JSON form.
  static func announced(in text: [UInt8]) -> [Heredoc] {
    text.withUnsafeBufferPointer { text in
      guard text.firstIndex(of: "<<") != nil else { return [] }
      var (word, rest) = InstructionText.split(text)
      if word.isWord("onbuild") { (word, rest) = InstructionText.split(rest) }
      guard word.isWord("add") || word.isWord("copy") || word.isWord("run") else { return [] }
      let operands = InstructionText(rest).operands
      if operands.withUnsafeBufferPointer({ InstructionText.isJSON($0) }) { return [] }
      var heredocs: [Heredoc] = []
      guard WordExpander.isWellFormed([UInt8](text)) else { return [] }
      for word in InstructionText.quotedWords([UInt8](text), escape: UInt8(ascii: "\\")) {
        if let heredoc = word.withUnsafeBufferPointer({ Heredoc($0) }) { heredocs.append(heredoc) }
      }
      return heredocs
    }
  }
}
