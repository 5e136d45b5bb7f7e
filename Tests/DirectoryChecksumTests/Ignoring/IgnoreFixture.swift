import Foundation

@testable import DirectoryChecksum

/// A file of answers of real tools.
enum IgnoreFixture {
  static func content(_ name: String) -> Data {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/Ignoring/\(name)")
    return (try? Data(contentsOf: file)) ?? Data()
  }

  /// The fields of each line of a table.
  static func table(_ name: String) -> [[[UInt8]]] {
    content(name).split(separator: UInt8(ascii: "\n")).map { line in
      line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map {
        [UInt8]($0)
      }
    }
  }

  /// The elements of a list.
  static func list(_ field: some Collection<UInt8>) -> [[UInt8]] {
    field.split(separator: UInt8(ascii: ",")).map { bytes($0) }
  }

  /// The bytes that `text` stands for.
  static func bytes(_ text: some Collection<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var rest = text[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        let digits = String(decoding: rest.prefix(2), as: UTF8.self)
        result.append(UInt8(digits, radix: 16) ?? 0)
        rest = rest.dropFirst(2)
      } else {
        result.append(byte)
      }
    }
    return result
  }

  /// The name of an error in the tables.
  static func name(_ error: IgnoreError) -> String {
    switch error {
    case .lineTooLong: "E:long"
    case .unusable(_, .emptyException): "E:illegal"
    case .unusable(_, .malformed): "E:early"
    case .unusable(_, .malformedWhenUsed): "E:late"
    case .unusable(_, .unicodeClass), .unusable(_, .tooComplex): "E:unsupported"
    }
  }

  /// `bytes` as text, for comparisons with literals and for people.
  static func text(_ bytes: some Collection<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
