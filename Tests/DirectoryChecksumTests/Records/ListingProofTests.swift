import Foundation
import TestSupport
import Testing

@testable import DirectoryChecksum

/// Trees made at random, of all kinds and of names that harm, listed in every form and read again.
@Suite struct ListingProofTests {
  private static let names: [[UInt8]] =
    ["a", "b", "a b", "a!", "a.b", "A", " x ", "x -> y", "\\", "##[x", "é", "e\u{301}", "..a"]
    .map { Array($0.utf8) }
    + [
      [0xff], [0xff, 0xff], [0xff, 0x61], [0xfe], [0x0a], [0x61, 0x0a, 0x62], [0x0d], [1], [0xc3],
      [0x7f], [0xc2, 0x85],
    ]

  private static func tree(_ numbers: inout SplitMix) -> TestTree {
    let tree = TestTree()
    var left = 40
    var directories: [[UInt8]] = [[]]
    while left > 0, let above = directories.randomElement(using: &numbers) {
      left -= 1
      let name = names.randomElement(using: &numbers) ?? []
      let path = Name(above + (above.isEmpty ? [] : [UInt8(ascii: "/")]) + name)
      var status = stat()
      let isThere = (tree.path(of: path) + [0]).withUnsafeBufferPointer {
        $0.withMemoryRebound(to: CChar.self) { lstat($0.baseAddress!, &status) == 0 }
      }
      if isThere { continue }
      switch Int.random(in: 0..<8, using: &numbers) {
      case 0...2:
        let mode = [0o755, 0o700, 0o2755, 0o1777].randomElement(using: &numbers) ?? 0o755
        tree.directory(path, mode: mode_t(mode))
        directories.append(path.bytes)
      case 3: tree.link(path, to: Name(names.randomElement(using: &numbers) ?? []))
      case 4: tree.fifo(path)
      default:
        let mode = [0o644, 0o755, 0o4755, 0o600].randomElement(using: &numbers) ?? 0o644
        tree.file(path, [UInt8.random(in: 0..<3, using: &numbers)], mode: mode_t(mode))
      }
    }
    return tree
  }

  /// Whether a name beginning with FF is in a directory of which the listing shows nothing more.
  private static func hidesTail(_ tree: Tree, depth: Int) -> Bool {
    Listing(tree).records.contains { $0.depth == depth + 1 && depth > 0 && $0.beginsTail }
  }

  @Test(arguments: 0..<24 as Range<UInt64>)
  func `whatever a scan lists is proven by its own digests, and no record can be another`(
    _ seed: UInt64
  ) throws {
    var numbers = SplitMix(state: seed)
    let tree = Self.tree(&numbers)
    for format in [DigestFormat.content, .buildkit] {
      for isLong in [false, true] {
        var options = ScanOptions()
        options.format = format
        options.metadata = isLong
        options.maxDepth = nil
        let whole = try DirectoryScanner(options).scan(tree.path).tree
        for depth in [0, 1, 2, nil] {
          options.maxDepth = depth
          let scan = Listing(try DirectoryScanner(options).scan(tree.path).tree)
          // What is hashed twice, and not listed, no listing can prove.
          if format == .buildkit, let depth, Self.hidesTail(whole, depth: depth) { continue }
          for style in [RecordWriter.Style.lines, .nullTerminated, .json] {
            try check(scan, style, &numbers)
          }
        }
      }
    }
  }

  private func check(
    _ scan: Listing, _ style: RecordWriter.Style, _ numbers: inout SplitMix
  ) throws {
    let writer = RecordWriter(style: style, format: scan.format)
    func read(_ records: [Record]) -> [Listing] {
      var text: [UInt8] = []
      for record in records { writer.append(record, to: &text) }
      return listings(in: text)
    }
    let found = try #require(read(scan.records).first)
    #expect(found.integrity == .complete)
    #expect(found.records.map(\.path) == scan.records.map(\.path))
    #expect(found.records.map(\.digest) == scan.records.map(\.digest))
    // A short record of BuildKit's may be of a directory with attributes, which nothing proves.
    guard scan.records.count > 1, scan.format == .content || scan.records[0].metadata != nil,
      let index = scan.records.indices.randomElement(using: &numbers)
    else { return }
    var records = scan.records
    let record = records[index]
    records[index] = Record(
      digest: scan.format.hashFunction.digest(of: [9, 9]), kind: record.kind, path: record.path,
      metadata: record.metadata, target: record.target)
    #expect(read(records).allSatisfy { $0.integrity != .complete })
  }
}
