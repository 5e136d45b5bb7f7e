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

/// A record and what followed it on a line of its own, where the end of the line between them was
/// lost. A name may look so too: the digests tell.
enum GluedLine {
  /// The place where a second line may begin in `text`, which a record begins, and where the record
  /// in that line begins; nil where nothing looks so.
  static func split(_ text: ByteView) -> (second: Int, record: Int)? {
    // Behind the shortest record.
    var index = 44
    while index < text.count {
      if text[index] == UInt8(ascii: "#") {
        if let end = text.digitsEnd(from: index + 1, limit: 7), text.hasLiteral(" ", at: end) {
          let rest = text.from(end + 1)
          if let output = StepTime.end(rest) { return (index, end + 1 + output) }
          if rest.hasLiteral("DONE") || rest.isLiteral("CACHED") || rest.isLiteral("...") {
            return (index, text.count)
          }
        }
      } else if text[index] == UInt8(ascii: " "), let start = digestStart(text, before: index) {
        let isEscaped = text[start - 1] == UInt8(ascii: "\\")
        return (isEscaped ? start - 1 : start, isEscaped ? start - 1 : start)
      } else if isBuilderLine(text, at: index) {
        return (index, text.count)
      }
      index += 1
    }
    return nil
  }

  /// Whether a line begins at `index` that a builder without numbers writes behind a step's output.
  private static func isBuilderLine(_ text: ByteView, at index: Int) -> Bool {
    func begins(_ words: StaticString) -> Bool { text.hasLiteral(words, at: index) }
    return switch text[index] {
    case UInt8(ascii: "S"): begins("STEP ") || begins("Step ") || begins("Successfully ")
    case UInt8(ascii: "-"): begins("--> ") || begins("---> ")
    case UInt8(ascii: "R"): begins("Removing intermediate container ")
    case UInt8(ascii: "C"): begins("COMMIT ")
    case UInt8(ascii: "I"): begins("INFO[")
    default: false
    }
  }

  /// Where a digest begins that ends before `end`, where the kind of an entry follows.
  private static func digestStart(_ text: ByteView, before end: Int) -> Int? {
    // Two digests, a kind, two blanks and a name.
    guard end + 2 < text.count, EntryKind(rawValue: text[end + 1]) != nil,
      text[end + 2] == UInt8(ascii: " ") || text[end + 2] == UInt8(ascii: ":"), end > 83
    else { return nil }
    for index in end - 40..<end where !text[index].isLowerHexadecimalDigit { return nil }
    // All digests of a listing have one length.
    let isLong = text.upTo(64).allSatisfy { $0.isLowerHexadecimalDigit }
    return isLong ? end - 64 : end - 40
  }
}
