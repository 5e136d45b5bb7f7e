/// Which pieces of a sparse file are stored. Between them, and up to the real size, it has zeros.
struct SparseMap {
  /// A run of stored bytes.
  struct Piece {
    let offset: UInt64
    let length: UInt64
  }

  private(set) var pieces: [Piece] = []
  /// The file's size, in bytes.
  var size: UInt64 = 0

  /// As many pieces are taken from one file.
  static let mostPieces = 1 << 20

  mutating func append(offset: UInt64, length: UInt64) {
    pieces.append(Piece(offset: offset, length: length))
  }
}

extension SparseMap {
  /// How many bytes are no piece's; nil where the pieces are not in order, overlap, reach beyond the
  /// size, or are not `stored` bytes together.
  func holes(stored: UInt64) -> UInt64? {
    var end: UInt64 = 0
    var sum: UInt64 = 0
    for piece in pieces {
      let (next, overflow) = piece.offset.addingReportingOverflow(piece.length)
      guard !overflow, piece.offset >= end, next <= size else { return nil }
      end = next
      sum += piece.length
    }
    guard sum == stored, sum <= size else { return nil }
    return size - sum
  }
}
