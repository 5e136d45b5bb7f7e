import Testing

@testable import DirectoryChecksum

@Suite struct MessagePieceTests {
  @Test(arguments: HashCase.all, [192, 200])
  func `two cuts up to a block apart leave the digest as it is`(
    hash: HashCase, length: Int
  ) throws {
    let message = try FixtureMessage.ofLength(length)
    let expected = message.digits(hash.bits)
    for first in 0...length {
      for second in first...min(first + 65, length) {
        let digits = hash.digits(of: message.bytes, cutAt: [first, second])
        if digits != expected { Issue.record("cut at \(first) and \(second): \(digits)") }
      }
    }
  }

  @Test(arguments: HashCase.all)
  func `cuts at random places leave the digest as it is`(_ hash: HashCase) throws {
    let message = try FixtureMessage.ofLength(4159)
    var random = LinearCongruentialGenerator(state: 1)
    for _ in 0..<200 {
      let longest = Int.random(in: 1...1000, using: &random)
      var cuts: [Int] = []
      var position = 0
      while true {
        position += Int.random(in: 0...longest, using: &random)
        if position > message.bytes.count { break }
        cuts.append(position)
      }
      #expect(
        hash.digits(of: message.bytes, cutAt: cuts) == message.digits(hash.bits), "\(cuts)")
    }
  }

  @Test(arguments: HashCase.all)
  func `a message may start at any address`(_ hash: HashCase) throws {
    let message = try FixtureMessage.ofLength(300)
    for offset in 0..<64 {
      let shifted = [UInt8](repeating: 0xff, count: offset) + message.bytes
      let digest = shifted.withUnsafeBytes { bytes in
        var function = hash.start()
        function.update(UnsafeRawBufferPointer(rebasing: bytes[offset...]))
        return function.finalize()
      }
      #expect(hexadecimal(digest) == message.digits(hash.bits))
    }
  }

  @Test(arguments: HashCase.all)
  func `a copy taken within a block goes on by itself`(_ hash: HashCase) throws {
    let message = try FixtureMessage.ofLength(100)
    message.bytes.withUnsafeBytes { bytes in
      var function = hash.start()
      function.update(UnsafeRawBufferPointer(rebasing: bytes[..<70]))
      var copy = function
      copy.update(UnsafeRawBufferPointer(rebasing: bytes[..<50]))
      _ = copy.finalize()
      function.update(UnsafeRawBufferPointer(rebasing: bytes[70...]))
      #expect(hexadecimal(function.finalize()) == message.digits(hash.bits))
    }
  }

  @Test(arguments: HashCase.all)
  func `a piece without bytes or address changes nothing`(_ hash: HashCase) throws {
    let message = try FixtureMessage.ofLength(65)
    var function = hash.start()
    function.update(UnsafeRawBufferPointer(start: nil, count: 0))
    message.bytes.withUnsafeBytes { function.update($0) }
    function.update(UnsafeRawBufferPointer(start: nil, count: 0))
    #expect(hexadecimal(function.finalize()) == message.digits(hash.bits))
  }
}

/// Random numbers that are the same in every run. Constants of Knuth's MMIX.
private struct LinearCongruentialGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state
  }
}
