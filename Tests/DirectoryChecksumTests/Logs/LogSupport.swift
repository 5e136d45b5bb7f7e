import Foundation

@testable import DirectoryChecksum

/// The listings in `log`, read in pieces of `size` bytes.
func listings(in log: [UInt8], piecesOf size: Int = .max) -> [Listing] {
  var reader = LogReader()
  log.withUnsafeBytes { bytes in
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + min(size, bytes.count))
      reader.consume(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
      start = end
    }
  }
  return reader.finish()
}

func listings(in log: String) -> [Listing] { listings(in: [UInt8](log.utf8)) }

/// Listings as the expectations beside the sample logs write them: raw names, a line before each.
func describe(_ listings: [Listing]) -> String {
  var text: [UInt8] = []
  for (index, listing) in listings.enumerated() {
    let label = String(decoding: listing.label, as: UTF8.self)
    text += [UInt8]("@run \(index + 1) \(listing.integrity) \(label.isEmpty ? "-" : label)\n".utf8)
    for record in listing.records { text += line(of: record, in: listing) + [0x0a] }
  }
  return String(decoding: text, as: UTF8.self)
}

/// A record's line, in the raw form of the original tool, or a long record's where it is one.
func line(of record: Record, in listing: Listing) -> [UInt8] {
  var text: [UInt8] = []
  if let digest = record.digest {
    text.append(hexadecimal: digest)
  } else {
    text += [UInt8](repeating: UInt8(ascii: "?"), count: 2 * listing.format.byteCount)
  }
  text += [0x20, record.kind.rawValue]
  if let metadata = record.metadata {
    let mode = String(metadata.mode, radix: 8)
    let padded = String(repeating: "0", count: 4 - mode.count) + mode
    text += [UInt8](":\(padded):\(metadata.owner):\(metadata.group)".utf8)
    if let tag = metadata.attributesTag {
      text += [UInt8](":x=".utf8)
      text.append(tag)
    }
  }
  text.append(0x20)
  text += record.path.map {
    listing.findings.usesBackslashes && $0 == UInt8(ascii: "/") ? UInt8(ascii: "\\") : $0
  }
  if let target = record.target { text += [UInt8](" -> ".utf8) + target }
  return text
}

enum Fixture {
  static let logs = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/logs")

  /// The sample logs, by name.
  static let sampleNames: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: logs.path)) ?? [])
    .filter { $0.hasSuffix(".expected") }.map { String($0.dropLast(9)) }.sorted()

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: logs.appendingPathComponent(name)))
  }
}
