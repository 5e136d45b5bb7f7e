/// What a gzip stream holds (RFC 1952): one member or several, one behind the other, as `pigz` and
/// `cat` make them. The checksum and the length of each are checked.
final class GzipSource: ByteSource {
  private let input: ByteStream
  private let inflate: Inflate
  /// What was inflated and not given yet.
  private var pending = UnsafeRawBufferPointer(start: nil, count: 0)
  private var checksum = CRC32()
  /// The length of the member's content so far, modulo 2^32.
  private var length: UInt32 = 0
  private var isStarted = false
  private var isEnded = false
  /// Whether bytes that belong to no member lie behind the last, which gzip ignores as well.
  private(set) var hasGarbage = false

  /// Reads from the first byte of a member on.
  init(_ input: ByteStream) {
    self.input = input
    inflate = Inflate(input)
  }

  /// Whether a member begins with `bytes`.
  static func begins(with bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b
  }

  override func read(
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(ArchiveError) -> Int {
    while pending.isEmpty {
      if isEnded { return 0 }
      if !isStarted { try readHeader() }
      pending = try inflate.next()
      checksum.update(pending)
      length &+= UInt32(truncatingIfNeeded: pending.count)
      if pending.isEmpty { try endMember() }
    }
    let count = min(pending.count, buffer.count)
    buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: pending[..<count]))
    pending = UnsafeRawBufferPointer(rebasing: pending[count...])
    return count
  }
}

extension GzipSource {
  private func take(_ header: inout CRC32) throws(ArchiveError) -> UInt8 {
    guard try input.fill(1) else { throw .endsEarly(inside: []) }
    let bytes = UnsafeRawBufferPointer(rebasing: input.available[..<1])
    header.update(bytes)
    let byte = bytes[0]
    input.take(1)
    return byte
  }

  private func readHeader() throws(ArchiveError) {
    var header = CRC32()
    let (first, second) = (try take(&header), try take(&header))
    let (method, flags) = (try take(&header), try take(&header))
    // Deflate, and no flag that is not known: it might change what follows.
    guard first == 0x1f, second == 0x8b, method == 8, flags & 0xe0 == 0 else {
      throw .damaged(.gzipHeader, at: input.position)
    }
    // Time, level, system.
    for _ in 0..<6 { _ = try take(&header) }
    if flags & 4 != 0 {
      let low = Int(try take(&header))
      for _ in 0..<low | Int(try take(&header)) << 8 { _ = try take(&header) }
    }
    // A name and a comment, each up to a NUL.
    for flag: UInt8 in [8, 16] where flags & flag != 0 { while try take(&header) != 0 {} }
    if flags & 2 != 0 {
      let expected = header.value & 0xffff
      let low = UInt32(try take(&header))
      guard low | UInt32(try take(&header)) << 8 == expected else {
        throw .damaged(.gzipHeader, at: input.position)
      }
    }
    isStarted = true
  }

  private func endMember() throws(ArchiveError) {
    guard try input.fill(8) else { throw .endsEarly(inside: []) }
    let trailer = input.available
    let expected = trailer.loadUnaligned(as: UInt32.self).littleEndian
    guard expected == checksum.value else { throw .damaged(.gzipChecksum, at: input.position) }
    guard trailer.loadUnaligned(fromByteOffset: 4, as: UInt32.self).littleEndian == length else {
      throw .damaged(.gzipLength, at: input.position)
    }
    input.take(8)
    checksum = CRC32()
    length = 0
    if try input.fill(2), Self.begins(with: input.available) {
      inflate.restart()
      isStarted = false
      return
    }
    isEnded = true
    // To the end, so that who writes into a pipe is not killed.
    while true {
      let rest = try input.next()
      if rest.isEmpty { return }
      for byte in rest where byte != 0 { hasGarbage = true }
      input.take(rest.count)
    }
  }
}
