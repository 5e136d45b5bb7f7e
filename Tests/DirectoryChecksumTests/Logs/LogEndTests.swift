import Testing

@testable import DirectoryChecksum

/// How a log ends behind a listing's last line.
private enum End: CaseIterable {
  case atOnce, inALine, inOtherLines

  func lines(_ prefix: String) -> String {
    switch self {
    case .atOnce: ""
    case .inALine: "\(prefix)da39a3ee5e6b4b"
    case .inOtherLines: "\(prefix)noise\n\(prefix)more noise\n"
    }
  }
}

@Suite struct LogEndTests {
  private static let step = "#7 [2/2] RUN --mount=from=dchecksum,target=/d /d/dchecksum -d 1 .\n"

  /// A log that ends so behind the lines of a listing, without the last `missing` of them.
  private func log(
    _ listing: String, missing: Int, _ prefix: String, _ end: End, header: String = "noise\n"
  ) -> String {
    let lines = listing.split(separator: "\n").dropLast(missing)
    return header + lines.map { "\(prefix)\($0)\n" }.joined() + end.lines(prefix)
  }

  @Test(arguments: End.allCases, ["2026-02-03T04:05:06Z ", "[a : b] "])
  fileprivate func `a listing is clipped where the log ends with it, be it within a line`(
    _ end: End, _ prefix: String
  ) throws {
    let found = listings(in: log(listing(of: ["a", "b", "c"]), missing: 1, prefix, end))
    try #require(found.count == 1)
    #expect(found[0].integrity == (end == .inOtherLines ? .damaged : .clipped))
  }

  @Test(arguments: End.allCases, ["2026-02-03T04:05:06Z ", "[a : b] "])
  fileprivate func `lines that a log's end explains leave no doubt of the others`(
    _ end: End, _ prefix: String
  ) throws {
    let found = listings(in: log(listing(of: ["a", "b", "c"]), missing: 1, prefix, end))
    try #require(found.count == 1)
    #expect(found[0].findings.isDoubtful == (end == .inOtherLines))
  }

  @Test(arguments: End.allCases)
  fileprivate func `a directory at a log's end may have had lines below it`(_ end: End) throws {
    // The digest of a directory with one file that is empty.
    let inner = listing(of: ["a"]).prefix(40)
    var root: [UInt8] = []
    root += [UInt8]("'d' \(inner)\n".utf8)
    var text: [UInt8] = []
    text.append(hexadecimal: HashFunction.sha1.digest(of: root))
    let whole = String(decoding: text, as: UTF8.self) + " D .\n\(inner) D d\n"
    let open = listings(in: log(whole, missing: 0, "#7 0.2 ", end, header: Self.step))
    #expect(open.map(\.integrity) == [end == .inOtherLines ? .complete : .clipped])
    let told = log(whole, missing: 0, "#7 0.2 ", .atOnce, header: Self.step) + "#7 DONE 0.3s\n"
    #expect(listings(in: told).map(\.integrity) == [.complete])
  }
}
