extension TarReader {
  /// Takes a header as that of a member. Extended headers beat GNU's long names, and those the
  /// header.
  func begin(
    _ header: TarHeader, _ records: PaxRecords, _ name: [UInt8]?, _ target: [UInt8]?
  ) throws(ArchiveError) {
    member.name.removeAll(keepingCapacity: true)
    if let name = records.sparseName ?? records.path ?? name {
      member.name.append(name)
    } else {
      header.appendName(to: &member.name)
    }
    member.target.removeAll(keepingCapacity: true)
    if let target = records.target ?? target {
      member.target.append(target)
    } else {
      member.target.append(header.target)
    }
    let hasContent = setKind(header)
    var size: UInt64 = 0
    do throws(TarNumberError) {
      member.mode = try header.mode()
      member.owner = if let owner = records.owner { owner } else { try header.owner() }
      member.group = if let group = records.group { group } else { try header.group() }
      let time = try header.timeOfGit()
      timeOfGit = timeOfGit ?? time == time ? time : -1
      let isDevice = member.kind == .characterDevice || member.kind == .blockDevice
      member.device = isDevice ? try header.device() : 0
      if hasContent { size = if let size = records.size { size } else { try header.size() } }
    } catch {
      throw damage(.number)
    }
    member.attributes = records.allAttributes
    try expectContent(size)
    member.size = size
    if header.kind == UInt8(ascii: "S") {
      try beginOldSparse(header)
    } else if records.isSparse, member.kind == .file {
      try beginSparse(records)
    }
  }

  /// Sets the member's kind; whether content follows.
  private func setKind(_ header: TarHeader) -> Bool {
    switch header.kind {
    case UInt8(ascii: "1"):
      member.kind = .hardLink
      return true
    case UInt8(ascii: "2"): member.kind = .link
    case UInt8(ascii: "3"): member.kind = .characterDevice
    case UInt8(ascii: "4"): member.kind = .blockDevice
    case UInt8(ascii: "5"): member.kind = .directory
    case UInt8(ascii: "6"): member.kind = .fifo
    case UInt8(ascii: "D"):
      member.kind = .directory
      return true
    case 0, UInt8(ascii: "0"):
      // v7 had no letter for directories.
      let isDirectory = header.dialect == .v7 && member.name.last == UInt8(ascii: "/")
      member.kind = isDirectory ? .directory : .file
      return true
    case UInt8(ascii: "7"), UInt8(ascii: "S"):
      member.kind = .file
      return true
    default:
      notices.add(.unknownKind(header.kind), member.name)
      member.kind = .file
      return true
    }
    return false
  }

  /// GNU's old sparse files: the map is in the header, and in blocks of 21 pieces behind it.
  private func beginOldSparse(_ header: TarHeader) throws(ArchiveError) {
    var map = SparseMap()
    var hasMore = try readOldSparse(header, &map)
    while hasMore {
      guard try fillBlock() else { throw endsEarly }
      try readPieces(0, 21, &map)
      hasMore = block[504] != 0
    }
    member.size = map.size
    try expectSparse(map)
  }

  private func readOldSparse(
    _ header: TarHeader, _ map: inout SparseMap
  ) throws(ArchiveError) -> Bool {
    let hasMore: Bool
    do throws(TarNumberError) { (map.size, hasMore) = try header.sparse() } catch {
      throw damage(.sparseMap)
    }
    try readPieces(386, 4, &map)
    return hasMore
  }

  /// Adds the pieces that the block has from `offset` on.
  private func readPieces(
    _ offset: Int, _ count: Int, _ map: inout SparseMap
  ) throws(ArchiveError) {
    do throws(TarNumberError) {
      try TarHeader.sparsePieces(UnsafeRawBufferPointer(block), offset, count, &map)
    } catch {
      throw damage(.sparseMap)
    }
    if map.pieces.count > SparseMap.mostPieces { throw .limit(.sparsePieces) }
  }

  /// POSIX' sparse files: the map is in the records, or at the head of the content.
  private func beginSparse(_ records: PaxRecords) throws(ArchiveError) {
    var map = SparseMap()
    guard let size = records.sparseSize else { throw damage(.sparseMap) }
    map.size = size
    if records.hasSparseMapInContent {
      try readMap(into: &map)
    } else {
      for piece in records.sparsePieces { map.append(offset: piece.offset, length: piece.length) }
    }
    member.size = map.size
    try expectSparse(map)
  }

  /// Reads a map of decimal numbers, one a line: how many pieces, then offset and length of each, up
  /// to a block's edge.
  private func readMap(into map: inout SparseMap) throws(ArchiveError) {
    var line: [UInt8] = []
    var count: Int?
    var offset: UInt64?
    while count == nil || map.pieces.count < count ?? 0 {
      guard stored >= UInt64(TarHeader.size), try input.fill(TarHeader.size) else {
        if stored >= UInt64(TarHeader.size) { throw endsEarly }
        throw damage(.sparseMap)
      }
      let bytes = UnsafeRawBufferPointer(rebasing: input.available[..<TarHeader.size])
      for byte in bytes {
        if let count, map.pieces.count == count { break }
        if byte != UInt8(ascii: "\n") {
          line.append(byte)
          if line.count > 20 { throw damage(.sparseMap) }
          continue
        }
        let number: UInt64
        do throws(TarNumberError) {
          number = UInt64(
            try line.withBytes { (text) throws(TarNumberError) in try TarNumber.decimal(text) })
        } catch {
          throw damage(.sparseMap)
        }
        line.removeAll(keepingCapacity: true)
        if count == nil {
          guard number <= UInt64(SparseMap.mostPieces) else { throw .limit(.sparsePieces) }
          count = Int(number)
        } else if let first = offset {
          map.append(offset: first, length: number)
          offset = nil
        } else {
          offset = number
        }
      }
      input.take(TarHeader.size)
      stored -= UInt64(TarHeader.size)
    }
  }
}
