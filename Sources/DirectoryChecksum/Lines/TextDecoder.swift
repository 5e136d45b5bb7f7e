/// Turns input in any Unicode encoding into UTF-8, piece by piece.
///
/// UTF-16 and UTF-32 are known by their mark or by the NULs between ASCII characters, and may begin
/// and end anywhere: Windows PowerShell appends UTF-16 to files of bytes, and others bytes to its
/// files. Bytes that are in neither stay as they are, UTF-8 or not.
struct TextDecoder {
  private enum Encoding {
    case bytes
    case wide(WideUnits)
  }

  private var encoding = Encoding.bytes
  /// The end of the input so far, too short to tell what it is.
  private var pending: [UInt8] = []
  /// The last byte of the text before that; nil at the input's beginning.
  private var previous: UInt8?
  /// The first unit of a surrogate pair whose second has not come yet; 0 for none.
  private var high: UInt32 = 0
  private var text: [UInt8] = []

  /// So many bytes tell whether an encoding ends.
  private static let lookahead = 16
}

extension TextDecoder {
  /// Calls `take` with the text of `bytes`, and of what was pending, in pieces.
  mutating func decode(_ bytes: ByteView, isLast: Bool = false, _ take: (ByteView) -> Void) {
    guard !pending.isEmpty else { return scan(bytes, isLast, take) }
    // What is pending is read with so many bytes that what they leave pending is of themselves.
    let taken = min(bytes.count, 4 * Self.lookahead)
    var all: [UInt8] = []
    swap(&all, &pending)
    all.append(bytes.upTo(taken))
    all.withUnsafeBufferPointer { scan($0, isLast && taken == bytes.count, take) }
    guard taken < bytes.count else { return }
    let left = pending.count
    pending = []
    scan(bytes.from(taken - left), isLast, take)
  }

  private mutating func scan(_ bytes: ByteView, _ isLast: Bool, _ take: (ByteView) -> Void) {
    var rest = bytes
    var isSwitched = true
    while rest.count > 0, isSwitched {
      switch encoding {
      case .bytes: (rest, isSwitched) = takeBytes(rest, isLast, take)
      case .wide(let units): (rest, isSwitched) = takeUnits(rest, isLast, units, take)
      }
    }
    if !isLast { pending.append(rest) }
  }

  /// Gives away what is neither UTF-16 nor UTF-32, up to where one of them begins or may begin.
  private mutating func takeBytes(
    _ bytes: ByteView, _ isLast: Bool, _ take: (ByteView) -> Void
  ) -> (rest: ByteView, isSwitched: Bool) {
    var index = 0
    while let found = bytes.firstSuspect(from: index) {
      // Half of the pattern may still be to come.
      if !isLast, bytes.count - found < 8 {
        let start = max(0, found - 4)
        give(bytes.upTo(start), take)
        return (bytes.from(start), false)
      }
      if let (start, next) = start(bytes, found) {
        give(bytes.upTo(start), take)
        encoding = next
        return (bytes.from(start), true)
      }
      index = found + 1
    }
    // The last byte may be the first character of UTF-16.
    let end = isLast ? bytes.count : bytes.count - 1
    give(bytes.upTo(end), take)
    return (bytes.from(end), false)
  }

  private mutating func give(_ text: ByteView, _ take: (ByteView) -> Void) {
    guard text.count > 0 else { return }
    previous = text[text.count - 1]
    take(text)
  }

  /// Where an encoding begins at or just before the NUL or the mark at `index`.
  private func start(_ bytes: ByteView, _ index: Int) -> (Int, Encoding)? {
    let before = index > 0 ? bytes[index - 1] : previous
    let isFirst = before == nil
    // A mark stands at the start of a line. Elsewhere it is part of a name that is no text.
    if isFirst || before == UInt8(ascii: "\n"), let units = WideUnits(markAt: index, in: bytes),
      isFirst || units.areCharacter(in: bytes, at: index + units.width)
    {
      return (index, .wide(units))
    }
    guard bytes[index] == 0 else { return nil }
    // Two characters in a row, so that the NUL behind a record's short name is none of these.
    for width in [4, 2] {
      for isBigEndian in [false, true] {
        let units = WideUnits(width: width, isBigEndian: isBigEndian)
        let start = isBigEndian ? index : index - 1
        if units.areCharacter(in: bytes, at: start),
          units.areCharacter(in: bytes, at: start + width)
        {
          return (start, .wide(units))
        }
      }
    }
    return nil
  }
}

extension TextDecoder {
  /// Gives away text up to where the encoding ends; what is left tells too little as yet.
  private mutating func takeUnits(
    _ bytes: ByteView, _ isLast: Bool, _ units: WideUnits, _ take: (ByteView) -> Void
  ) -> (rest: ByteView, isSwitched: Bool) {
    text.removeAll(keepingCapacity: true)
    var index = 0
    var isSwitched = false
    while bytes.count - index >= (isLast ? units.width : Self.lookahead) {
      let ahead = bytes.slice(index, min(bytes.count, index + Self.lookahead))
      if ahead.isPlainText {
        encoding = .bytes
        isSwitched = true
        break
      }
      append(units.unit(of: bytes, at: index))
      index += units.width
    }
    if let last = text.last {
      previous = last
      text.withUnsafeBufferPointer { take($0) }
    }
    return (bytes.from(index), isSwitched)
  }

  /// Appends the UTF-8 of a unit; half a surrogate pair becomes U+FFFD.
  private mutating func append(_ unit: UInt32) {
    if high != 0 {
      if 0xdc00..<0xe000 ~= unit {
        text.append(scalar: 0x10000 + (high - 0xd800) << 10 + (unit - 0xdc00))
        high = 0
        return
      }
      text.append(scalar: 0xfffd)
      high = 0
    }
    switch unit {
    case 0xd800..<0xdc00: high = unit
    case 0xdc00..<0xe000, 0x11_0000...: text.append(scalar: 0xfffd)
    default: text.append(scalar: unit)
    }
  }
}

extension ByteView {
  /// The first NUL, FE or FF, none of which text in bytes holds; looked for eight at a time.
  fileprivate func firstSuspect(from start: Int) -> Int? {
    var index = start
    while index + 8 <= count {
      let word = word(at: index)
      // With their lowest bit set, FE and FF are the bytes of which the complement is zero.
      if word.zeroBytes | (~(word | .eachByte(1))).zeroBytes != 0 { break }
      index += 8
    }
    while index < count {
      if self[index] == 0 || self[index] >= 0xfe { return index }
      index += 1
    }
    return nil
  }

  /// Whether the bytes are ASCII text with a blank or a line end in it.
  fileprivate var isPlainText: Bool {
    var hasSpace = false
    for byte in self {
      guard byte.isText else { return false }
      hasSpace = hasSpace || byte <= 0x20
    }
    return hasSpace
  }
}
