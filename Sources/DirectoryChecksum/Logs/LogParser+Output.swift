extension LogParser {
  /// Reads what a step or a program wrote.
  mutating func readOutput(_ line: ByteView, _ key: StreamKey, _ take: Taker) {
    let closing = sources[key.source].closing
    var text = line
    if !closing.isEmpty, text.count > closing.count,
      text.from(text.count - closing.count).elementsEqual(closing)
    {
      text = text.upTo(text.count - closing.count)
    }
    if text.hasLiteral("[output clipped, log limit "), text.withoutTrailingBlanks.endsNotice {
      emit(key, .clipped(text), take)
    } else if let half = RecordHalf.beforeMessage(in: text.withoutLeadingBlanks) {
      let line = text.withoutLeadingBlanks
      emit(key, .glued(half: half, line: line, indent: text.count - line.count), take)
    } else if var found = RecordSearch.first(in: text) {
      var key = key
      if closing.isEmpty, let length = found.record.closingLength,
        let root = RecordSearch.first(in: text.upTo(text.count - length))
      {
        sources[key.source].closing = [UInt8](text.from(text.count - length))
        text = text.upTo(text.count - length)
        found = root
      }
      if found.offset > 0 { key.words = PrefixName.words(text.upTo(found.offset)) }
      emit(key, .record(found.record, found.format, line: text, offset: found.offset), take)
    } else {
      emit(key, .text(text), take)
    }
  }
}

extension Record {
  /// How much of a directory's path is what a system wrote behind a root's dot: from a sign on that
  /// ends columns or elements. A listing's first record shows it.
  fileprivate var closingLength: Int? {
    guard kind == .directory, path.count > 1, path[0] == UInt8(ascii: ".") else { return nil }
    switch path[1] {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: ","), UInt8(ascii: ";"),
      UInt8(ascii: "|"), UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: "'"):
      return path.count - 1
    default: return nil
    }
  }
}

extension ByteView {
  fileprivate var endsNotice: Bool { hasLiteral(" reached]", at: count - 9) }
}
