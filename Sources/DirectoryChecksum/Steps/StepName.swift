/// The name of a step in BuildKit's words: `[TARGET PLATFORM STAGE n/m] TEXT`, where all but the
/// numbers may be missing, and the numbers are padded with blanks.
struct StepName {
  /// The words before the numbers, the platform aside.
  private(set) var words: [ByteView] = []
  private(set) var platform = ByteView(start: nil, count: 0)
  /// Whether the platform stands before the first of the words.
  private(set) var isPlatformFirst = false
  private(set) var place = 0
  private(set) var count = 0
  let text: ByteView

  /// No bracket is longer, in bytes.
  private static let maximumBracket = 1024

  /// Nil for what is no step of a Dockerfile: `[internal] load .dockerignore`, `[auth] ...`, and
  /// `[3/5] LINK COPY --link ...`, which joins what a step of its own has copied.
  init?(_ name: ByteView) {
    guard let content = Self.bracket(name) else { return nil }
    text = name.from(content.count + 2).withoutLeadingBlanks
    guard text.count > 0, text.count + content.count + 2 < name.count,
      !text.hasLiteral("LINK COPY "), !text.hasLiteral("LINK ADD ")
    else { return nil }
    var bracket = WordCursor(content)
    var last: ByteView?
    while let word = bracket.next() {
      if let last, !add(last) { return nil }
      last = word
    }
    // Behind the triggers of a base image a place may be higher than the count.
    guard let last, let numbers = Fraction(last), numbers.end == last.count,
      numbers.numerator > 0
    else { return nil }
    place = numbers.numerator
    count = numbers.denominator
  }

  private mutating func add(_ word: ByteView) -> Bool {
    if word.firstIndex(of: UInt8(ascii: "/")) == nil {
      words.append(word)
      return words.count < 3
    }
    guard platform.count == 0 else { return false }
    platform = word
    isPlatformFirst = words.isEmpty
    return true
  }

  /// What stands between the brackets at the start of a name.
  static func bracket(_ name: ByteView) -> ByteView? {
    guard name.hasLiteral("["),
      let end = name.upTo(min(name.count, maximumBracket)).firstIndex(of: UInt8(ascii: "]"))
    else { return nil }
    return name.slice(1, end)
  }
}

/// The words of a text, which blanks part.
struct WordCursor {
  private let text: ByteView
  /// The offset behind the last word.
  private(set) var end = 0

  init(_ text: ByteView) {
    self.text = text
  }

  mutating func next() -> ByteView? {
    while end < text.count, text[end].isBlank { end += 1 }
    guard end < text.count else { return nil }
    let start = end
    while end < text.count, !text[end].isBlank { end += 1 }
    return text.slice(start, end)
  }
}

extension ByteView {
  /// The time that the bytes write as BuildKit does, `0.1s`, in milliseconds; nil for anything else.
  var milliseconds: Int? {
    guard let point = digitsEnd(from: 0, limit: 7), point + 3 == count,
      self[point] == UInt8(ascii: "."), self[point + 1].isDigit,
      self[point + 2] == UInt8(ascii: "s"), let whole = decimal(0..<point)
    else { return nil }
    return Int(whole) * 1000 + Int(self[point + 1] - UInt8(ascii: "0")) * 100
  }
}
