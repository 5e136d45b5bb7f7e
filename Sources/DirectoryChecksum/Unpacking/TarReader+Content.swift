/// The content of members, of sparse files with their holes.
extension TarReader {
  private static let mostHoles: UInt64 = 1 << 40

  /// Notes that `size` bytes of content follow.
  func expectContent(_ size: UInt64) throws(ArchiveError) {
    stored = size
    let beyond = size % UInt64(TarHeader.size)
    padding = beyond == 0 ? 0 : UInt64(TarHeader.size) - beyond
    map = nil
  }

  /// Takes what is left of a member's content, and the zeros behind it.
  func finishContent() throws(ArchiveError) {
    map = nil
    guard stored + padding > 0 else { return }
    guard try input.passOver(stored + padding) else { throw endsEarly }
    stored = 0
    padding = 0
  }

  /// Gives the content the holes of a sparse file.
  func expectSparse(_ map: SparseMap) throws(ArchiveError) {
    guard let holes = map.holes(stored: stored) else { throw damage(.sparseMap) }
    self.holes += holes
    guard self.holes <= Self.mostHoles else { throw .limit(.holes) }
    self.map = map
    nextPiece = 0
    offset = 0
  }

  /// The next bytes of the member's content, valid until more are asked for; none at its end.
  func nextContent() throws(ArchiveError) -> UnsafeRawBufferPointer {
    guard let map else { return try nextStored(stored) }
    while nextPiece < map.pieces.count {
      let piece = map.pieces[nextPiece]
      if offset < piece.offset { return nextZeros(piece.offset - offset) }
      let end = piece.offset + piece.length
      if offset < end {
        let bytes = try nextStored(end - offset)
        offset += UInt64(bytes.count)
        return bytes
      }
      nextPiece += 1
    }
    return nextZeros(map.size - offset)
  }

  private func nextStored(_ most: UInt64) throws(ArchiveError) -> UnsafeRawBufferPointer {
    guard most > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    let bytes = try input.next()
    if bytes.isEmpty { throw endsEarly }
    let count = Int(min(most, UInt64(bytes.count)))
    input.take(count)
    stored -= UInt64(count)
    return UnsafeRawBufferPointer(rebasing: bytes[..<count])
  }

  private func nextZeros(_ most: UInt64) -> UnsafeRawBufferPointer {
    if zeros.isEmpty { zeros = [UInt8](repeating: 0, count: 64 << 10) }
    let count = Int(min(most, UInt64(zeros.count)))
    offset += UInt64(count)
    // The array is never changed again, and lives as long as the reader.
    return zeros.withUnsafeBytes { UnsafeRawBufferPointer(rebasing: $0[..<count]) }
  }
}
