import Foundation
import Testing

@testable import DirectoryChecksum

/// One listing in the line shapes of many systems.
@Suite struct LogShapeTests {
  static let folder = Fixture.logs.deletingLastPathComponent().appendingPathComponent("log-shapes")

  static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".log") }.sorted()

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
  }

  /// What all of them hold.
  static let expected = """
    687407855007b5697da5db7a2a180befbe91630d D:0755:0:0 .
    c979eccfa06607ba226be843cb158d1395c6eaca D:0755:0:0 docs
    11f6ad8ec52a2984abaafd7c3b516503785c2072 F:0644:0:0 docs/with space.md
    2aec02b3637ab75051891c5b7a821b6c1966427f D:0755:0:0 src
    05e39327c290f88b68c575d6de4b968eb7911292 D:0755:0:0 src/lib
    e5fa44f2b31c1fb553b6021e7360d07d5d91ff5e F:0644:0:0 src/lib/util.js
    55ca6286e3e4f4fba5d0448333fa99fc5a404a73 F:0644:0:0 src/a.txt
    d17ca1acc36c8da3b2c3facea0d573d920e7b460 F:0644:0:0 README.md
    0d8b587aceb3b3b0f251c5b40310f8c772942dd6 S:0777:0:0 link -> src/a.txt

    """

  static func records(_ listings: [Listing]) -> [String] {
    listings.map { listing in
      let lines = listing.records.map {
        String(decoding: line(of: $0, in: listing), as: UTF8.self) + "\n"
      }
      return lines.joined()
    }
  }

  @Test func `the shapes are there`() {
    #expect(Self.names.count > 70)
  }

  @Test(arguments: names) func `the listing is found in it, and nothing else`(_ name: String) throws
  {
    let found = listings(in: try Self.bytes(name))
    #expect(found.map(\.integrity) == [.complete])
    #expect(Self.records(found) == [Self.expected])
  }

  @Test(arguments: names, [1, 7, 100])
  func `pieces do not matter`(_ name: String, _ size: Int) throws {
    let found = listings(in: try Self.bytes(name), piecesOf: size)
    #expect(Self.records(found) == [Self.expected])
  }

  /// Lines of a build, wrapped as some system does.
  static let wrappings: [(String, @Sendable (Int, String) -> String)] = [
    (
      "a spreadsheet with quotation marks",
      { "2026-02-03T04:05:\(10 + $0)Z,web,\"\($1.replacing("\"", with: "\"\""))\",stderr" }
    ),
    ("a spreadsheet without", { "2026-02-03T04:05:\(10 + $0)Z,web,\($1),stderr" }),
    ("a table", { "| \($0) | \($1) |" }),
    ("grep over files", { "build.log:\($0):\($1)" }),
    (
      "logfmt",
      {
        let text = $1.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "ts=\($0) level=info msg=\"\(text)\" caller=x.go:12"
      }
    ),
    ("elapsed time", { "[\($0).\($0)s] \($1)" }), ("a page", { "<td>\($0)</td><td>\($1)</td>" }),
    ("Python's logger", { "2026-02-03 04:05:\(10 + $0),123 - web - INFO - \($1)" }),
    ("glog", { "I0203 04:05:\(10 + $0).123456    1234 build.go:42] \($1)" }),
    ("an answer's quotation", { "> > \($1)\($0 < 0 ? "" : "")" }),
  ]

  @Test(arguments: wrappings.indices) func `a wrapping is seen through`(_ index: Int) {
    for prefix in ["#8 0.280 ", ""] {
      let header = prefix.isEmpty ? "Step 4/6 : RUN dchecksum" : "#8 [4/6] RUN dchecksum"
      let lines = [header] + Self.expected.split(separator: "\n").map { prefix + $0 }
      let log = lines.enumerated().map { Self.wrappings[index].1($0.offset, $0.element) + "\n" }
      let found = listings(in: log.joined())
      #expect(Self.records(found) == [Self.expected], "\(Self.wrappings[index].0)")
    }
  }

  @Test func `names before the lines are part of the label`() {
    let log =
      "web:build: #8 [4/6] RUN x\nweb:build: #8 0.2 \(SampleTree.empty)\n"
      + "api:build: #8 [4/6] RUN x\napi:build: #8 0.2 \(SampleTree.empty)\n"
      + "web:build: #9 naming to docker.io/library/web done\n"
    let origins = listings(in: log).map(\.origin)
    #expect(
      origins.map { $0.names.map { String(decoding: $0, as: UTF8.self) } } == [
        ["web:build"], ["api:build"],
      ])
    #expect(
      origins.map { String(decoding: $0.image, as: UTF8.self) } == ["docker.io/library/web", ""])
    #expect(origins.map(\.line) == [2, 4])
  }
}
