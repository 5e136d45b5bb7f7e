/// The scalar members of one JSON object in a flat list, in order: its own, and those of the
/// objects and arrays in it, whose depth is above 0. An array's elements go by the array's name.
///
/// For objects of which only some members matter, wherever they stand. Nothing recurses.
struct JSONMembers {
  enum Kind {
    case string
    case number
    case null
    /// `true` or `false`.
    case boolean
  }

  struct Member {
    fileprivate(set) var name: Range<Int>
    /// A string unescaped, anything else as it is written.
    fileprivate(set) var value: Range<Int>
    let kind: Kind
    /// How many brackets are open around it within the object.
    let depth: Int
  }

  /// Names and values, one behind the other.
  private var bytes: [UInt8] = []
  private(set) var list: [Member] = []

  init() {}
}

extension JSONMembers {
  /// Reads the object that comes next in place of what was read before.
  mutating func read(_ reader: inout JSONReader) throws(JSONError) {
    bytes.removeAll(keepingCapacity: true)
    list.removeAll(keepingCapacity: true)
    guard reader.skip(UInt8(ascii: "{")) else { throw .malformed }
    // For each open bracket whether it is an object's, and the name that it goes by.
    var open: [(isObject: Bool, name: Range<Int>)] = [(true, 0..<0)]
    var isFirst = true
    var scratch: [UInt8] = []
    while let last = open.last {
      var name = last.name
      if last.isObject {
        guard try reader.nextMember(isFirst: isFirst, into: &scratch) else {
          open.removeLast()
          isFirst = false
          continue
        }
        name = keep(scratch)
      } else {
        guard try reader.nextElement(isFirst: isFirst) else {
          open.removeLast()
          isFirst = false
          continue
        }
      }
      isFirst = try readValue(name, &reader, &open, &scratch)
    }
  }

  /// Reads a value; true where it is a bracket that opens.
  private mutating func readValue(
    _ name: Range<Int>, _ reader: inout JSONReader,
    _ open: inout [(isObject: Bool, name: Range<Int>)], _ scratch: inout [UInt8]
  ) throws(JSONError) -> Bool {
    guard let byte = reader.peek() else { throw .malformed }
    let kind: Kind
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard open.count < 64 else { throw .malformed }
      _ = reader.skip(byte)
      open.append((byte == UInt8(ascii: "{"), name))
      return true
    case UInt8(ascii: "\""):
      try reader.readString(into: &scratch)
      kind = .string
    default:
      try reader.readNumber(into: &scratch)
      kind = byte == UInt8(ascii: "n") ? .null : byte.isLetter ? .boolean : .number
    }
    list.append(Member(name: name, value: keep(scratch), kind: kind, depth: open.count - 1))
    return false
  }

  private mutating func keep(_ text: [UInt8]) -> Range<Int> {
    bytes.append(text)
    return bytes.count - text.count..<bytes.count
  }
}

extension JSONMembers {
  func isName(_ name: StaticString, of member: Member) -> Bool {
    let count = name.utf8CodeUnitCount
    guard member.name.count == count else { return false }
    return bytes.withUnsafeBufferPointer { $0.hasLiteral(name, at: member.name.lowerBound) }
  }

  func value(of member: Member) -> [UInt8] { [UInt8](bytes[member.value]) }

  /// The object's own member with this name; the last one where there are several.
  func own(_ name: StaticString) -> Member? {
    list.last { $0.depth == 0 && isName(name, of: $0) }
  }

  /// The string or number that the object's own member with this name has.
  func value(_ name: StaticString) -> [UInt8]? {
    guard let member = own(name), member.kind == .string || member.kind == .number else {
      return nil
    }
    return value(of: member)
  }
}
