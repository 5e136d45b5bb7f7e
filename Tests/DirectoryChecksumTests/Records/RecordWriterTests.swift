import Foundation
import Testing

@testable import DirectoryChecksum

@Suite struct RecordWriterTests {
  static let digits = "55ca6286e3e4f4fba5d0448333fa99fc5a404a73"
  static let digest = [UInt8](digits.utf8).withUnsafeBytes { Digest(hexadecimal: $0) }

  static func write(
    _ path: [UInt8], target: [UInt8]? = nil, long: Bool = false, as style: RecordWriter.Style
  ) -> [UInt8] {
    let record = Record(
      digest: digest, kind: target == nil ? .file : .link, path: path,
      metadata: long ? Metadata(mode: 0o644, owner: 0, group: 0) : nil, target: target)
    var output: [UInt8] = []
    RecordWriter(style: style, format: .content).append(record, to: &output)
    return output
  }

  static func line(_ path: String, target: String? = nil, long: Bool = false) -> String {
    String(
      decoding: write(
        Array(path.utf8), target: target.map { Array($0.utf8) }, long: long, as: .lines),
      as: UTF8.self)
  }

  @Test(arguments: [
    "src/a.txt", " blank ends ", "back\\slash", "quote'\"", "ünï ✓ 漢字 👩‍🚀", "#[group]", "# ##",
    "##vso", "##teamcity", "a -> b", "::error::x", "*?[a]", "zero\u{200b}width", "\u{feff}mark",
    "a\u{a0}b", "\u{200d}\u{2010}\u{202f}\u{2065}\u{206a}", "vso[", "## [", "##VSO[",
  ])
  func `a harmless path is written raw`(_ path: String) {
    #expect(Self.line(path) == "\(Self.digits) F \(path)\n")
  }

  @Test(arguments: [
    ("a\nb", "a\\nb"), ("a\rb", "a\\rb"), ("a\tb", "a\\tb"), ("\u{1b}[31m", "\\x1b[31m"),
    ("\u{0}", "\\x00"), ("\u{1f}", "\\x1f"), ("\u{7f}", "\\x7f"), ("\u{80}", "\\xc2\\x80"),
    ("é\u{85}é", "é\\xc2\\x85é"), ("\u{9f}", "\\xc2\\x9f"), ("\u{61c}", "\\xd8\\x9c"),
    ("\u{200e}\u{200f}", "\\xe2\\x80\\x8e\\xe2\\x80\\x8f"),
    ("\u{202a}", "\\xe2\\x80\\xaa"), ("\u{202e}gpj", "\\xe2\\x80\\xaegpj"),
    ("\u{2028}", "\\xe2\\x80\\xa8"), ("\u{2029}", "\\xe2\\x80\\xa9"),
    ("\u{2066}", "\\xe2\\x81\\xa6"), ("\u{2069}", "\\xe2\\x81\\xa9"),
    ("##[error]", "\\x23\\x23[error]"), ("x##vso[a]", "x\\x23\\x23vso[a]"),
    ("##teamcity[", "\\x23\\x23teamcity["), ("###[", "#\\x23\\x23["), ("####", "####"),
    ("##[##vso[", "\\x23\\x23[\\x23\\x23vso["), ("\\\n", "\\\\\\n"), ("##\n", "##\\n"),
  ])
  func `a harmful path is escaped and marked`(_ path: String, _ shown: String) {
    let mark = shown == path ? "" : "\\"
    #expect(Self.line(path) == "\(mark)\(Self.digits) F \(shown)\n")
  }

  @Test(
    arguments: [
      ([0x61, 0xff], "a\\xff"), ([0xc3], "\\xc3"), ([0xc0, 0xaf], "\\xc0\\xaf"),
      ([0xe0, 0x9f, 0xbf], "\\xe0\\x9f\\xbf"), ([0xed, 0xa0, 0x80], "\\xed\\xa0\\x80"),
      ([0xf4, 0x90, 0x80, 0x80], "\\xf4\\x90\\x80\\x80"), ([0xe2, 0x80, 0x61], "\\xe2\\x80a"),
      ([0x80], "\\x80"), ([0xf8, 0x88, 0x80, 0x80, 0x80], "\\xf8\\x88\\x80\\x80\\x80"),
    ] as [([UInt8], String)])
  func `bytes that are not UTF-8 are escaped one by one`(_ path: [UInt8], _ shown: String) {
    let line = String(decoding: Self.write(path, as: .lines), as: UTF8.self)
    #expect(line == "\\\(Self.digits) F \(shown)\n")
  }

  @Test(arguments: [0xef_bf_bd, 0xf4_8f_bf_bf, 0xef_bf_bf, 0xed_9f_bf, 0xee_80_80] as [UInt32])
  func `the edges of UTF-8 are no reason to escape`(_ sequence: UInt32) {
    let bytes = withUnsafeBytes(of: sequence.bigEndian) { Array($0.drop { $0 == 0 }) }
    #expect(Self.write(bytes, as: .lines).first != UInt8(ascii: "\\"))
  }

  @Test(
    arguments: [
      ("a", nil, "F:0644:0:0 a"), ("a", "b", "S:0644:0:0 a -> b"),
      ("a -> b", nil, "F:0644:0:0 a \\x2d> b"), ("a -> b", "c", "S:0644:0:0 a \\x2d> b -> c"),
      ("a -> -> b", nil, "F:0644:0:0 a \\x2d> \\x2d> b"),
      ("a ->", nil, "F:0644:0:0 a ->"), ("a ->", "c", "S:0644:0:0 a \\x2d> -> c"),
      ("-> a", "c", "S:0644:0:0 -> a -> c"), ("a->b", "c -> d", "S:0644:0:0 a->b -> c -> d"),
      ("a", "b\n", "S:0644:0:0 a -> b\\n"), ("a\\", "b\n", "S:0644:0:0 a\\\\ -> b\\n"),
      ("a\n", "b\\", "S:0644:0:0 a\\n -> b\\\\"),
    ] as [(String, String?, String)])
  func `a long record tells the path from the target`(
    _ path: String, _ target: String?, _ shown: String
  ) {
    let raw = target.map { "S:0644:0:0 \(path) -> \($0)" } ?? "F:0644:0:0 \(path)"
    let mark = shown == raw ? "" : "\\"
    #expect(Self.line(path, target: target, long: true) == "\(mark)\(Self.digits) \(shown)\n")
  }

  @Test func `a short record of a link shows no target, and is not escaped for its sake`() {
    #expect(Self.line("a", target: "b\n") == "\(Self.digits) S a\n")
  }

  @Test func `an escaped record reads back as the same bytes`() throws {
    var generator = SystemRandomNumberGenerator()
    let pieces: [[UInt8]] = [
      Array("##[".utf8), Array("##vso[".utf8), Array("\\".utf8), Array("\\n".utf8), [0x0a], [0xff],
      [0xe2, 0x80], [0xae], Array("é".utf8), Array("a".utf8), [0x09], [0x1b], Array(" -> ".utf8),
      Array("\\x23".utf8), Array("#".utf8), Array("teamcity[".utf8), Array(" ->".utf8),
    ]
    for _ in 0..<2_000 {
      var path: [UInt8] = []
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        path += try #require(pieces.randomElement(using: &generator))
      }
      var line = Self.write(path, target: [0x0a], long: true, as: .lines)
      line.removeLast()
      #expect(line.first == UInt8(ascii: "\\"))
      let prefix = "\\\(Self.digits) S:0644:0:0 ".utf8.count
      let fields = Array(line[prefix...])
      let separator = try #require(fields.firstRange(of: Array(" -> ".utf8)))
      #expect(unescape(Array(fields[..<separator.lowerBound])) == path)
      #expect(unescape(Array(fields[separator.upperBound...])) == [0x0a])
      #expect(String(validating: line, as: UTF8.self) != nil)
    }
  }

  @Test func `a NUL record holds the raw bytes`() {
    let path: [UInt8] = [0x61, 0x0a, 0xff, 0x5c]
    let head = Array("\(Self.digits) F ".utf8)
    #expect(Self.write(path, as: .nullTerminated) == head + path + [0])
  }

  @Test func `mode, owner and attributes are one field`() {
    let record = Record(
      digest: Self.digest, kind: .directory, path: Array("d".utf8),
      metadata: Metadata(
        mode: 0o7755, owner: 4_294_967_295, group: 10, attributesTag: AttributesTag(0x0123_abcd)))
    var output: [UInt8] = []
    RecordWriter(style: .lines, format: .content).append(record, to: &output)
    #expect(
      String(decoding: output, as: UTF8.self)
        == "\(Self.digits) D:7755:4294967295:10:x=000000000123abcd d\n")
  }

  @Test(arguments: [(DigestFormat.content, 40), (.buildkit, 64)])
  func `an unknown digest is as wide as a known one`(_ format: DigestFormat, _ width: Int) {
    let record = Record(digest: nil, kind: .file, path: Array("key".utf8))
    var output: [UInt8] = []
    RecordWriter(style: .lines, format: format).append(record, to: &output)
    let mark = String(repeating: "?", count: width)
    #expect(String(decoding: output, as: UTF8.self) == "\(mark) F key\n")
  }

  @Test func `a name in a message is escaped only where it could harm`() {
    var output: [UInt8] = []
    output.append(shown: Array("a\\b".utf8))
    output.append(shown: Array("a\\\u{1b}".utf8))
    #expect(String(decoding: output, as: UTF8.self) == "a\\ba\\\\\\x1b")
  }
}

/// Reads the text of an escaped record.
func unescape(_ text: [UInt8]) -> [UInt8] {
  var bytes: [UInt8] = []
  var rest = text[...]
  while let byte = rest.popFirst() {
    guard byte == UInt8(ascii: "\\") else {
      bytes.append(byte)
      continue
    }
    switch rest.popFirst() {
    case UInt8(ascii: "n"): bytes.append(0x0a)
    case UInt8(ascii: "r"): bytes.append(0x0d)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "x"):
      bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
      rest = rest.dropFirst(2)
    default: bytes.append(UInt8(ascii: "\\"))
    }
  }
  return bytes
}
