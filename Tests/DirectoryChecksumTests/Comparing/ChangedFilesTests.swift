import Foundation
import TestSupport
import Testing

@testable import DirectoryChecksum

/// What the files of two directories at hand tell beyond their listings.
@Suite struct ChangedFilesTests {
  private let before = TestTree()
  private let after = TestTree()

  private func compared() throws -> (Comparison, ChangedFiles) {
    var options = ScanOptions()
    options.maxDepth = nil
    options.metadata = true
    func listing(_ tree: TestTree) throws -> Listing {
      Listing(try DirectoryScanner(options).scan(tree.path).tree)
    }
    return (
      Comparison(before: try listing(before), after: try listing(after)),
      ChangedFiles(before: before.path, after: after.path)
    )
  }

  @Test func `files that differ in CR LF alone are one cause`() throws {
    let long = [UInt8](String(repeating: "x\r\n", count: 70_000).utf8)
    let pairs: [(String, [UInt8], [UInt8])] = [
      ("a", [UInt8]("1\n2\n".utf8), [UInt8]("1\r\n2\r\n".utf8)),
      ("b/c", long, long.filter { $0 != UInt8(ascii: "\r") }),
      ("other", [UInt8]("1\n2".utf8), [UInt8]("1\r2".utf8)),
      ("shorter", [UInt8]("1\n2\n".utf8), [UInt8]("1\r\n".utf8)),
      ("bare", [UInt8]("1\r\r\n".utf8), [UInt8]("1\n".utf8)),
    ]
    for (path, old, new) in pairs {
      before.file(.init(stringLiteral: path), old)
      after.file(.init(stringLiteral: path), new)
    }
    let (comparison, files) = try compared()
    let cause = try #require(comparison.lineEndCause(files))
    #expect(cause.kind == .lineEnds)
    let paths = cause.explained.map {
      String(decoding: comparison.changes[$0].record.path, as: UTF8.self)
    }
    #expect(paths == ["a", "b/c"])
    #expect(comparison.changes.count == 5)
  }

  @Test func `equal size and time beside other content are seen`() throws {
    for tree in [before, after] {
      tree.file("same", [UInt8]((tree === before ? "7.3" : "7.4").utf8))
      tree.file("later", [UInt8]((tree === before ? "7.3" : "7.4").utf8))
      tree.file("longer", [UInt8]((tree === before ? "7" : "7.4").utf8))
      for name in ["same", "later", "longer"] {
        let time: TimeInterval = name == "later" && tree === after ? 1_000_001 : 1_000_000
        try FileManager.default.setAttributes(
          [.modificationDate: Date(timeIntervalSince1970: time)],
          ofItemAtPath: tree.string + "/" + name)
      }
    }
    let (comparison, files) = try compared()
    let found = comparison.changes.filter { files.haveSameSizeAndTime($0) }
    #expect(found.map { String(decoding: $0.record.path, as: UTF8.self) } == ["same"])
  }
}
