/// Cuts a JSON document into its objects.
///
/// An array of objects is gone into, whatever object it is in, unless that has a log's text itself:
/// what remains are the objects that stand for lines. What is between them is skipped.
struct ObjectCutter {
  /// The brackets that are open around the object.
  private var outer = 0
  /// The brackets of the object that is read.
  private var depth = BracketDepth()
  /// Whether the last byte but white space opened an array.
  private var opensArray = false
  /// Whether a string between objects goes on.
  private var between = BracketDepth()

  /// The members that a log's text goes by. An object that has one is a line of the log, even if
  /// it holds an array of objects as well.
  private static let texts: [StaticString] = [
    "\"message\"", "\"line\"", "\"msg\"", "\"MESSAGE\"", "\"log\"", "\"textPayload\"",
  ]
}

extension ObjectCutter {
  /// Cuts `input` behind what is in `buffer`, and calls `take` with each object. False where the
  /// document is over, with the rest left in `input`.
  mutating func cut(
    _ input: inout ByteView, into buffer: inout [UInt8], _ take: (ByteView) -> Void
  ) -> Bool {
    var index = 0
    while index < input.count {
      let byte = input[index]
      if depth.open == 0 {
        guard skip(byte) else {
          input = input.from(index)
          return false
        }
        index += 1
        guard depth.open > 0 else { continue }
        buffer.append(byte)
        continue
      }
      index += 1
      if byte == UInt8(ascii: "{"), opensArray, !depth.isInString, !Self.hasText(buffer) {
        outer += depth.open
        depth = BracketDepth()
        buffer.removeAll(keepingCapacity: true)
      }
      if buffer.count < LineCutter.maximumLength { buffer.append(byte) }
      depth.step(byte)
      note(byte)
      if depth.open == 0 {
        buffer.withUnsafeBufferPointer { take($0) }
        buffer.removeAll(keepingCapacity: true)
      }
    }
    input = input.from(input.count)
    return true
  }

  /// Takes a byte between objects; false where it shows that the document is over.
  private mutating func skip(_ byte: UInt8) -> Bool {
    if between.isInString {
      between.step(byte)
      return true
    }
    switch byte {
    case UInt8(ascii: "{"):
      depth = BracketDepth()
      depth.step(byte)
      opensArray = false
    case UInt8(ascii: "["): outer += 1
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      guard outer > 0 else { return false }
      outer -= 1
    case UInt8(ascii: "\""):
      guard outer > 0 else { return false }
      between = BracketDepth()
      between.step(byte)
    default: return outer > 0 || byte.isSpace || byte == UInt8(ascii: ",")
    }
    return true
  }

  private mutating func note(_ byte: UInt8) {
    if depth.isInString {
      opensArray = false
    } else if !byte.isSpace {
      opensArray = byte == UInt8(ascii: "[")
    }
  }

  private static func hasText(_ object: [UInt8]) -> Bool {
    object.withUnsafeBufferPointer { object in
      for text in texts where object.firstIndex(of: text) != nil { return true }
      return false
    }
  }
}

/// How many brackets of a JSON text are open.
struct BracketDepth {
  private(set) var open = 0
  private(set) var isInString = false
  private var isEscaped = false

  mutating func step(_ byte: UInt8) {
    if isInString {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInString = false
      }
      return
    }
    switch byte {
    case UInt8(ascii: "\""): isInString = true
    case UInt8(ascii: "{"), UInt8(ascii: "["): open += 1
    case UInt8(ascii: "}"), UInt8(ascii: "]"): open -= 1
    default: break
    }
  }
}
