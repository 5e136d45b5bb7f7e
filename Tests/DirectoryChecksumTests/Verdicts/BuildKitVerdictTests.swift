import Foundation
import Testing

@testable import DirectoryChecksum

/// Trees, mutations of them, and what real daemons of BuildKit did with `COPY . /x`.
@Suite struct BuildKitVerdictTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let id: String
    let before: ModelTree
    let after: ModelTree
    let isHit: Bool
    let isStaleInPlace: Bool

    var testDescription: String { id }
  }

  /// What the ignore files of the fixture leave out.
  static let ignored: [String: [String]] = [
    "ignored-new": ["x.log", "tmp", "tmp/t", "tmp/new"],
    "ignore-comment-self": ["x.log", ".dockerignore"],
    "ignore-absent": ["x.log", ".dockerignore"],
  ]

  static let cases: [Case] = {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/buildkit-verdicts.json")
    guard let data = try? Data(contentsOf: url),
      let fixture = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
      let cases = fixture["cases"] as? [[String: Any]]
    else { return [] }
    return cases.compactMap { item in
      guard let id = item["id"] as? String, let before = item["A"] as? [[String: Any]],
        let after = item["B"] as? [[String: Any]],
        let daemon = item["daemon_current"] as? [String: Any],
        let stale = item["stale_in_place"] as? Bool
      else { return nil }
      return Case(
        id: id, before: tree(before, id), after: tree(after, id),
        isHit: daemon["other_directory"] as? String == "hit", isStaleInPlace: stale)
    }
  }()

  static func tree(_ entries: [[String: Any]], _ id: String) -> ModelTree {
    var tree = ModelTree()
    for (number, item) in entries.enumerated() {
      let path = item["path"] as? String ?? ""
      if ignored[id]?.contains(path) == true { continue }
      var entry = ModelTree.Entry()
      entry.mode = UInt16(item["mode"] as? String ?? "777", radix: 8) ?? 0
      entry.owner = UInt32(item["uid"] as? Int ?? 0)
      entry.group = UInt32(item["gid"] as? Int ?? 0)
      entry.content = Array((item["content"] as? String ?? "").utf8)
      if let repeated = item["content_repeat"] as? [String: Any] {
        entry.content = [UInt8](repeating: 0, count: repeated["count"] as? Int ?? 0)
      }
      for (name, value) in item["xattrs"] as? [String: String] ?? [:] {
        entry.attributes[name] = Data(base64Encoded: value).map(Array.init)
      }
      switch item["type"] as? String {
      case "dir": entry.kind = .directory
      case "symlink":
        entry.kind = .link
        entry.content = Array((item["target"] as? String ?? "").utf8)
      case "fifo": entry.kind = .fifo
      case "socket": entry.kind = .socket
      case "char":
        entry.kind = .characterDevice
        entry.device = UInt64(item["major"] as? Int ?? 0) << 8 | UInt64(item["minor"] as? Int ?? 0)
      case "hardlink":
        let target = item["target"] as? String ?? ""
        if tree[target].inode == 0 { tree[target].inode = UInt64(number + 1) }
        entry = tree[target]
      default: break
      }
      tree[path] = entry
    }
    return tree
  }

  static func verdict(_ comparison: Comparison) throws -> Verdict {
    try #require(comparison.verdicts.first { $0.builder == .buildkit })
  }

  @Test func `the fixture is read`() {
    #expect(Self.cases.count == 43)
  }

  @Test(arguments: cases)
  func `two directories have the daemon's verdict`(_ item: Case) throws {
    let found = compare(item.before, item.after, scanned: true)
    #expect(try Self.verdict(found).rebuild == !item.isHit)
    #expect(
      try Self.verdict(compare(item.after, item.before, scanned: true)).rebuild == !item.isHit)
  }

  @Test(arguments: cases.filter { !$0.id.contains("socket") })
  func `two long listings are sure of what changed, and never of no`(_ item: Case) throws {
    let verdict = try Self.verdict(compare(item.before, item.after, long: true))
    // FIFOs, sockets and devices may have come or gone.
    #expect(verdict.rebuild == (item.isHit ? nil : true))
    if item.isHit { #expect(verdict.because == [.specialFiles]) }
  }

  @Test(arguments: cases)
  func `two BuildKit listings have the daemon's verdict`(_ item: Case) throws {
    for long in [false, true] {
      for depth in [0, 1, 9] {
        let found = compare(item.before, item.after, .buildkit, long: long, depth: depth)
        #expect(try Self.verdict(found).rebuild == !item.isHit)
      }
    }
  }

  @Test(arguments: cases)
  func `two content listings are never wrong, and sure of content`(_ item: Case) throws {
    for depth in [0, 1, 9] where !item.id.contains("socket") {
      let found = compare(item.before, item.after, depth: depth)
      let verdict = try Self.verdict(found)
      #expect(verdict.rebuild == nil || verdict.rebuild == !item.isHit)
      #expect((verdict.rebuild == nil) == (found.outcome == .same))
    }
  }

  @Test(arguments: cases)
  func `what a daemon overlooks in place is said`(_ item: Case) throws {
    let found = compare(item.before, item.after, scanned: true)
    // With a new time a file with another attribute is noticed; no listing has times.
    if item.id == "xattr-cap-touch" { return }
    #expect(found.isOverlookedInPlace == item.isStaleInPlace)
  }
}
