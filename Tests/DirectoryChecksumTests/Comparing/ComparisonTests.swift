import Testing

@testable import DirectoryChecksum

@Suite struct ComparisonTests {
  /// Every directory a mutation can happen in, from the root to four levels down.
  static let places = ["", "a/", "a/b/", "a/b/c/", "a/b/c/d/"]

  static let base = ModelTree(
    """
    a/
    a/b/
    a/b/c/
    a/b/c/d/
    a.txt first
    a/a.txt second
    a/b/a.txt third
    a/b/c/a.txt fourth
    a/b/c/d/a.txt fifth
    a/run.sh go
    a/empty
    a/b/none/
    a/link -> a.txt
    z/
    z/last end
    """)

  static let mutations: [(String, @Sendable (inout ModelTree, String) -> Void, [String])] = [
    ("add a file", { $0.add($1 + "new x") }, ["added @new"]),
    ("add an empty file", { $0.add($1 + "new") }, ["added @new"]),
    ("add an empty directory", { $0.add($1 + "new/") }, ["added @new"]),
    ("add a link", { $0.add($1 + "new -> a.txt") }, ["added @new"]),
    ("remove a file", { $0.remove($1 + "a.txt") }, ["removed @a.txt"]),
    ("change content", { $0[$1 + "a.txt"].content = [1] }, ["content @a.txt"]),
    ("empty a file", { $0[$1 + "a.txt"].content = [] }, ["content @a.txt"]),
    ("rename a file", { $0.move($1 + "a.txt", to: $1 + "b.txt") }, ["moved @b.txt <- @a.txt"]),
    (
      "file to link",
      { $0[$1 + "a.txt"] = .init(kind: .link, mode: 0o777, content: [0x78]) },
      ["kind @a.txt"]
    ),
    (
      "file to directory", { $0[$1 + "a.txt"] = .init(kind: .directory, mode: 0o755) },
      ["kind @a.txt"]
    ),
    (
      "file to directory with a file",
      {
        $0[$1 + "a.txt"] = .init(kind: .directory, mode: 0o755)
        $0.add($1 + "a.txt/x y")
      }, ["kind @a.txt", "added @a.txt/x"]
    ),
  ]

  static let metadataMutations: [(String, @Sendable (inout ModelTree, String) -> Void, [String])] =
    [
      ("mode", { $0[$1 + "a.txt"].mode = 0o600 }, ["mode @a.txt"]),
      ("owner", { $0[$1 + "a.txt"].owner = 1000 }, ["owner @a.txt"]),
      ("group", { $0[$1 + "a.txt"].group = 1000 }, ["owner @a.txt"]),
      ("attributes", { $0[$1 + "a.txt"].attributes = ["user.k": [1]] }, ["attributes @a.txt"]),
      (
        "everything",
        {
          $0[$1 + "a.txt"] = .init(mode: 0o755, owner: 1, content: [9], attributes: ["user.a": []])
        },
        ["content @a.txt", "mode @a.txt", "owner @a.txt", "attributes @a.txt"]
      ),
      ("directory's mode", { $0[$1 == "" ? "." : String($1.dropLast())].mode = 0o700 }, ["mode /"]),
      ("directory's owner", { $0[$1 == "" ? "." : String($1.dropLast())].owner = 7 }, ["owner /"]),
      (
        "moved with another mode",
        {
          $0.move($1 + "a.txt", to: $1 + "b.txt")
          $0[$1 + "b.txt"].mode = 0o600
        }, ["moved @b.txt <- @a.txt", "mode @b.txt"]
      ),
    ]

  private static func expected(_ lines: [String], _ place: String) -> [String] {
    lines.map { line in
      line.replacing("@", with: place)
        .replacing(" /", with: " " + (place == "" ? "." : String(place.dropLast())))
    }
  }

  @Test(arguments: mutations.indices, places)
  func `a change of the content is named, and nothing else with it`(_ index: Int, _ place: String) {
    let (name, mutate, lines) = Self.mutations[index]
    let after = Self.base.changed { mutate(&$0, place) }
    for long in [false, true] {
      let found = compare(Self.base, after, long: long)
      #expect(found.lines == Self.expected(lines, place), "\(name)")
      #expect(found.outcome == .different)
    }
  }

  @Test(arguments: metadataMutations.indices, places)
  func `a change of the metadata is named, and nothing else with it`(
    _ index: Int, _ place: String
  ) {
    let (name, mutate, lines) = Self.metadataMutations[index]
    let after = Self.base.changed { mutate(&$0, place) }
    let found = compare(Self.base, after, long: true)
    #expect(found.lines == Self.expected(lines, place), "\(name)")
    #expect(found.outcome == .different)
  }

  @Test(arguments: mutations.indices, places)
  func `two BuildKit listings find the same, but call content an entry`(
    _ index: Int, _ place: String
  ) {
    let (name, mutate, lines) = Self.mutations[index]
    let after = Self.base.changed { mutate(&$0, place) }
    // An empty directory at the last level looks like one whose children are not listed.
    if name == "remove a file" && place == Self.places.last { return }
    let found = compare(Self.base, after, .buildkit)
    #expect(
      found.lines
        == Self.expected(lines, place).map { $0.replacing("content", with: "entry") }, "\(name)")
    let long = compare(Self.base, after, .buildkit, long: true)
    #expect(long.lines == Self.expected(lines, place), "\(name)")
  }

  @Test(arguments: places)
  func `a directory's own mode is an entry's change between BuildKit listings`(_ place: String) {
    let path = place == "" ? "." : String(place.dropLast())
    let after = Self.base.changed { $0[path].mode = 0o700 }
    let found = compare(Self.base, after, .buildkit)
    #expect(found.lines == (place == "" ? [] : ["entry \(path)"]))
    #expect(found.outcome == (place == "" ? .same : .different))
  }

  @Test func `equal listings are the same, proven`() {
    for format in [DigestFormat.content, .buildkit] {
      for long in [false, true] {
        for depth in [0, 1, 2, 9] {
          let found = compare(Self.base, Self.base, format, long: long, depth: depth)
          #expect(found.lines == [] && found.outcome == .same)
        }
      }
    }
  }

  @Test func `a link's target is no content`() {
    let after = Self.base.changed { $0["a/link"].content = Array("b.txt".utf8) }
    #expect(compare(Self.base, after).lines == ["target a/link"])
    #expect(compare(Self.base, after, long: true).lines == ["target a/link"])
    #expect(compare(Self.base, after, .buildkit, long: true).lines == ["target a/link"])
    #expect(compare(Self.base, after, .buildkit).lines == ["entry a/link"])
  }

  @Test func `a removed directory takes its entries along, one change each`() {
    let after = Self.base.changed { $0.remove("a/b/c") }
    #expect(
      compare(Self.base, after).lines
        == ["removed a/b/c", "removed a/b/c/a.txt", "removed a/b/c/d", "removed a/b/c/d/a.txt"])
    #expect(
      compare(after, Self.base).lines
        == ["added a/b/c", "added a/b/c/a.txt", "added a/b/c/d", "added a/b/c/d/a.txt"])
  }

  @Test func `a directory that became a file is one change of kind`() {
    let after = Self.base.changed {
      $0.remove("z")
      $0.add("z x")
    }
    #expect(compare(Self.base, after, long: true).lines == ["kind z", "removed z/last"])
    #expect(compare(after, Self.base, long: true).lines == ["kind z", "added z/last"])
  }

  @Test func `names next to a directory's do not confuse the order`() {
    let tree = ModelTree(
      """
      a/
      a!b/
      a-b/
      a.b/
      ab/
      a/x 1
      a!b/x 2
      a-b/x 3
      a.b/x 4
      ab/x 5
      a! 6
      aa 7
      a0 8
      """)
    for path in tree.entries.keys where tree[path].kind == .file {
      let after = tree.changed { $0[path].content = [0] }
      #expect(compare(tree, after).lines == ["content \(path)"])
      let without = tree.changed { $0.remove(path) }
      #expect(compare(tree, without).lines == ["removed \(path)"])
      #expect(compare(without, tree).lines == ["added \(path)"])
    }
  }

  @Test func `a listing in disorder, with lines twice, is sorted first`() {
    let after = Self.base.changed { $0["a/b/a.txt"].content = [1] }
    for seed in 0..<8 {
      var generator = SplitMix(state: UInt64(seed))
      let shuffled = after.listing(long: true).changed {
        $0.append(contentsOf: $0[..<3])
        $0.shuffle(using: &generator)
      }
      let found = Comparison(before: Self.base.listing(long: true), after: shuffled)
      #expect(found.lines == ["content a/b/a.txt"])
    }
  }

  @Test func `one long side and one short are compared by what both know`() {
    let after = Self.base.changed {
      $0["a.txt"].content = [1]
      $0["a/a.txt"].mode = 0o600
    }
    let found = Comparison(before: Self.base.listing(long: true), after: after.listing())
    #expect(found.lines == ["content a.txt"])
    #expect(found.scope.lacksMetadata)
  }

  @Test func `content and BuildKit digests can't be compared`() {
    let found = Comparison(before: Self.base.listing(), after: Self.base.listing(.buildkit))
    #expect(found.outcome == .undecided(.formats))
    #expect(found.lines == [])
  }

  @Test func `nothing listed settles nothing`() {
    let nothing = Listing(format: .content, records: [])
    #expect(
      Comparison(before: nothing, after: nothing).outcome == .undecided(.nothingListed))
    #expect(
      Comparison(before: nothing, after: Self.base.listing()).outcome
        == .undecided(.nothingListed))
  }

  @Test func `random changes are named as they were made`() {
    var generator = SplitMix(state: 42)
    for _ in 0..<60 {
      var before = ModelTree()
      var directories = ["."]
      for number in 0..<40 {
        let parent = directories.randomElement(using: &generator) ?? "."
        let name = ["a", "b.c", "b", "b-", "z z", "é", "0"].randomElement(using: &generator) ?? ""
        let path = (parent == "." ? "" : parent + "/") + name
        guard before.entries[path] == nil else { continue }
        if Bool.random(using: &generator) {
          before[path] = .init(kind: .directory, mode: 0o755)
          directories.append(path)
        } else {
          before[path] = .init(content: Array("\(number)".utf8))
        }
      }
      var after = before
      var expected: [String: Set<String>] = [:]
      for path in before.entries.keys.sorted() where path != "." {
        guard Int.random(in: 0..<4, using: &generator) == 0 else { continue }
        if before[path].kind == .file {
          after[path].content = Array("changed \(path)".utf8)
          expected[path, default: []].insert("content \(path)")
        }
        if Bool.random(using: &generator) {
          after[path].mode = 0o700
          expected[path, default: []].insert("mode \(path)")
        }
      }
      let found = compare(before, after, long: true)
      #expect(Set(found.lines) == expected.values.reduce(into: []) { $0.formUnion($1) })
      #expect(found.lines.count == Set(found.lines).count)
      #expect(found.lines.isEmpty == (found.outcome == .same))
    }
  }
}

/// A generator with a seed (Steele, Lea and Flood, 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }
}
