import Testing

@testable import DirectoryChecksum

/// A generator of numbers that are the same in every run.
private struct Numbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 29
  }
}

@Suite struct LogFuzzTests {
  /// Bytes that mean something to the reader.
  private static let marks: [[UInt8]] = [
    "\n", "\r", "\0", "\u{1b}", "\u{1b}[", "\u{1b}]", "\u{7}", "{", "}", "[", "]", "\"", "\\", "#",
    "#0 ", "#4 ...\n", "D .\n", " -> ", "------\n", " > [1/2] x:\n", "\u{feff}", "|", "\t",
    "[output clipped, log limit 1KiB reached]\n", "2026-02-03T04:05:06Z 01E+", "STEP 1/2: x\n",
  ].map { [UInt8]($0.utf8) }

  @Test(arguments: Fixture.sampleNames)
  func `no change of a log makes reading it fail, or depend on its pieces`(_ name: String) throws {
    let log = try Fixture.bytes(name)
    let complete = Set(
      listings(in: log).filter { $0.integrity == .complete }.map { $0.records.first?.digest }
        .map { $0.map { digest in digest.withUnsafeBytes { [UInt8]($0) } } ?? [] })
    var numbers = Numbers(state: UInt64(name.utf8.reduce(7) { $0 &* 31 &+ Int($1) } & 0xffff))
    for _ in 0..<60 {
      var changed = log
      for _ in 0..<Int.random(in: 1...6, using: &numbers) {
        let index = Int.random(in: 0..<changed.count, using: &numbers)
        switch Int.random(in: 0..<5, using: &numbers) {
        case 0: changed[index] = UInt8.random(in: 0...255, using: &numbers)
        case 1: changed.remove(at: index)
        case 2: changed.insert(contentsOf: Self.marks.randomElement(using: &numbers)!, at: index)
        case 3:
          let end = min(changed.count, index + Int.random(in: 1...200, using: &numbers))
          changed.insert(contentsOf: changed[index..<end], at: index)
        default:
          let end = min(changed.count, index + Int.random(in: 1...200, using: &numbers))
          if end - index < changed.count { changed.removeSubrange(index..<end) }
        }
      }
      let found = listings(in: changed)
      let size = Int.random(in: 1...100, using: &numbers)
      #expect(describe(listings(in: changed, piecesOf: size)) == describe(found))
      for listing in found where listing.integrity == .complete && listing.records.count > 1 {
        // What is complete was complete before.
        let digest = listing.records[0].digest.map { $0.withUnsafeBytes { [UInt8]($0) } } ?? []
        #expect(complete.contains(digest))
      }
    }
  }
}
