@testable import DirectoryChecksum

/// Bytes in memory, given in pieces of one size.
final class MemorySource: ByteSource {
  private let bytes: [UInt8]
  private let piece: Int
  private var position = 0

  init(_ bytes: [UInt8], piece: Int = 4096) {
    self.bytes = bytes
    self.piece = piece
  }

  override func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
    let count = min(piece, buffer.count, bytes.count - position)
    buffer.copyBytes(from: bytes[position..<position + count])
    position += count
    return count
  }
}

/// Builds tar archives by hand.
struct TarBuilder {
  private(set) var bytes: [UInt8] = []

  /// Adds a ustar header and its content.
  mutating func add(
    _ name: String, _ kind: Character = "0", _ content: [UInt8] = [], target: String = "",
    mode: String = "0000644", size: String? = nil
  ) {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, _ offset: Int) {
      for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
    }
    let octal = String(content.count, radix: 8)
    put(name, 0)
    put(mode, 100)
    put("0000000", 108)
    put("0000000", 116)
    put(size ?? String(repeating: "0", count: 11 - octal.count) + octal, 124)
    put(String(kind), 156)
    put(target, 157)
    put("ustar\0" + "00", 257)
    put("        ", 148)
    let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
    put(String(repeating: "0", count: 6 - sum.count) + sum + "\0 ", 148)
    bytes += header + content
    bytes += [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
  }

  /// The archive with its end mark.
  var archive: [UInt8] { bytes + [UInt8](repeating: 0, count: 1024) }
}

extension ArchiveReader {
  /// Reads `bytes` as an archive, in pieces of one size.
  static func read(
    _ bytes: [UInt8], piece: Int = 4096, isLayer: Bool = false
  ) throws(ArchiveError) -> ArchiveReader {
    let reader = ArchiveReader(
      ByteStream(MemorySource(bytes, piece: piece)), .content, isLayer: isLayer)
    try reader.read()
    return reader
  }

  /// The paths and kinds in it, as a listing names them.
  var listed: [String] {
    get throws { try tree.listed }
  }
}

extension ArchiveTree {
  var listed: [String] {
    get throws {
      var notices = ArchiveNotices()
      let tree = try tree(at: 0, .content, ArchiveExtent(), &notices)
      return Listing(tree).records.map {
        (($0.digest == nil) ? "?" : "") + String(decoding: [$0.kind.rawValue], as: UTF8.self) + " "
          + String(decoding: $0.path, as: UTF8.self)
      }
    }
  }
}
