import Testing

@testable import DirectoryChecksum

/// Two changes at once, and what kaniko hashes of them: of each entry in the order of the names
/// its kind, mode, owner and content, but not its name.
@Suite struct NamelessWalkTests {
  struct Step: Equatable {
    let kind: EntryKind
    let facts: [UInt32]
    let content: [UInt8]
  }

  struct Change: Sendable {
    let name: String
    let apply: @Sendable (inout ModelTree) -> Void

    init(_ name: String, _ apply: @escaping @Sendable (inout ModelTree) -> Void) {
      self.name = name
      self.apply = apply
    }
  }

  static let base = ModelTree(
    """
    b one
    d/
    d/e/
    d/e/f two
    d/g three
    m/
    m/n four
    s -> b
    z five
    """)

  static let changes: [Change] = [
    Change("nothing") { _ in },
    Change("content first") { $0["b"].content = [1] },
    Change("content below") { $0["d/e/f"].content = [1] },
    Change("content last") { $0["z"].content = [1] },
    Change("mode of the root") { $0["."].mode = 0o700 },
    Change("mode first") { $0["b"].mode = 0o600 },
    Change("mode of a folder") { $0["d"].mode = 0o700 },
    Change("mode below") { $0["d/e/f"].mode = 0o600 },
    Change("mode last") { $0["z"].mode = 0o600 },
    Change("owner") { $0["d/g"].owner = 1000 },
    Change("attribute") { $0["b"].attributes = ["user.k": [1]] },
    Change("target") { $0["s"].content = [1] },
    Change("added first") { $0.add("a new") },
    Change("added like its neighbour") { $0.add("bb one") },
    Change("added below") { $0.add("d/e/new x") },
    Change("added folder") {
      $0.add("new/")
      $0.add("new/file x")
    },
    Change("removed") { $0.remove("d/g") },
    Change("removed folder") { $0.remove("m") },
    Change("renamed in place") { $0.move("b", to: "c") },
    Change("renamed folder in place") { $0.move("m", to: "n") },
    Change("moved to the end") { $0.move("b", to: "zz") },
    Change("another kind") {
      $0.remove("d/g")
      $0.add("d/g/")
    },
  ]

  static func walk(_ tree: ModelTree) -> [Step] {
    let paths = tree.entries.keys.map {
      $0 == "." ? [] : $0.split(separator: "/").map { Array($0.utf8) }
    }
    let sorted = zip(paths, tree.entries.values).sorted { left, right in
      left.0.lexicographicallyPrecedes(right.0) { precedes($0, $1) }
    }
    return sorted.map { _, entry in
      Step(
        kind: entry.kind, facts: [UInt32(entry.mode), entry.owner, entry.group],
        content: entry.content)
    }
  }

  static func verdict(_ comparison: Comparison) throws -> Bool? {
    try #require(comparison.verdicts.first { $0.builder == .kaniko }).rebuild
  }

  @Test(arguments: changes.indices)
  func `two directories show what kaniko hashes, listings nothing that it does not`(
    _ first: Int
  ) throws {
    for second in Self.changes[first...] {
      let after = Self.base.changed {
        Self.changes[first].apply(&$0)
        second.apply(&$0)
      }
      let name = "\(Self.changes[first].name), \(second.name)"
      let isMiss = Self.walk(Self.base) != Self.walk(after)
      #expect(try Self.verdict(compare(Self.base, after, scanned: true)) == isMiss, "\(name)")
      for depth in [0, 1, 2, 9] {
        for (format, long) in [(DigestFormat.content, false), (.content, true), (.buildkit, true)] {
          let left = Self.base.listing(format, long: long, depth: depth)
          let right = after.listing(format, long: long, depth: depth)
          for found in [
            try Self.verdict(Comparison(before: left, after: right)),
            try Self.verdict(Comparison(before: right, after: left)),
          ] {
            #expect(found == nil || found == isMiss, "\(name) \(format) \(long) \(depth)")
          }
        }
      }
    }
  }

  /// What is sure by itself, beside what hides among entries that are not listed.
  @Test(arguments: ["content below", "removed", "added folder", "renamed folder in place"])
  func `what surely counts is not lost beside what is not known`(_ hidden: String) throws {
    let second = try #require(Self.changes.first { $0.name == hidden })
    for name in [
      "content first", "mode of the root", "mode first", "mode last", "target", "added first",
    ] {
      let first = try #require(Self.changes.first { $0.name == name })
      let after = Self.base.changed {
        first.apply(&$0)
        second.apply(&$0)
      }
      let found = compare(Self.base, after, long: true, depth: 1)
      #expect(try Self.verdict(found) == true, "\(name)")
      #expect(try Self.verdict(compare(after, Self.base, long: true, depth: 1)) == true, "\(name)")
    }
  }
}
