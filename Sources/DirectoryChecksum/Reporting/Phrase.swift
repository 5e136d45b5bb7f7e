/// A sentence for people: words of ours, and names and texts of others, which each kind of report
/// writes so that they can do no harm there.
package struct Phrase {
  package enum Piece {
    case words(StaticString)
    /// Words with a number in them, as `{file|files}`.
    case count(StaticString, Int)
    case name([UInt8])
    /// Digits of ours.
    case number([UInt8])
    /// A digest, of which people are shown the first twelve digits.
    case digest([UInt8])
    /// A line to be pasted.
    case command([UInt8])
  }

  package private(set) var pieces: [Piece]

  package init(_ pieces: Piece...) {
    self.pieces = pieces
  }

  package mutating func add(_ words: StaticString) { pieces.append(.words(words)) }

  package mutating func add(_ words: StaticString, count: Int) {
    pieces.append(.count(words, count))
  }

  package mutating func add(_ piece: Piece) { pieces.append(piece) }

  package mutating func add(number: Int) {
    var digits: [UInt8] = []
    digits.append(decimal: UInt64(number))
    pieces.append(.number(digits))
  }

  package mutating func add(name: [UInt8]) { pieces.append(.name(name)) }
}

extension Phrase {
  /// The line to be pasted that the phrase is; nil where it is a sentence.
  var command: [UInt8]? {
    if case .command(let line)? = pieces.first { return line }
    return nil
  }
}

extension [UInt8] {
  /// Appends a phrase as a line of text has it; `isWhole`: with all digits of digests.
  mutating func append(_ phrase: Phrase, isWhole: Bool = false) {
    for piece in phrase.pieces {
      switch piece {
      case .words(let words): append(words)
      case .count(let words, let count): append(words, count: count)
      case .name(let name): append(shown: name)
      case .number(let digits): append(digits)
      case .digest(let digest): append(shown: isWhole ? digest : digest.shortened)
      case .command(let line):
        append("  ")
        append(shown: line)
      }
    }
  }

  /// Appends a phrase in lines of 80 columns, as far as names allow, which begin behind `indent`
  /// columns; those of the first one are there already.
  mutating func append(wrapped phrase: Phrase, indent: Int) {
    var text: [UInt8] = []
    text.append(phrase)
    var column = indent
    for (number, word) in text.split(separator: UInt8(ascii: " ")).enumerated() {
      if number > 0, column + 1 + word.count > 80 {
        append(UInt8(ascii: "\n"))
        append(blanks: indent)
        column = indent
      } else if number > 0 {
        append(UInt8(ascii: " "))
        column += 1
      }
      append(contentsOf: word)
      column += word.count
    }
  }

  /// Appends a phrase as Markdown has it, with names and texts in code spans.
  mutating func append(markdown phrase: Phrase, inTable: Bool = false) {
    for piece in phrase.pieces {
      switch piece {
      case .words(let words): append(words)
      case .count(let words, let count): append(words, count: count)
      case .name(let name): append(code: name, inTable: inTable)
      case .number(let digits): append(digits)
      case .digest(let digest): append(code: digest.shortened, inTable: inTable)
      case .command(let line): append(code: line, inTable: inTable)
      }
    }
  }

  /// A digest as people are shown it: `sha256:` and twelve digits.
  private var shortened: [UInt8] { count > 19 ? [UInt8](self[..<19]) : self }
}

extension [UInt8] {
  /// Appends a word as a column of `width` bytes, of which the last is a blank; a longer word is
  /// followed by one as well.
  mutating func append(column word: StaticString, width: Int) {
    append(word)
    append(blanks: Swift.max(1, width - word.utf8CodeUnitCount))
  }

  mutating func append(blanks count: Int) {
    for _ in 0..<Swift.max(0, count) { append(UInt8(ascii: " ")) }
  }

  /// Appends `text`; `{entry|entries}` in it stands for `1 entry` or `2 entries`.
  @inline(never)
  mutating func append(_ text: StaticString, count: Int) {
    var isShown = true
    for index in 0..<text.utf8CodeUnitCount {
      let byte = text.utf8Start[index]
      switch byte {
      case UInt8(ascii: "{"):
        append(decimal: UInt64(count))
        append(UInt8(ascii: " "))
        isShown = count == 1
      case UInt8(ascii: "|"): isShown = count != 1
      case UInt8(ascii: "}"): isShown = true
      default: if isShown { append(byte) }
      }
    }
  }
}
