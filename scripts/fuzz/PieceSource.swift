// Bytes in memory for targets that read streams.

@testable import DirectoryChecksum

/// Bytes in memory, given in pieces of one size.
final class PieceSource: ByteSource {
  private let bytes: [UInt8]
  private let piece: Int
  private var position = 0

  init(_ bytes: [UInt8], _ piece: Int) {
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
