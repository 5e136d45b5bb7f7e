import Testing

@testable import DirectoryChecksum

/// Logs of many systems, and what is in them. Those of BuildKit and Buildah are made by their own
/// printers.
@Suite struct LogSampleTests {
  @Test func `the samples are there`() {
    #expect(Fixture.sampleNames.count == 27)
  }

  @Test(arguments: Fixture.sampleNames)
  func `the listings of a log are found, each complete or known not to be`(_ name: String) throws {
    let expected = try Fixture.bytes("\(name).expected")
    let found = describe(listings(in: try Fixture.bytes(name)))
    #expect(found == String(decoding: expected, as: UTF8.self))
  }

  @Test(arguments: Fixture.sampleNames, [1, 2, 3, 7, 61, 4096])
  func `it does not matter how a log is cut into pieces`(_ name: String, _ size: Int) throws {
    let log = try Fixture.bytes(name)
    #expect(describe(listings(in: log, piecesOf: size)) == describe(listings(in: log)))
  }

  @Test(arguments: Fixture.sampleNames)
  func `a log's last newline does not matter`(_ name: String) throws {
    var log = try Fixture.bytes(name)
    let expected = describe(listings(in: log))
    // A unit of UTF-16 ends with a zero.
    while let last = log.last, last == 0x0a || last == 0x0d || last == 0 { log.removeLast() }
    #expect(describe(listings(in: log)) == expected)
  }
}
