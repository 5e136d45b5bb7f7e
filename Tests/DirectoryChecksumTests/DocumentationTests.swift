import DirectoryChecksum
import Foundation
import TestSupport
import Testing

// The examples of the documentation, with nothing but what is public. What stands between an opening
// and a closing mark is what the documentation shows.

private func scanAndPrint(_ path: String) throws -> [String] {
  var printed: [String] = []
  func print(_ words: String...) { printed.append(words.joined(separator: " ")) }
  // Example:
  var options = ScanOptions()
  options.maxDepth = 1
  let scan = try DirectoryScanner(options).scan([UInt8](path.utf8))
  print(scan.tree.digest?.description ?? "unreadable")
  for record in Listing(scan.tree).records where record.kind == .directory {
    print(String(decoding: record.path, as: UTF8.self), record.digest?.description ?? "?")
  }
  // End of the example.
  return printed
}

private func compare(_ before: String, _ after: String) throws -> [String] {
  var printed: [String] = []
  func print(_ words: Any...) { printed.append(words.map { "\($0)" }.joined(separator: " ")) }
  // Example:
  var options = ScanOptions()
  options.maxDepth = nil
  options.metadata = true
  options.inodeFacts = true
  let scanner = DirectoryScanner(options)
  let comparison = Comparison(
    before: Listing(try scanner.scan([UInt8](before.utf8)).tree),
    after: Listing(try scanner.scan([UInt8](after.utf8)).tree))
  for change in comparison.changes {
    print(change.aspect, String(decoding: change.record.path, as: UTF8.self))
  }
  // End of the example.
  return printed
}

private func read(_ log: [UInt8]) -> [String] {
  var printed: [String] = []
  func print(_ words: Any...) { printed.append(words.map { "\($0)" }.joined(separator: " ")) }
  // Example:
  var reader = LogReader()
  log.withUnsafeBytes { reader.consume($0) }
  for listing in reader.finish() {
    print(String(decoding: listing.label, as: UTF8.self), listing.integrity)
    for record in listing.records { print(String(decoding: record.path, as: UTF8.self)) }
  }
  // End of the example.
  return printed
}

@Suite struct DocumentationTests {
  /// The SHA-1 of nothing.
  private let empty = "da39a3ee5e6b4b0d3255bfef95601890afd80709"

  @Test func `a directory is scanned and printed`() throws {
    let tree = TestSupport.TestTree().directory("empty").directory("none")
    #expect(
      try scanAndPrint(tree.string) == [
        "3dd2ab9900283afd937fd4bee1a2c859776bf110", ". 3dd2ab9900283afd937fd4bee1a2c859776bf110",
        "empty \(empty)", "none \(empty)",
      ])
  }

  @Test func `two directories are compared`() throws {
    let before = TestSupport.TestTree().file("a/b", "1").file("c", "2")
    let after = TestSupport.TestTree().file("a/b", "3").file("c", "2", mode: 0o600).file("d", "4")
    #expect(try compare(before.string, after.string) == ["content a/b", "mode c", "added d"])
  }

  @Test func `a listing is found in a log`() {
    let log = """
      Step 4/5 : RUN ["/bin/dchecksum", "/app"]
       ---> Running in 6dbfa6a4b1d2
      3dd2ab9900283afd937fd4bee1a2c859776bf110 D .
      da39a3ee5e6b4b0d3255bfef95601890afd80709 D empty
      da39a3ee5e6b4b0d3255bfef95601890afd80709 D none
      Removing intermediate container 6dbfa6a4b1d2

      """
    let printed = read([UInt8](log.utf8))
    #expect(printed.first?.hasSuffix("complete") == true)
    #expect(printed.dropFirst() == [".", "empty", "none"])
  }

  @Test func `the digest of one directory is one line`() throws {
    let tree = TestSupport.TestTree()
    let path = tree.string
    let digest: Digest? = try DirectoryScanner().scan([UInt8](path.utf8)).tree.digest
    withExtendedLifetime(tree) {}
    #expect("\(try #require(digest))" == empty)
  }

  @Test func `the documentation shows what is compiled here`() throws {
    let here = URL(fileURLWithPath: #filePath)
    let root = (0..<3).reduce(here) { url, _ in url.deletingLastPathComponent() }
    let folder = "Sources/DirectoryChecksum/DirectoryChecksum.docc"
    let page = root.appending(path: "\(folder)/DirectoryChecksum.md")
    let shown = try examples(in: page, from: "```swift", to: "```")
    let compiled = try examples(in: here, from: "  // Example:", to: "  // End of the example.")
    #expect(shown == compiled.map { $0.map { String($0.dropFirst(2)) } })
  }

  /// The lines between each two marks.
  private func examples(in file: URL, from start: String, to end: String) throws -> [[String]] {
    var found: [[String]] = []
    var example: [String]?
    for line in try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n") {
      if line == start {
        example = []
      } else if line == end, let lines = example {
        found.append(lines)
        example = nil
      } else {
        example?.append(line)
      }
    }
    return found
  }
}
