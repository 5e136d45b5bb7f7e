/// A pattern of the shell without brackets: `*` matches any bytes, `?` one character, a backslash
/// takes `*`, `?` and itself literally.
struct ShellPattern {
  private enum Element: Equatable {
    case anything, character
    case byte(UInt8)
  }

  private var elements: [Element] = []

  /// Nil where a backslash stands before anything else, but `}` and `/`, for whose sake it stands.
  init?(_ text: [UInt8]) {
    var index = 0
    while index < text.count {
      let byte = text[index]
      index += 1
      switch byte {
      case UInt8(ascii: "*"): elements.append(.anything)
      case UInt8(ascii: "?"): elements.append(.character)
      case UInt8(ascii: "\\"):
        guard index < text.count else { return nil }
        let escaped = text[index]
        switch escaped {
        case UInt8(ascii: "}"), UInt8(ascii: "/"): break
        case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "\\"):
          elements.append(.byte(escaped))
          index += 1
        default: return nil
        }
      default: elements.append(.byte(byte))
      }
    }
  }
}

extension ShellPattern {
  /// `value` without what matches at its beginning or end; all of it where nothing does.
  func trimmed(_ value: [UInt8], atEnd: Bool, isLongest: Bool) -> [UInt8] {
    value.withUnsafeBufferPointer { value in
      if atEnd {
        // The longest match at the end is the one that begins first.
        for place in 0...value.count {
          let start = isLongest ? place : value.count - place
          for end in matchEnds(in: value, from: start) where end == value.count {
            return [UInt8](value.upTo(start))
          }
        }
        return [UInt8](value)
      }
      let ends = matchEnds(in: value, from: 0)
      guard let end = isLongest ? ends.last : ends.first else { return [UInt8](value) }
      return [UInt8](value.from(end))
    }
  }

  /// `value` with the first match, which is as long as it can be, or all of them replaced.
  func replaced(_ value: [UInt8], by replacement: [UInt8], isGlobal: Bool) -> [UInt8] {
    value.withUnsafeBufferPointer { value in
      var result: [UInt8] = []
      var index = 0
      var isDone = false
      var follows = false
      while index <= value.count {
        let end = isDone ? nil : matchEnds(in: value, from: index).last
        // An empty match right behind another one is none.
        if let end, end > index || !follows {
          result.append(replacement)
          isDone = !isGlobal
          follows = end > index
          if end > index {
            index = end
            continue
          }
        }
        follows = false
        if index < value.count { result.append(value[index]) }
        index += 1
      }
      return result
    }
  }

  /// Where the matches that begin at `start` end, ascending.
  private func matchEnds(in value: ByteView, from start: Int) -> [Int] {
    // Where the elements so far can end.
    var ends = [start]
    for element in elements {
      var next: [Int] = []
      switch element {
      case .anything:
        if let first = ends.first { for end in first...value.count { next.append(end) } }
      case .character:
        for end in ends where end < value.count {
          next.append(end + value.codePoint(at: end).length)
        }
      case .byte(let byte):
        for end in ends where end < value.count && value[end] == byte { next.append(end + 1) }
      }
      ends = next
    }
    return ends
  }
}
