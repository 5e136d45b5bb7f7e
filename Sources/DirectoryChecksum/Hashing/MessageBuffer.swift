import CDirectoryChecksum

/// A message that is put into memory piece by piece and hashed there: alone, or at the same time as
/// another.
///
/// ``HashFunction`` takes bytes that somebody else keeps. Here the bytes come from a file, and the
/// place where the next ones belong is part of it, so that nothing is copied but the few bytes of a
/// block that has not come whole. What ends the message is written behind it: a small file is one
/// run of blocks.
struct MessageBuffer {
  /// As many bytes are kept free behind the message, for what ends it.
  static let reserve = 2 * HashFunction.blockByteCount

  private var state: cdc_hash_state
  private let kernels: HashKernels
  private let digestByteCount: Int
  /// All of the memory, the reserve included. Its owner outlives this value.
  private var memory: UnsafeMutableRawBufferPointer
  /// Where what has not been hashed yet begins and ends.
  private var start = 0
  private var end = 0
  /// The message's length so far, in bytes.
  private var byteCount: UInt64 = 0

  /// A message without bytes. `function` must not have any either; of `memory`, the part that is not
  /// in reserve is whole blocks.
  init(_ function: HashFunction, in memory: UnsafeMutableRawBufferPointer) {
    state = function.state
    kernels = function.kernels
    digestByteCount = function.digestByteCount
    self.memory = memory
  }
}

extension MessageBuffer {
  /// Whether all that has come so far has been hashed.
  var isEmpty: Bool { start == end }

  /// Goes on in other memory. Only where ``isEmpty``.
  mutating func move(to memory: UnsafeMutableRawBufferPointer) {
    self.memory = memory
    start = 0
    end = 0
  }

  /// Where the next bytes of the message belong, of which there is no whole block: room for whole
  /// blocks together with the bytes that are there.
  mutating func free() -> UnsafeMutableRawBufferPointer {
    let rest = end - start
    if start > 0 {
      for index in 0..<rest { memory[index] = memory[start + index] }
      start = 0
      end = rest
    }
    return UnsafeMutableRawBufferPointer(rebasing: memory[end..<memory.count - Self.reserve])
  }

  /// Takes the first `count` bytes of what ``free()`` gave as the next ones of the message.
  mutating func append(_ count: Int) {
    end += count
    byteCount &+= UInt64(truncatingIfNeeded: count)
  }

  /// Appends bytes that somebody else keeps.
  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes
    while !rest.isEmpty {
      let free = free()
      let count = min(free.count, rest.count)
      free.copyMemory(from: UnsafeRawBufferPointer(rebasing: rest[..<count]))
      append(count)
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      if !rest.isEmpty { hash() }
    }
  }

  /// Ends the message.
  mutating func finish() {
    end = HashFunction.pad(memory, from: end, byteCount: byteCount)
  }

  /// How many blocks can be hashed.
  var blockCount: Int { (end - start) / HashFunction.blockByteCount }

  /// The digest of a message that has been finished and hashed to its end.
  var digest: Digest { Digest(bigEndian: state.word, byteCount: digestByteCount) }
}

extension MessageBuffer {
  /// Hashes all the blocks that there are.
  mutating func hash() {
    let count = blockCount
    kernels.one(&state, memory.baseAddress?.advanced(by: start), count)
    start += count * HashFunction.blockByteCount
  }

  /// Hashes as many blocks as both have; both are messages of one hash function.
  static func hash(_ first: inout MessageBuffer, _ second: inout MessageBuffer) {
    let count = min(first.blockCount, second.blockCount)
    first.kernels.two(
      &first.state, first.memory.baseAddress?.advanced(by: first.start),
      &second.state, second.memory.baseAddress?.advanced(by: second.start), count)
    first.start += count * HashFunction.blockByteCount
    second.start += count * HashFunction.blockByteCount
  }
}
