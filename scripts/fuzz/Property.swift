// What the targets share: a property that must hold, and what may be printed.

@testable import DirectoryChecksum

/// Stops the run where `holds` is false; what was read is kept then.
func require(_ holds: Bool, _ property: StaticString) {
  if !holds { fatalError("\(property)") }
}

/// Whether a terminal, a log or a runner can be given `text`: UTF-8, without control characters and
/// all else that a name must not bring in. Written apart from the program's own rule.
func isHarmless(_ text: [UInt8]) -> Bool {
  guard let string = String(validating: text, as: UTF8.self) else { return false }
  for scalar in string.unicodeScalars {
    switch scalar.value {
    case 0..<0x20, 0x7f..<0xa0, 0x61c, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069:
      return false
    default: break
    }
  }
  for command in ["##[", "##vso[", "##teamcity["] where contains(text, Array(command.utf8)) {
    return false
  }
  return true
}

private func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
  guard text.count >= part.count else { return false }
  return (0...text.count - part.count).contains { text[$0...].starts(with: part) }
}

extension Record {
  /// The record as `style` writes it, without what ends it.
  func written(_ style: RecordWriter.Style, _ format: DigestFormat) -> [UInt8] {
    var text: [UInt8] = []
    RecordWriter(style: style, format: format).append(self, to: &text)
    require(text.last == (style == .nullTerminated ? 0 : 0x0a), "a record is ended")
    return text.dropLast()
  }
}

/// The listings in `input`, which is handed over in pieces of `size` bytes.
func listings(in input: UnsafeRawBufferPointer, piecesOf size: Int) -> [Listing] {
  var reader = LogReader()
  var start = 0
  while start < input.count {
    let end = min(start + size, input.count)
    reader.consume(UnsafeRawBufferPointer(rebasing: input[start..<end]))
    start = end
  }
  return reader.finish()
}

/// Reads `input` whole and in pieces of `size` bytes: the same must be found.
func requirePiecesDoNotMatter(_ input: UnsafeRawBufferPointer, size: Int) -> [Listing] {
  let whole = listings(in: input, piecesOf: max(input.count, 1))
  let cut = listings(in: input, piecesOf: size)
  require(whole.count == cut.count, "pieces do not matter to how many listings there are")
  for (left, right) in zip(whole, cut) {
    require(left.records == right.records, "pieces do not matter to records")
    require(left.integrity == right.integrity, "pieces do not matter to integrity")
    require(left.label == right.label, "pieces do not matter to labels")
  }
  return whole
}
