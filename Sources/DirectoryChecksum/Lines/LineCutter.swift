/// Cuts text that comes in pieces into lines, or into what takes their place: records that end in
/// NUL, or the objects of a JSON document.
struct LineCutter {
  enum Shape {
    /// The first bytes do not tell yet.
    case undecided
    case lines
    /// Records of a listing made with `--null`.
    case records
    /// Objects of a JSON document, whatever white space is between and in them.
    case objects
  }

  /// What the input is cut into.
  private(set) var shape = Shape.undecided
  /// Whether a line was longer than `maximumLength`.
  private(set) var hasOverlongLine = false
  private var objects = ObjectCutter()
  /// The part of a line that earlier pieces held.
  private var buffer: [UInt8] = []

  /// What a line holds beyond this length, in bytes, is skipped. Lines of JSON logs are long; no
  /// other line needs as much.
  static let maximumLength = 4 << 20
  /// So many bytes may pass before it shows what the input is.
  private static let maximumOpening = 4096

  /// Takes a line, and whether it is a record that ended in NUL.
  typealias Taker = (_ line: ByteView, _ isRecord: Bool) -> Void
}

extension LineCutter {
  /// Cuts `text` behind what came before and calls `take` with each line, without its end.
  mutating func cut(_ text: ByteView, _ take: Taker) {
    guard shape == .undecided else { return cutOn(text, take) }
    buffer.append(text)
    var opening: [UInt8] = []
    swap(&opening, &buffer)
    opening.withUnsafeBufferPointer {
      if decide($0, isLast: false) { cutOn($0, take) } else { buffer = opening }
    }
  }

  /// Ends the input: `take` gets the line that nothing ended. True where there was one.
  mutating func finish(_ take: Taker) -> Bool {
    if shape == .undecided {
      var opening: [UInt8] = []
      swap(&opening, &buffer)
      opening.withUnsafeBufferPointer {
        _ = decide($0, isLast: true)
        cutOn($0, take)
      }
    }
    guard !buffer.isEmpty else { return false }
    buffer.withUnsafeBufferPointer { take($0, shape == .records) }
    return shape != .objects
  }

  private mutating func cutOn(_ text: ByteView, _ take: Taker) {
    var rest = text
    if shape == .objects {
      if objects.cut(&rest, into: &buffer, { take($0, false) }) { return }
      shape = .lines
    }
    let terminator: UInt8 = shape == .records ? 0 : UInt8(ascii: "\n")
    while let end = rest.firstIndex(of: terminator) {
      let line = rest.upTo(end)
      rest = rest.from(end + 1)
      if buffer.isEmpty, end <= Self.maximumLength {
        take(line, shape == .records)
      } else {
        keep(line)
        buffer.withUnsafeBufferPointer { take($0, shape == .records) }
        buffer.removeAll(keepingCapacity: true)
      }
    }
    keep(rest)
  }

  private mutating func keep(_ piece: ByteView) {
    let room = Self.maximumLength - buffer.count
    if piece.count > room { hasOverlongLine = true }
    buffer.append(piece.upTo(min(piece.count, room)))
  }
}

extension LineCutter {
  /// Decides by the first bytes what the input is; false where they do not tell yet.
  private mutating func decide(_ opening: ByteView, isLast: Bool) -> Bool {
    var start = opening.hasLiteral("\u{feff}") ? 3 : 0
    while start < opening.count, opening[start].isSpace { start += 1 }
    let isFull = isLast || opening.count >= Self.maximumOpening
    guard start < opening.count, isFull || opening.count >= 3 else {
      if isLast { shape = .lines }
      return isLast
    }
    if opening[start] == UInt8(ascii: "[") || opening[start] == UInt8(ascii: "{") {
      guard let isDocument = Self.isDocument(opening.from(start)) else {
        if isFull { shape = .lines }
        return isFull
      }
      shape = isDocument ? .objects : .lines
      return true
    }
    // A file whose first record ends in NUL is a listing of such records: of the root, whose name has
    // no line feed.
    let text = opening.from(start)
    let lineEnd = text.firstIndex(of: UInt8(ascii: "\n"))
    guard let end = text.firstIndex(of: 0), end < lineEnd ?? end + 1 else {
      if isFull || lineEnd != nil { shape = .lines }
      return shape == .lines
    }
    shape = NullRecord.read(opening.upTo(start + end)) != nil ? .records : .lines
    return true
  }

  /// Whether the text is an array of objects, or an object that goes on behind its first line; nil
  /// where it does not tell yet.
  private static func isDocument(_ text: ByteView) -> Bool? {
    var index = 1
    while index < text.count, text[index].isSpace { index += 1 }
    guard index < text.count else { return nil }
    if text[0] == UInt8(ascii: "[") { return text[index] == UInt8(ascii: "{") }
    guard text[index] == UInt8(ascii: "\"") else { return false }
    var depth = BracketDepth()
    for byte in text {
      if byte == UInt8(ascii: "\n") { return true }
      depth.step(byte)
      if depth.open == 0 { return false }
    }
    return nil
  }
}

extension UInt8 {
  /// A byte of JSON's white space.
  var isSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0a || self == 0x0d }
}
