/// Cuts input that comes in pieces into lines, or into what takes their place: records that end in
/// NUL, or the objects of a JSON array.
struct LineSplitter {
  enum Shape {
    case lines
    /// Records of a listing made with `--null`.
    case records
    /// Objects of a JSON array, whatever white space is between and in them.
    case objects
  }

  /// What the input is cut into.
  private(set) var shape: Shape
  /// The part of a line that earlier pieces held.
  private var buffer: [UInt8] = []
  /// Whether the line is longer than `maximumLength`.
  private(set) var isOverlong = false
  private var isFirst = true
  // Where in an object the input is.
  private var depth = 0
  private var isInString = false
  private var isEscaped = false

  /// What a line holds beyond this length, in bytes, is skipped. Lines of JSON logs are long; no
  /// other line needs as much.
  static let maximumLength = 4 << 20

  init(_ shape: Shape) {
    self.shape = shape
  }
}

extension LineSplitter {
  /// A line: in the input, or, where earlier pieces began it, in the splitter.
  enum Line {
    case direct(ByteView)
    case buffered
  }

  /// Takes the next line off `input`; nil, with all of it taken, where it ends before the line.
  mutating func next(_ input: inout ByteView) -> Line? {
    if shape == .objects { return nextObject(&input) }
    if isFirst { sniff(input) }
    let terminator: UInt8 = shape == .records ? 0 : UInt8(ascii: "\n")
    guard let end = input.offset(of: terminator) else {
      append(input)
      input = input.from(input.count)
      return nil
    }
    let line = input.upTo(end)
    input = input.from(end + 1)
    isFirst = false
    if buffer.isEmpty {
      isOverlong = line.count > Self.maximumLength
      return .direct(line.upTo(min(line.count, Self.maximumLength)))
    }
    append(line)
    return .buffered
  }

  /// Gives the line that is in the splitter away; it should come back to ``recycle(_:)``.
  mutating func takeBuffer() -> [UInt8] {
    var line: [UInt8] = []
    swap(&line, &buffer)
    return line
  }

  /// Takes a buffer for use again.
  mutating func recycle(_ line: [UInt8]) {
    buffer = line
    buffer.removeAll(keepingCapacity: true)
    isOverlong = false
  }

  private mutating func append(_ piece: ByteView) {
    let room = Self.maximumLength - buffer.count
    if piece.count > room { isOverlong = true }
    buffer.append(piece.upTo(min(piece.count, room)))
  }

  /// A file whose first record ends in NUL is a listing of such records.
  private mutating func sniff(_ input: ByteView) {
    guard let end = input.offset(of: 0) else { return }
    if let newline = input.offset(of: UInt8(ascii: "\n")), newline < end { return }
    isFirst = false
    guard buffer.count + end <= Self.maximumLength else { return }
    let first = buffer + input.upTo(end)
    if first.withUnsafeBufferPointer({ NullRecord.read($0) }) != nil { shape = .records }
  }
}

extension LineSplitter {
  /// The next object. What is between objects is skipped, and the array's end, or anything that
  /// does not belong in an array, ends the array: lines follow.
  private mutating func nextObject(_ input: inout ByteView) -> Line? {
    var index = 0
    while index < input.count {
      let byte = input[index]
      if depth == 0 {
        switch byte {
        case 0x20, 0x09, 0x0a, 0x0d, UInt8(ascii: ","):
          index += 1
          continue
        case UInt8(ascii: "{"):
          input = input.from(index)
          index = 0
        default:
          shape = .lines
          input = input.from(byte == UInt8(ascii: "]") ? index + 1 : index)
          return next(&input)
        }
      }
      index += 1
      if step(byte) {
        append(input.upTo(index))
        input = input.from(index)
        return .buffered
      }
    }
    if depth > 0 { append(input) }
    input = input.from(input.count)
    return nil
  }

  /// Follows the object through one byte; true at its end.
  private mutating func step(_ byte: UInt8) -> Bool {
    if isInString {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInString = false
      }
      return false
    }
    switch byte {
    case UInt8(ascii: "\""): isInString = true
    case UInt8(ascii: "{"): depth += 1
    case UInt8(ascii: "}"):
      depth -= 1
      return depth == 0
    default: break
    }
    return false
  }
}

extension ByteView {
  /// The offset of the first `byte`, found eight bytes at a time.
  fileprivate func offset(of byte: UInt8) -> Int? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let pattern = ones &* UInt64(byte)
    var index = 0
    while index + 8 <= count {
      let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ pattern
      if (word &- ones) & ~word & ones << 7 != 0 { break }
      index += 8
    }
    return firstIndex(of: byte, from: index)
  }
}
