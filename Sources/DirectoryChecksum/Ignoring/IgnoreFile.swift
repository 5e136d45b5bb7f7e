/// The lines of an ignore file that hold a rule.
struct IgnoreFile {
  /// What no line may exceed, in bytes, its line feed not counted.
  static let maximumLineByteCount = 65535

  private let bytes: ByteView
  private var index = 0

  /// The number of the line taken last, from 1.
  private(set) var lineNumber = 0

  /// All lines are measured before any is understood, so a line that is too long is reported even
  /// where an earlier one has no meaning.
  /// - Parameters:
  ///   - bytes: The content of the file.
  ///   - source: The path of the file, for errors.
  init(_ bytes: ByteView, source: [UInt8]) throws(IgnoreError) {
    self.bytes = bytes
    var start = 0
    var number = 1
    for index in 0..<bytes.count {
      if bytes[index] == UInt8(ascii: "\n") {
        start = index + 1
        number += 1
      } else if index - start == IgnoreFile.maximumLineByteCount {
        throw .lineTooLong(source: source, line: number)
      }
    }
  }

  /// Takes the next line that is neither empty nor a comment, without the white space around it.
  mutating func next() -> ByteView? {
    while index < bytes.count {
      var start = index
      while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
      if start == 0, hasByteOrderMark(bytes) { start = 3 }
      let line = bytes.slice(start, index)
      index += 1
      lineNumber += 1
      // Only column one makes a comment: `  #x` is a pattern.
      if line.first == UInt8(ascii: "#") { continue }
      let text = line.trimmed
      if !text.isEmpty { return text }
    }
    return nil
  }
}

/// Whether `bytes` begins with U+FEFF.
func hasByteOrderMark(_ bytes: ByteView) -> Bool {
  bytes.count >= 3 && bytes[0] == 0xef && bytes[1] == 0xbb && bytes[2] == 0xbf
}
