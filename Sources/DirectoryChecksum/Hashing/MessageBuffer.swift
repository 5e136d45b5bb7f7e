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
  /// As many are kept before the place where bytes are read to, for what came before them: so that
  /// this place, and the one in the file that they come from, can always be the beginning of a page.
  /// The system copies much faster then.
  static let front = 4096

  private var state: cdc_hash_state
  private let kernels: HashKernels
  private let digestByteCount: Int
  /// All of the memory, front and reserve included. Its owner outlives this value.
  private var memory: UnsafeMutableRawBufferPointer
  /// Where what has not been hashed yet begins and ends.
  private var start = front
  private var end = front
  /// The message's length so far, in bytes.
  private var byteCount: UInt64 = 0

  /// A message without bytes. `function` must not have any either.
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

  /// Exchanges two messages; each goes on in the other's memory. Of neither there is a whole block.
  mutating func exchange(with other: inout MessageBuffer) {
    _ = free()
    _ = other.free()
    for index in Self.front - HashFunction.blockByteCount..<Self.front {
      (memory[index], other.memory[index]) = (other.memory[index], memory[index])
    }
    swap(&memory, &other.memory)
    swap(&self, &other)
  }

  /// Where the next bytes of the message belong. What is there and has not been hashed, no more than
  /// the front holds, is moved before them.
  mutating func free() -> UnsafeMutableRawBufferPointer {
    let rest = end - start
    if end != Self.front {
      UnsafeMutableRawBufferPointer(rebasing: memory[Self.front - rest..<Self.front])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[start..<end]))
      start = Self.front - rest
      end = Self.front
    }
    return UnsafeMutableRawBufferPointer(
      rebasing: memory[Self.front..<memory.count - Self.reserve])
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
      // So much that, with a part of a block before it, it is not more than the front holds.
      let count = min(free.count, rest.count, Self.front - HashFunction.blockByteCount)
      free.copyMemory(from: UnsafeRawBufferPointer(rebasing: rest[..<count]))
      append(count)
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      if !rest.isEmpty { hash() }
    }
  }

  /// Forgets what has not been hashed, of a message that will have no digest.
  mutating func abandon() { (start, end) = (Self.front, Self.front) }

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
