import Foundation
import TestSupport
import Testing

@testable import DirectoryChecksum

/// What a report says of a small build, in each of its three forms.
@Suite struct ExplainReportTests {
  private static let plan = "FROM scratch\nCOPY a.txt /\nCOPY src /src\nCOPY gone /\n"

  private static func scanned(_ tree: TestTree) throws -> Tree {
    var options = ScanOptions()
    options.format = .buildkit
    options.maxDepth = nil
    options.metadata = true
    options.inodeFacts = true
    return try DirectoryScanner(options).scan(tree.path).tree
  }

  private static func context(_ files: [(name: Name, content: String)]) -> TestTree {
    let tree = TestTree()
    for file in files { tree.file(file.name, file.content) }
    return tree
  }

  private static func report(
    _ text: String, _ context: TestTree, since earlier: TestTree? = nil
  ) throws -> ExplainReport {
    let plan = try BuildPlan(try Dockerfile(Array(text.utf8)))
    let tree = try scanned(context)
    let listing = Listing(tree)
    let since = try earlier.map { earlier in
      let before = Listing(try scanned(earlier))
      let comparison = Comparison(before: before, after: listing)
      let rerun = Rerun(
        before: BuildSide(plan, before), after: BuildSide(plan, listing),
        changes: comparison.changes)
      return ExplainReport.Since(rerun, comparison, name: Array("old".utf8))
    }
    return ExplainReport(
      ContextUse(plan, ContextTree(tree)), dockerfile: Array("Dockerfile".utf8),
      context: Array(".".utf8), ignoreFile: [], hints: [], since: since)
  }

  private static func written(_ write: (inout [UInt8]) -> Void) -> String {
    var output: [UInt8] = []
    write(&output)
    return String(decoding: output, as: UTF8.self)
  }

  @Test func `each instruction has a line with what it takes, or with its fault`() throws {
    let report = try Self.report(
      Self.plan, Self.context([("a.txt", "1234"), ("src/b", "1"), ("src/c", "23")]))
    let text = Self.written(report.appendText)
    #expect(text.hasPrefix("3 instructions of Dockerfile take files from .  (no ignore file)\n"))
    #expect(text.contains("\n   2  0                 1           4  "))
    #expect(text.contains("\n   3  0                 2           3  "))
    #expect(text.contains("\n   4  0           fails "))
    #expect(report.hasFailure)
  }

  @Test func `an object tells the same of each instruction, with the whole digest`() throws {
    let report = try Self.report(
      Self.plan, Self.context([("a.txt", "1234"), ("src/b", "1"), ("src/c", "23")]))
    let objects = try Self.written(report.appendJSON).split(separator: "\n").map { line in
      try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    #expect(objects.compactMap { $0["line"] as? Int } == [2, 3, 4])
    #expect(objects.compactMap { $0["files"] as? Int } == [1, 2])
    #expect(objects.compactMap { $0["bytes"] as? Int } == [4, 3])
    let digests = objects.compactMap { $0["digest"] as? String }
    #expect(digests.count == 2 && digests.allSatisfy { $0.hasPrefix("sha256:") && $0.count == 71 })
    #expect(objects.last?["error"] is String)
  }

  @Test func `the first line names the first instruction that runs again`() throws {
    let report = try Self.report(
      "FROM scratch\nCOPY a.txt /\nCOPY src /src\n",
      Self.context([("a.txt", "1"), ("src/b", "2"), ("other", "3")]),
      since: Self.context([("a.txt", "1"), ("src/b", "1"), ("other", "1")]))
    let text = Self.written(report.appendText)
    #expect(text.hasPrefix("Line 3 is the first to run again: COPY src /src (1 content)\n"))
    #expect(report.hasRerun)
    let objects = Self.written(report.appendJSON)
    #expect(objects.contains(#""path":"src/b""#))
    #expect(objects.contains(#""path":"other","#))
    #expect(objects.contains(#""lines":[3]"#))
    #expect(objects.contains(#""lines":[]"#))
  }

  @Test func `no name gets out of its code span or its row`() throws {
    let report = try Self.report(
      "FROM scratch\nCOPY src /src\n",
      Self.context([("src/x`|\n## no", "2")]), since: Self.context([("src/y", "1")]))
    let rows = Self.written(report.appendMarkdown).split(separator: "\n")
    #expect(rows[0].hasPrefix("### Line 2 is the first to run again"))
    #expect(!rows.contains { $0.hasPrefix("## ") })
    let row = try #require(rows.first { $0.hasPrefix("| 2 | ") })
    // Four cells have five bars; every other one is escaped.
    #expect(row.replacingOccurrences(of: "\\|", with: "").filter { $0 == "|" }.count == 5)
    #expect(row.contains("x`\\|"))
  }
}
