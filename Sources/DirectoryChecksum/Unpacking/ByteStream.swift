/// Bytes of a source through one buffer: the reader looks at what is there and takes as much as it
/// wants.
final class ByteStream {
  private let source: ByteSource
  private let buffer: UnsafeMutableRawBufferPointer
  private var start = 0
  private var end = 0
  /// How many bytes have been taken.
  private(set) var position: UInt64 = 0

  /// The size of the buffer, in bytes; no more can be asked for at once.
  static let capacity = 128 << 10

  init(_ source: ByteSource) {
    self.source = source
    buffer = .allocate(byteCount: Self.capacity, alignment: 16)
  }

  deinit {
    buffer.deallocate()
  }
}

extension ByteStream {
  /// The bytes that are there; valid until more are asked for.
  var available: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: buffer[start..<end])
  }

  /// Whether there are `count` bytes, at most ``capacity``, once more has been read if need be.
  func fill(_ count: Int) throws(ArchiveError) -> Bool {
    while end - start < count {
      if Self.capacity - start < count { moveToFront() }
      let read = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[end...]))
      if read == 0 { return false }
      end += read
    }
    return true
  }

  /// As many of the first bytes as tell what an input is, or all that there are.
  func beginning() throws(ArchiveError) -> UnsafeRawBufferPointer {
    _ = try fill(TarHeader.size)
    return UnsafeRawBufferPointer(rebasing: available[..<min(TarHeader.size, available.count)])
  }

  private func moveToFront() {
    if let bytes = available.baseAddress, let front = buffer.baseAddress {
      front.copyMemory(from: bytes, byteCount: end - start)
    }
    end -= start
    start = 0
  }

  /// The bytes that are there, or that come next; none at the end.
  func next() throws(ArchiveError) -> UnsafeRawBufferPointer {
    _ = try fill(1)
    return available
  }

  /// Takes `count` of the bytes that are there.
  func take(_ count: Int) {
    start += count
    position += UInt64(count)
    if start == end {
      start = 0
      end = 0
    }
  }

  /// Passes over `count` bytes; false where the input ends before.
  func passOver(_ count: UInt64) throws(ArchiveError) -> Bool {
    var left = count
    while left > 0 {
      if start == end {
        let passed = source.passOver(left)
        position += passed
        left -= passed
        if left == 0 { break }
      }
      guard try fill(1) else { return false }
      let taken = Int(min(left, UInt64(end - start)))
      take(taken)
      left -= UInt64(taken)
    }
    return true
  }
}
