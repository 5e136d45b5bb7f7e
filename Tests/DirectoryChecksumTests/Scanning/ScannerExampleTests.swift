import DirectoryChecksum
import Foundation
import TestSupport
import Testing

/// The example in the documentation of `Scanner`, with nothing but what is public.
private func directories(in path: String) throws -> [String] {
  var printed: [String] = []
  func print(_ path: String, _ mark: String) { printed.append(path + mark) }
  // The example:
  var options = ScanOptions()
  options.maxDepth = 1
  let scan = try Scanner(options).scan([UInt8](path.utf8))
  for record in Listing(scan.tree).records where record.kind == .directory {
    print(String(decoding: record.path, as: UTF8.self), record.digest == nil ? "?" : "")
  }
  // That was it.
  return printed
}

@Suite struct ScannerExampleTests {
  @Test func `the documented example lists the directories of the first level`() throws {
    let tree = TestSupport.TestTree().file("src/deep/file", "content").file("doc/file").directory(
      "empty")
    #expect(try directories(in: tree.string) == [".", "doc", "empty", "src"])
  }

  @Test func `the documentation shows what is compiled here`() throws {
    let here = URL(fileURLWithPath: #filePath)
    let code = try String(contentsOf: here, encoding: .utf8).split(separator: "\n")
    let start = try #require(code.firstIndex { $0.hasSuffix("// The example:") })
    let end = try #require(code.firstIndex { $0.hasSuffix("// That was it.") })
    let root = (0..<4).reduce(here) { url, _ in url.deletingLastPathComponent() }
    let source = try String(
      contentsOf: root.appending(path: "Sources/DirectoryChecksum/Scanning/Scanner.swift"),
      encoding: .utf8
    ).split(separator: "\n")
    let first = try #require(source.firstIndex(of: "/// ```swift"))
    let last = try #require(source.firstIndex(of: "/// ```"))
    #expect(
      source[(first + 1)..<last].map { $0.dropFirst(4) }
        == code[(start + 1)..<end].map { $0.dropFirst(2) })
  }
}
