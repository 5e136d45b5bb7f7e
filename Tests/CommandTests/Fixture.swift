import Foundation
import TestSupport

/// Files beside the tests, and what reads them.
enum Fixture {
  static func path(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/\(name)").path
  }

  /// The sample logs of the library's tests; beside each is what is to be found in it.
  static let logs = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../DirectoryChecksumTests/Fixtures/logs").standardized.path

  static let logNames: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: logs)) ?? [])
    .filter { !$0.hasSuffix(".expected") }.sorted()

  static func log(_ name: String) -> String { "\(logs)/\(name)" }

  static let hasPython = shell("command -v python3").status == 0

  /// A listing whose escaped records have been given their raw names back, as the original writes
  /// them.
  static func unescaped(_ listing: [UInt8]) -> [UInt8] {
    var plain: [UInt8] = []
    for line in listing.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      plain +=
        line.first == UInt8(ascii: "\\") ? unescapedRecord(Array(line.dropFirst())) : Array(line)
      plain.append(UInt8(ascii: "\n"))
    }
    plain.removeLast()
    return plain
  }

  private static func unescapedRecord(_ record: [UInt8]) -> [UInt8] {
    var plain: [UInt8] = []
    var index = 0
    while index < record.count {
      guard record[index] == UInt8(ascii: "\\") else {
        plain.append(record[index])
        index += 1
        continue
      }
      switch record[index + 1] {
      case UInt8(ascii: "x"):
        let digits = String(decoding: record[(index + 2)..<(index + 4)], as: UTF8.self)
        plain.append(UInt8(digits, radix: 16)!)
        index += 2
      case UInt8(ascii: "n"): plain.append(0x0A)
      case UInt8(ascii: "r"): plain.append(0x0D)
      case UInt8(ascii: "t"): plain.append(0x09)
      default: plain.append(record[index + 1])
      }
      index += 2
    }
    return plain
  }
}
