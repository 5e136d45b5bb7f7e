import Testing

@testable import DirectoryChecksum

/// What a comparison says when a side does not show everything.
@Suite struct ScopeTests {
  static let base = ModelTree(
    """
    src/
    src/gen/
    src/gen/deep/
    src/gen/deep/x 1
    src/gen/y 2
    src/a 3
    doc/
    doc/b 4
    top 5
    void/
    """)

  static let deepChange = base.changed { $0["src/gen/deep/x"].content = [9] }

  @Test(arguments: [
    (0, ["below ."]), (1, ["below src"]), (2, ["below src/gen"]), (3, ["below src/gen/deep"]),
    (4, ["content src/gen/deep/x"]),
  ])
  func `a change below the listed levels is told by the last directory above it`(
    _ depth: Int, _ lines: [String]
  ) {
    for format in [DigestFormat.content, .buildkit] {
      let found = compare(Self.base, Self.deepChange, format, depth: depth)
      let expected = lines.map { format == .buildkit ? $0.replacing("content", with: "entry") : $0 }
      #expect(found.lines == expected)
      #expect(found.outcome == .different)
    }
  }

  @Test(arguments: 0..<4, 0..<6)
  func `listings of different depth are compared by what both show`(_ left: Int, _ right: Int) {
    let found = Comparison(
      before: Self.base.listing(depth: left), after: Self.deepChange.listing(depth: right))
    let shallow = compare(Self.base, Self.deepChange, depth: min(left, right))
    #expect(found.lines == shallow.lines)
    let same = Comparison(
      before: Self.base.listing(depth: left), after: Self.base.listing(depth: right))
    #expect(same.lines == [] && same.outcome == .same)
  }

  @Test func `several changes at the last level are told one by one`() {
    let after = Self.deepChange.changed {
      $0["doc/b"].content = [1]
      $0["top"].content = [1]
    }
    let found = compare(Self.base, after, depth: 1)
    #expect(found.lines == ["below doc", "below src", "content top"])
  }

  @Test func `an addition above the last level is certain`() {
    let after = Self.base.changed {
      $0.add("void/new x")
      $0.add("more/")
      $0.add("more/z y")
    }
    #expect(compare(Self.base, after, depth: 1).lines == ["added more", "below void"])
    // The empty directory's digest says that it had nothing, however deep the listing goes.
    let found = Comparison(
      before: Self.base.listing(depth: 1), after: after.listing(depth: 2))
    #expect(found.lines == ["added more", "added more/z", "added void/new"])
  }

  @Test func `long listings cut at a level are the same as far as they go`() {
    let found = compare(Self.base, Self.base, long: true, depth: 1)
    #expect(found.outcome == .same && found.scope.hidesMetadata)
    let whole = compare(Self.base, Self.base, long: true)
    #expect(whole.outcome == .same && !whole.scope.hidesMetadata)
  }

  // MARK: Lost lines

  static func clipped(
    _ tree: ModelTree, without paths: [String], integrity: Listing.Integrity = .clipped,
    unproven: [String]? = nil, long: Bool = false
  ) -> Listing {
    let listing = tree.listing(long: long).changed(integrity: integrity) {
      $0.removeAll { paths.contains(String(decoding: $0.path, as: UTF8.self)) }
    }
    guard let unproven else { return listing }
    return listing.changed(
      unprovenDirectories: listing.records.indices.filter {
        unproven.contains(String(decoding: listing.records[$0].path, as: UTF8.self))
      })
  }

  @Test(arguments: [Listing.Integrity.clipped, .damaged, .complete])
  func `equal roots prove equal content, whatever lines were lost`(
    _ integrity: Listing.Integrity
  ) {
    let found = Comparison(
      before: Self.clipped(Self.base, without: ["src/gen", "top", "doc/b"], integrity: integrity),
      after: Self.base.listing())
    if integrity == .complete {
      // Then it claims what is not so, and every line is taken at its word.
      #expect(found.outcome == .different && found.scope.contradictions > 0)
    } else {
      #expect(found.lines == [] && found.outcome == .same)
    }
  }

  @Test func `without modes of the lost lines, long listings are not the same`() {
    let found = Comparison(
      before: Self.clipped(Self.base, without: ["top"], long: true),
      after: Self.base.listing(long: true))
    #expect(found.lines == [] && found.outcome == .undecided(.missingLines))
  }

  @Test func `what a clipped side may have lost is neither added nor removed`() {
    let after = Self.base.changed { $0["top"].content = [1] }
    let before = Self.clipped(Self.base, without: ["src/a", "doc", "doc/b"])
    let found = Comparison(before: before, after: after.listing())
    #expect(found.lines == ["content top"])
    #expect(found.scope.unlistedBefore == 2)
    let reverse = Comparison(before: after.listing(), after: before)
    #expect(reverse.lines == ["content top"])
    #expect(reverse.scope.unlistedAfter == 2)
  }

  @Test func `a difference among lost lines is told by the directory above`() {
    let after = Self.base.changed { $0["src/a"].content = [1] }
    let found = Comparison(
      before: Self.clipped(Self.base, without: ["src/a"]), after: after.listing())
    #expect(found.lines == ["below src"])
    #expect(found.outcome == .different)
  }

  @Test func `a clipped side's own lines, and its proven directories, are certain`() {
    let after = Self.base.changed {
      $0.remove("doc/b")
      $0.add("src/new x")
      $0.add("src/gen/new x")
    }
    let found = Comparison(
      before: Self.clipped(Self.base, without: ["src/a"], unproven: ["src"]),
      after: after.listing())
    #expect(found.lines == ["removed doc/b", "added src/gen/new"])
    #expect(found.scope.unlistedBefore == 2)
  }

  @Test func `without a root nothing is proven the same`() {
    let partial = Self.clipped(Self.base, without: ["."], integrity: .partial)
    let found = Comparison(before: partial, after: Self.base.listing())
    #expect(found.lines == [] && found.outcome == .undecided(.noRoot))
    let both = Comparison(before: partial, after: partial)
    #expect(both.lines == [] && both.outcome == .undecided(.noRoot))
    let after = Self.base.changed { $0["top"].content = [1] }
    let different = Comparison(before: partial, after: after.listing())
    #expect(different.lines == ["content top"] && different.outcome == .different)
  }

  @Test func `a directory whose own line was lost proves nothing about its entries`() {
    // The other side shows one level of src, so that the missing src/gen/y is no removal.
    let before = Self.clipped(Self.base, without: [".", "src", "src/gen"], integrity: .partial)
    let found = Comparison(before: before, after: Self.base.listing(depth: 2))
    #expect(found.lines == [])
  }

  @Test func `any lost lines leave no false claim`() {
    var generator = SplitMix(state: 7)
    let paths = Self.base.entries.keys.sorted()
    for _ in 0..<300 {
      let lost = paths.filter { _ in Int.random(in: 0..<3, using: &generator) == 0 }
      let hasRoot = !lost.contains(".")
      let before = Self.clipped(
        Self.base, without: lost, integrity: hasRoot ? .clipped : .partial)
      guard !before.records.isEmpty else { continue }
      let same = Comparison(before: before, after: Self.base.listing())
      #expect(same.lines == [])
      #expect(same.outcome == (hasRoot ? .same : .undecided(.noRoot)))
      let after = Self.base.changed { $0.add("src/gen/new x") }
      let found = Comparison(before: before, after: after.listing())
      #expect(!found.lines.contains { $0.hasPrefix("removed") || $0.hasPrefix("content") })
      #expect(found.outcome != .same)
    }
  }

  // MARK: What could not be read

  static func unreadable(_ tree: ModelTree, _ path: String) -> Listing {
    tree.listing(long: true).changed { records in
      for index in records.indices {
        let name = String(decoding: records[index].path, as: UTF8.self)
        if name == path || path.hasPrefix(name + "/") || name == "." {
          records[index] = records[index].changed(digest: .some(nil))
        }
      }
    }
  }

  @Test func `an unreadable entry is told as such, its directories are not`() {
    let before = Self.unreadable(Self.base, "src/gen/y")
    for (left, right) in [
      (before, Self.base.listing(long: true)), (Self.base.listing(long: true), before),
      (before, before),
    ] {
      let found = Comparison(before: left, after: right)
      #expect(found.lines == ["unreadable src/gen/y"])
      #expect(found.outcome == .undecided(.unreadable))
    }
  }

  @Test func `changes beside an unreadable entry are found`() {
    let after = Self.base.changed {
      $0["top"].content = [1]
      $0["src/gen/y"].mode = 0
    }
    let found = Comparison(
      before: Self.unreadable(Self.base, "src/gen/y"), after: after.listing(long: true))
    #expect(found.lines == ["mode src/gen/y", "unreadable src/gen/y", "content top"])
    #expect(found.outcome == .different)
  }

  @Test func `an unreadable directory hides its entries`() {
    let before = Self.unreadable(Self.base, "src/gen").changed {
      $0.removeAll { $0.path.starts(with: Array("src/gen/".utf8)) }
    }
    let found = Comparison(before: before, after: Self.base.listing(long: true))
    #expect(found.lines == ["unreadable src/gen"])
  }

  @Test func `a listing cut above an unreadable entry is unreadable itself`() {
    let before = Self.unreadable(Self.base, "src/gen/y").changed {
      $0.removeAll { $0.path.contains(UInt8(ascii: "/")) }
    }
    let found = Comparison(before: before, after: Self.base.listing(depth: 1))
    #expect(found.lines == ["unreadable src"])
  }
}
