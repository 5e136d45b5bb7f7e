import Testing

@testable import DirectoryChecksum

@Suite struct ChangeReportTests {
  static func text(
    _ comparison: Comparison, before: String = "old.txt", after: String = ".",
    copy: LoggedCopy? = nil, color: Bool = false, listsAll: Bool = false
  ) -> String {
    var output: [UInt8] = []
    ChangeReport(
      comparison, before: .init(Array(before.utf8)), after: .init(Array(after.utf8), isScan: true),
      copy: copy, look: ReportLook(usesColor: color, listsAll: listsAll)
    ).appendText(to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  static let base = ScopeTests.base

  @Test func `one change`() {
    let after = Self.base.changed { $0["src/a"].content = [1] }
    #expect(
      Self.text(compare(Self.base, after, scanned: true)) == """
        COPY . would run again: 1 change

        content     src/a

        All 4 builders: yes.
        before  old.txt  11 entries, complete
        after   .        11 entries

        """)
  }

  @Test func `what went with its directory is counted once, whatever line was lost between`() {
    let before = ModelTree("gone/\ngone/in/\ngone/in/x 1\ngone/y 2\nz 3").listing()
      .changed(integrity: .clipped) { $0.removeAll { $0.path == Array("gone/in".utf8) } }
    let text = Self.text(Comparison(before: before, after: ModelTree("z 3").listing()))
    #expect(text.contains("\nremoved     gone/  (and 2 entries below)\n"))
    #expect(!text.contains("gone/in/x"))
  }

  @Test func `changes of every kind`() {
    let before = ModelTree(
      """
      bin/
      bin/run go
      lib/
      lib/a 1
      lib/b 2
      link -> lib/a
      name what
      gone/
      gone/x 3
      gone/y 4
      plain p
      late q
      """)
    let after = before.changed {
      $0.add(".git/")
      $0.add(".git/HEAD ref")
      $0.add(".git/index i")
      $0.add("new n")
      $0.remove("gone")
      $0["bin/run"].mode = 0o755
      $0["bin/run"].owner = 1000
      $0["lib/a"].content = [1]
      $0.move("lib/b", to: "bin/b")
      $0["link"].content = Array("lib".utf8)
      $0.remove("plain")
      $0.add("plain/")
      $0.add("plain/in side")
      $0["late"].attributes = ["user.k": [1]]
      $0.add("evil\u{1b}]0;##[error]\u{202e} e")
    }
    #expect(
      Self.text(compare(before, after, scanned: true))
        == """
        COPY . would run again: 16 changes

        added       .git/  (and 2 entries below)
        moved       lib/b -> bin/b
        mode        bin/run  0644 -> 0755
        owner       bin/run  0:0 -> 1000:0
        added       evil\\x1b]0;\\x23\\x23[error]\\xe2\\x80\\xae
        removed     gone/  (and 2 entries below)
        attributes  late
        content     lib/a
        target      link  lib/a -> lib
        added       new
        kind        plain  file -> directory  (and 1 entry below added)

        Hardly anyone means to copy some of these; lines for .dockerignore:
          .git

        BuildKit: yes (added, removed, moved, kind, content, target, mode, attributes).
        Buildah: yes.
        kaniko: yes (added, removed, moved, kind, content, target, mode, owner).
        classic Docker: yes (added, removed, moved, kind, content, mode).
        before  old.txt  13 entries, complete
        after   .        16 entries

        """)
  }

  @Test func `what a umask explains is one line`() {
    let found = compare(UmaskShiftTests.tree(0o022), UmaskShiftTests.tree(0o002), long: true)
    #expect(
      Self.text(found, after: "new.txt") == """
        COPY . would run again: 9 changes, all of them one umask (022 -> 002)

        umask       4 files 0644 -> 0664, 2 files 0755 -> 0775,
                    3 directories 0755 -> 0775: 022 -> 002

        Set the umask before the checkout. COPY --chmod does not help with BuildKit,
        which hashes the modes in the context.

        All 4 builders: yes.
        before  old.txt  11 entries, complete
        after   new.txt  11 entries

        """)
  }

  @Test func `a change below the listed levels comes with the depth to use`() {
    let after = Self.base.changed {
      $0["src/gen/deep/x"].content = [9]
      $0["doc/b"].content = [9]
    }
    #expect(
      Self.text(compare(Self.base, after, depth: 1)) == """
        COPY . would run again with BuildKit: something below 2 directories

        below       doc/
        below       src/

        Modes and owners are not in these listings.
        The listings stop at 1 level; list with --max-depth all to see what changed.

        BuildKit, Buildah: yes.  kaniko: unknown (mode, owner, below, special-files).
        classic Docker: unknown (mode, attributes, below, special-files).
        Listings made with --long on both sides tell more.
        before  old.txt  5 entries, complete
        after   .        5 entries

        """)
  }

  @Test func `no difference, and what that does not cover`() {
    let found = Self.text(compare(Self.base, Self.base))
    #expect(
      found
        == """
        No difference: the content is the same, proven by the digest of the root

        Modes and owners are not in these listings.

        BuildKit, classic Docker: unknown (mode, attributes, special-files).
        Buildah: unknown (mode, owner, attributes, special-files).
        kaniko: unknown (mode, owner, special-files).
        Listings made with --long on both sides tell more.
        before  old.txt  11 entries, complete
        after   .        11 entries

        """)
  }

  @Test func `a change that BuildKit overlooks in place`() {
    let after = Self.base.changed { $0["src"].mode = 0o700 }
    let found = Self.text(compare(Self.base, after, scanned: true))
    #expect(
      found.hasSuffix(
        """
        All 4 builders: yes.
        BuildKit's daemon overlooks such a change in a directory that it has built from
        before: there it may say CACHED and use what it had.
        before  old.txt  11 entries, complete
        after   .        11 entries

        """))
  }

  @Test func `a side that lost lines says what it can't tell`() {
    let before = ScopeTests.clipped(Self.base, without: ["src/a", "doc", "doc/b"]).changed(
      label: Array("[6/6] RUN dchecksum .\u{1b}".utf8))
    let after = Self.base.changed { $0["top"].content = [1] }
    let found = Self.text(
      Comparison(before: before, after: after.listing()), before: "ci.log#2")
    #expect(
      found.hasPrefix(
        """
        COPY . would run again: 1 change

        content     top

        Modes and owners are not in these listings.
        2 paths of "after" may be new or among the lines that "before" lost.

        All 4 builders: yes.
        before  ci.log#2  [6/6] RUN dchecksum .\\x1b  8 entries, clipped
        after   .         11 entries

        """))
  }

  @Test func `nothing is said that is not known`() {
    let found = Self.text(
      Comparison(before: Self.base.listing(), after: Self.base.listing(.buildkit)))
    #expect(
      found == """
        Not settled: one side has content digests, the other BuildKit's: they can't be compared

        before  old.txt  11 entries, complete
        after   .        11 entries

        """)
  }

  @Test func `what moved into a new directory stands apart from what came with it`() {
    let before = ModelTree("old/\nold/m 1\nold/stay 2")
    let after = before.changed {
      for line in ["new/", "new/a 3", "new/sub/", "new/sub/b 4", "new/z 5"] { $0.add(line) }
      $0.move("old/m", to: "new/m")
    }
    let lines = Self.text(compare(before, after)).split(separator: "\n")
    #expect(
      lines[1..<3] == [
        "added       new/  (and 4 entries below)", "moved       old/m -> new/m",
      ])
    let back = Self.text(compare(after, before)).split(separator: "\n")
    #expect(
      back[1..<3] == [
        "removed     new/  (and 4 entries below)", "moved       new/m -> old/m",
      ])
  }

  @Test func `what was below a directory that became a file is counted`() {
    let before = ModelTree("d/\nd/a 1\nd/b/\nd/b/c 2\nd.x 3")
    let after = before.changed {
      $0.remove("d")
      $0.add("d -> elsewhere")
    }
    let lines = Self.text(compare(before, after)).split(separator: "\n")
    #expect(
      lines[1] == "kind        d  directory -> link  (and 3 entries below removed)")
    #expect(lines[2] == "Modes and owners are not in these listings.")
  }

  static let many: Comparison = {
    var before = ModelTree("src/\ndata/")
    var after = before
    for number in 0..<3_000 {
      before.add("data/file-with-a-longer-name-\(number).txt \(number)")
      after.add("data/file-with-a-longer-name-\(number).txt x\(number)")
    }
    for number in 0..<300 {
      after.add("src/generated\(number)/")
      for file in 0..<3 { after.add("src/generated\(number)/\(file) \(number)\(file)") }
    }
    return compare(before, after, long: true)
  }()

  @Test func `thousands of changes are told by directory on one screen`() {
    let lines = Self.text(Self.many).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "COPY . would run again: 4200 changes")
    #expect(lines[2] == "content     data/  3000 of 3000 files")
    #expect(lines[3] == "added       src/  300 directories (and 900 entries below)")
    #expect(lines.count <= 25)
  }

  @Test func `each path is shown when asked for`() {
    let lines = Self.text(Self.many, listsAll: true).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[2] == "content     data/file-with-a-longer-name-0.txt")
    #expect(lines[3_002] == "added       src/generated0/  (and 3 entries below)")
    #expect(lines.count == 2 + 3_000 + 300 + 1 + 1 + 2 + 1)
    #expect(lines.allSatisfy { $0.count <= 80 })
  }

  @Test(arguments: [10, 12, 14, 16, 30, 100, 1000])
  func `the lines of a report add up to its changes`(_ count: Int) {
    var before = ModelTree("a/\na/b/\nc/")
    var after = before
    for number in 0..<count {
      let folder = ["a/", "a/b/", "c/", ""][number % 4]
      before.add("\(folder)f\(number) \(number)")
      if number % 3 > 0 { after.add("\(folder)f\(number) \(number)\(number % 3)") }
    }
    let found = compare(before, after)
    let lines = Self.text(found).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "COPY . would run again: \(found.changes.count) changes")
    var sum = 0
    for line in lines where line.hasPrefix("content ") || line.hasPrefix("removed ") {
      let words = line.split(separator: " ")
      sum += words.firstIndex(of: "of").flatMap { Int(words[$0 - 1]) } ?? 1
    }
    #expect(sum == found.changes.count)
    #expect(lines.count <= 25)
  }

  @Test func `what a log says of the COPY stands first`() {
    let after = Self.base.changed { $0["src/a"].content = [1] }
    let copy = LoggedCopy(
      builder: .buildkit, instruction: Array("COPY . /app".utf8), step: Array("#7 [3/5]".utf8),
      ranAgain: true, stepsBehind: 2)
    let text = Self.text(compare(Self.base, after, scanned: true), copy: copy)
    #expect(
      text.hasPrefix(
        """
        1 change made BuildKit run COPY . /app again (#7 [3/5]), and 2 steps behind it

        content     src/a

        Other builders: Buildah, kaniko, classic Docker: yes.

        """))
    let same = Self.text(compare(Self.base, Self.base, scanned: true), copy: copy)
    #expect(
      same.hasPrefix(
        "The files are the same, proven, and yet BuildKit ran COPY . /app again (#7 [3/5]), and"))
  }

  @Test func `colours are there when asked for, and nowhere else`() {
    let after = Self.base.changed { $0.add("new x") }
    let found = compare(Self.base, after)
    #expect(Self.text(found, color: true).contains("\u{1b}[32madded\u{1b}[m       new\n"))
    for comparison in [found, Self.many] {
      #expect(!Self.text(comparison).utf8.contains { $0 < 0x20 && $0 != 0x0a })
    }
  }

  @Test func `no line starts with a name, and none holds a command`() {
    let names = ["::error::x", "##vso[task]", "##[group]x", "##teamcity[x]", "\n::set-output::"]
    var before = ModelTree()
    var after = ModelTree()
    for (number, name) in names.enumerated() {
      before[name] = .init(content: Array("\(number)".utf8))
      after["moved"] = .init(kind: .directory, mode: 0o755)
      after["moved/" + name] = before[name]
      after[name] = .init(kind: .link, mode: 0o777, content: Array(name.utf8))
      before[name + "l"] = .init(kind: .link, mode: 0o777, content: Array(name.utf8))
      after[name + "l"] = .init(kind: .link, mode: 0o777, content: Array((name + "2").utf8))
    }
    let found = compare(before, after, long: true)
    for text in [Self.text(found, before: names[1]), Self.text(compare(after, before, long: true))]
    {
      for line in text.split(separator: "\n") {
        let start = line.drop { $0 == " " }
        #expect(!start.hasPrefix("::"))
        for command in ["##vso[", "##[", "##teamcity["] { #expect(!line.contains(command)) }
      }
    }
  }
}
