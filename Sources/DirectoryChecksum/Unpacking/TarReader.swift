/// Reads a tar archive member by member: v7, ustar, GNU's and POSIX' extended headers, sparse files
/// of all four forms.
///
/// Blocks of 512 bytes: a header, the content, zeros up to a block's edge. Two blocks of zeros, or the
/// end of the input at a block's edge, are the end; what lies behind it is passed over.
final class TarReader {
  let input: ByteStream
  /// What ``next()`` moved to.
  var member = TarMember()
  var notices = ArchiveNotices()

  /// The header that is being looked at.
  let block: UnsafeMutableRawBufferPointer
  /// What `g` headers say of all members that follow them.
  private let global = PaxRecords()
  /// When git wrote the members so far; negative where it did not.
  var timeOfGit: Int?
  /// What is stored of the member's content and was not read, in bytes.
  var stored: UInt64 = 0
  /// The zeros behind it, in bytes.
  var padding: UInt64 = 0

  /// The pieces of a sparse file, those that come next first.
  var map: SparseMap?
  var nextPiece = 0
  /// Whether the content that comes next is a member's, not an extended header's.
  private(set) var isInMember = false
  /// Where in a sparse file the next byte is.
  var offset: UInt64 = 0
  /// Of all sparse files so far, in bytes.
  var holes: UInt64 = 0
  var zeros: [UInt8] = []

  private static let largestExtendedHeader: UInt64 = 1 << 20

  init(_ input: ByteStream) {
    self.input = input
    block = .allocate(byteCount: TarHeader.size, alignment: 8)
  }

  deinit {
    block.deallocate()
  }
}

extension TarReader {
  /// The commit that `git archive` made the archive of, as text; empty for another archive.
  var commit: [UInt8] { global.commit }

  /// Whether `git archive` made it: of a commit, or of a tree, which it does not name.
  var isOfGit: Bool { !commit.isEmpty || timeOfGit ?? -1 >= 0 }

  /// Moves to the next member; false at the end of the archive.
  func next() throws(ArchiveError) -> Bool {
    try finishContent()
    isInMember = false
    var own: PaxRecords?
    var name: [UInt8]?
    var target: [UInt8]?
    while let header = try nextHeader() {
      switch header.kind {
      case UInt8(ascii: "x"), UInt8(ascii: "X"):
        let records = own ?? PaxRecords()
        own = records
        try append(try extendedHeader(header), to: records)
      case UInt8(ascii: "g"): try append(try extendedHeader(header), to: global)
      case UInt8(ascii: "L"): name = Self.upToNUL(try extendedHeader(header))
      case UInt8(ascii: "K"): target = Self.upToNUL(try extendedHeader(header))
      case UInt8(ascii: "V"), UInt8(ascii: "N"), UInt8(ascii: "M"):
        member.name.removeAll(keepingCapacity: true)
        header.appendName(to: &member.name)
        if header.kind == UInt8(ascii: "M") { notices.add(.continued, member.name) }
        try expectContent(try size(header))
        try finishContent()
      default:
        isInMember = true
        own?.fill(from: global)
        try begin(header, own ?? global, name, target)
        return true
      }
    }
    if own != nil || name != nil || target != nil { throw damage(.headerWithoutMember) }
    return false
  }

  /// That the input ends here.
  var endsEarly: ArchiveError { .endsEarly(inside: isInMember ? member.name : []) }

  func damage(_ damage: ArchiveDamage) -> ArchiveError { .damaged(damage, at: input.position) }

  private static func upToNUL(_ text: [UInt8]) -> [UInt8] {
    text.withUnsafeBufferPointer { [UInt8]($0.upTo($0.firstIndex(of: 0) ?? $0.count)) }
  }
}

extension TarReader {
  /// Takes the next block as a header; nil at the end of the archive.
  private func nextHeader() throws(ArchiveError) -> TarHeader? {
    guard try fillBlock() else { return nil }
    if TarHeader.isZero(UnsafeRawBufferPointer(block)) {
      guard try fillBlock() else { return nil }
      if TarHeader.isZero(UnsafeRawBufferPointer(block)) {
        try passEnd()
        return nil
      }
      notices.add(.loneZeroBlock)
    }
    guard let header = TarHeader(UnsafeRawBufferPointer(block)) else {
      throw .damaged(.headerChecksum, at: input.position - UInt64(TarHeader.size))
    }
    return header
  }

  /// Takes a block; false, with a notice, where the input ends in front of it.
  func fillBlock() throws(ArchiveError) -> Bool {
    guard try input.fill(TarHeader.size) else {
      guard input.available.isEmpty else { throw .endsEarly(inside: []) }
      notices.add(.noEndMark)
      return false
    }
    block.copyMemory(from: UnsafeRawBufferPointer(rebasing: input.available[..<TarHeader.size]))
    input.take(TarHeader.size)
    return true
  }

  /// Takes all that lies behind the end of the archive.
  private func passEnd() throws(ArchiveError) {
    var isClean = true
    while true {
      // A whole block at a time, as long as there is one.
      _ = try input.fill(TarHeader.size)
      let rest = input.available
      if rest.isEmpty { return }
      let count = min(rest.count, TarHeader.size)
      let piece = UnsafeRawBufferPointer(rebasing: rest[..<count])
      if isClean, !TarHeader.isZero(piece) {
        isClean = false
        notices.add(TarHeader(piece) == nil ? .dataBehindEnd : .archiveBehindEnd)
      }
      input.take(isClean ? count : rest.count)
    }
  }

  private func size(_ header: TarHeader) throws(ArchiveError) -> UInt64 {
    do throws(TarNumberError) { return try header.size() } catch { throw damage(.number) }
  }

  private func extendedHeader(_ header: TarHeader) throws(ArchiveError) -> [UInt8] {
    let size = try size(header)
    guard size <= Self.largestExtendedHeader else { throw .limit(.extendedHeader) }
    try expectContent(size)
    var text: [UInt8] = []
    text.reserveCapacity(Int(size))
    while true {
      let bytes = try nextContent()
      if bytes.isEmpty { break }
      text.append(contentsOf: bytes)
    }
    try finishContent()
    return text
  }

  private func append(_ text: [UInt8], to records: PaxRecords) throws(ArchiveError) {
    do throws(PaxError) {
      try text.withBytes { (bytes) throws(PaxError) in try records.append(bytes) }
    } catch {
      switch error {
      case .malformed: throw damage(.paxRecord)
      case .tooManyPieces: throw .limit(.sparsePieces)
      }
    }
  }
}
