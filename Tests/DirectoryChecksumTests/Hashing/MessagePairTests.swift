import Testing

@testable import DirectoryChecksum

/// Two messages that are hashed at the same time.
@Suite struct MessagePairTests {
  /// Memory for two messages, as many bytes each.
  private final class Memory {
    let bytes: UnsafeMutableRawBufferPointer

    init(_ size: Int) {
      bytes = .allocate(
        byteCount: 2 * (MessageBuffer.front + size + MessageBuffer.reserve), alignment: 16)
    }

    deinit { bytes.deallocate() }

    func part(_ number: Int) -> UnsafeMutableRawBufferPointer {
      let size = bytes.count / 2
      return UnsafeMutableRawBufferPointer(rebasing: bytes[number * size..<(number + 1) * size])
    }
  }

  /// The digests of two messages, each put into `size` bytes of memory in pieces of the length that
  /// `pieces` says of it: what both have is hashed together, what one has behind the other's end
  /// alone.
  private func digests(
    _ hash: HashCase, _ first: [UInt8], _ second: [UInt8], pieces: (Int, Int), _ memory: Memory
  ) -> [Digest] {
    var (one, two) = (
      MessageBuffer(hash.start(), in: memory.part(0)),
      MessageBuffer(hash.start(), in: memory.part(1))
    )
    var (firstOffset, secondOffset) = (0, 0)
    var (firstIsEnded, secondIsEnded) = (false, false)
    while true {
      firstIsEnded = fill(&one, first, &firstOffset, pieces.0)
      secondIsEnded = fill(&two, second, &secondOffset, pieces.1)
      if firstIsEnded && one.isEmpty {
        two.hash()
      } else if secondIsEnded && two.isEmpty {
        one.hash()
      } else {
        MessageBuffer.hash(&one, &two)
      }
      if firstIsEnded && secondIsEnded && one.isEmpty && two.isEmpty {
        return [one.digest, two.digest]
      }
    }
  }

  /// As a file is read: until there is a block, or no more, which it tells.
  private func fill(
    _ message: inout MessageBuffer, _ bytes: [UInt8], _ offset: inout Int, _ piece: Int
  ) -> Bool {
    while message.blockCount == 0, offset <= bytes.count {
      let free = message.free()
      let count = min(piece, bytes.count - offset, free.count)
      bytes.withUnsafeBytes {
        free.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + count]))
      }
      offset += count
      message.append(count)
      if offset == bytes.count {
        message.finish()
        offset += 1
      }
    }
    return offset > bytes.count
  }

  @Test(arguments: HashCase.all)
  func `any two lengths have the digests that each has alone`(_ hash: HashCase) {
    let messages = FixtureMessage.all.prefix(201)
    let alone = messages.map { message in
      message.bytes.withUnsafeBytes { hash.start().digest(of: $0) }
    }
    #expect(alone.map { $0.description } == messages.map { String($0.digits(hash.bits)) })
    let memory = Memory(256)
    for first in messages.indices {
      for second in messages.indices {
        let found = digests(
          hash, messages[first].bytes, messages[second].bytes, pieces: (256, 256), memory)
        if found != [alone[first], alone[second]] {
          Issue.record("\(first) and \(second) bytes: \(found)")
        }
      }
    }
  }

  @Test(arguments: HashCase.all)
  func `pieces of any two lengths leave the digests as they are`(_ hash: HashCase) throws {
    let (first, second) = (try FixtureMessage.ofLength(200), try FixtureMessage.ofLength(300))
    let expected = [first, second].map { String($0.digits(hash.bits)) }
    let memory = Memory(128)
    for one in 1...130 {
      for two in [1, 63, 64, 65, 127, 128] {
        let found = digests(hash, first.bytes, second.bytes, pieces: (one, two), memory)
        if found.map({ $0.description }) != expected {
          Issue.record("pieces of \(one) and \(two) bytes: \(found)")
        }
      }
    }
  }

  @Test(arguments: HashCase.all)
  func `bytes longer than the memory can be put before the rest`(_ hash: HashCase) throws {
    let message = try FixtureMessage.ofLength(4159)
    let memory = Memory(128)
    for cut in [0, 1, 63, 64, 65, 128, 129, 1000, 4159] {
      var buffer = MessageBuffer(hash.start(), in: memory.part(0))
      message.bytes.withUnsafeBytes {
        buffer.append(UnsafeRawBufferPointer(rebasing: $0[..<cut]))
        buffer.append(UnsafeRawBufferPointer(rebasing: $0[cut...]))
      }
      buffer.hash()
      buffer.finish()
      buffer.hash()
      #expect(hexadecimal(buffer.digest) == message.digits(hash.bits))
    }
  }

  @Test(arguments: HashCase.all)
  func `two messages go on in each other's memory`(_ hash: HashCase) throws {
    let messages = [try FixtureMessage.ofLength(192), try FixtureMessage.ofLength(200)]
    let memory = Memory(128)
    for (cut, otherCut) in [(0, 0), (64, 63), (100, 130), (192, 200)] {
      var one = MessageBuffer(hash.start(), in: memory.part(0))
      var two = MessageBuffer(hash.start(), in: memory.part(1))
      messages[0].bytes.withUnsafeBytes { first in
        messages[1].bytes.withUnsafeBytes { second in
          one.append(UnsafeRawBufferPointer(rebasing: first[..<cut]))
          two.append(UnsafeRawBufferPointer(rebasing: second[..<otherCut]))
          one.hash()
          two.hash()
          one.exchange(with: &two)
          one.append(UnsafeRawBufferPointer(rebasing: second[otherCut...]))
          two.append(UnsafeRawBufferPointer(rebasing: first[cut...]))
        }
      }
      one.hash()
      one.finish()
      one.hash()
      two.hash()
      two.finish()
      two.hash()
      #expect(hexadecimal(one.digest) == messages[1].digits(hash.bits))
      #expect(hexadecimal(two.digest) == messages[0].digits(hash.bits))
    }
  }
}
