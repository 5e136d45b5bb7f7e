import Testing

@testable import DirectoryChecksum

@Suite struct ChangeReportTests {
  static func text(
    _ comparison: Comparison, before: String = "old.txt", after: String = ".", color: Bool = false
  ) -> String {
    var output: [UInt8] = []
    ChangeReport(
      comparison, beforeName: Array(before.utf8), afterName: Array(after.utf8), usesColor: color
    ).appendText(to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  static let base = ScopeTests.base

  @Test func `one change`() {
    let after = Self.base.changed { $0["src/a"].content = [1] }
    #expect(
      Self.text(compare(Self.base, after, scanned: true)) == """
        before      old.txt  (11 entries)
        after       .  (11 entries)

        1 change: 1 content

        content     src/a

        Would COPY . DEST run again?
          BuildKit       yes:     content
          Buildah        yes:     content
          kaniko         yes:     content
          classic Docker yes:     content

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
        before      old.txt  (13 entries)
        after       .  (16 entries)

        16 changes: 6 added, 3 removed, 1 moved, 1 kind, 1 content, 1 target, 1 mode, 1 owner, 1 attributes

        added       .git/  (and 2 entries below)
        moved       bin/b
               from lib/b
        mode        0644 -> 0755  bin/run
        owner       0:0 -> 1000:0  bin/run
        added       evil\\x1b]0;\\x23\\x23[error]\\xe2\\x80\\xae
        removed     gone/  (and 2 entries below)
        attributes  late
        content     lib/a
        target      link
                was lib/a
                now lib
        added       new
        kind        file -> directory  plain  (and 1 entry below added)

        Would COPY . DEST run again?
          BuildKit       yes:     added, removed, moved, kind, content, target, mode, attributes
          Buildah        yes:     added, removed, moved, kind, content, target, mode, owner, attributes
          kaniko         yes:     added, removed, moved, kind, content, target, mode, owner
          classic Docker yes:     added, removed, moved, kind, content, mode

        Hardly anyone means to copy some of these; lines for .dockerignore:
          .git

        """)
  }

  @Test func `what a umask explains is one line`() {
    let found = compare(UmaskShiftTests.tree(0o022), UmaskShiftTests.tree(0o002), long: true)
    #expect(
      Self.text(found, after: "new.txt") == """
        before      old.txt  (11 entries)
        after       new.txt  (11 entries)

        9 changes: 9 mode

        mode        4 files 0644 -> 0664, 2 files 0755 -> 0775, 3 directories 0755 -> 0775: \
        umask 022 -> 002

        Would COPY . DEST run again?
          BuildKit       yes:     mode
          Buildah        yes:     mode
          kaniko         yes:     mode
          classic Docker yes:     mode

        """)
  }

  @Test func `a change below the listed levels comes with the depth to use`() {
    let after = Self.base.changed {
      $0["src/gen/deep/x"].content = [9]
      $0["doc/b"].content = [9]
    }
    #expect(
      Self.text(compare(Self.base, after, depth: 1)) == """
        before      old.txt  (5 entries)
        after       .  (5 entries)

        2 changes: 2 below
        Modes and owners are not in these listings.

        below       doc/
        below       src/

        The listings stop above 2 changes. To see what changed below doc
        and 1 other directory, list both sides
        again with --max-depth 2.

        Would COPY . DEST run again?
          BuildKit       yes:     below
          Buildah        yes:     below
          kaniko         unknown: mode, owner, below, special-files
          classic Docker unknown: mode, attributes, below, special-files
        Listings made with --long on both sides tell more.

        """)
  }

  @Test func `no difference, and what that does not cover`() {
    let found = Self.text(compare(Self.base, Self.base))
    #expect(
      found
        == """
        before      old.txt  (11 entries)
        after       .  (11 entries)

        No difference: the content is the same, proven by the digest of the root.
        Modes and owners are not in these listings.

        Would COPY . DEST run again?
          BuildKit       unknown: mode, attributes, special-files
          Buildah        unknown: mode, owner, attributes, special-files
          kaniko         unknown: mode, owner, special-files
          classic Docker unknown: mode, attributes, special-files
        Listings made with --long on both sides tell more.

        """)
  }

  @Test func `a change that BuildKit overlooks in place`() {
    let after = Self.base.changed { $0["src"].mode = 0o700 }
    let found = Self.text(compare(Self.base, after, scanned: true))
    #expect(
      found.hasSuffix(
        """
          classic Docker yes:     mode
        BuildKit's daemon overlooks such a change in a directory that it has built from
        before: there it may say CACHED and use what it had.

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
        before      ci.log#2  [6/6] RUN dchecksum .\\x1b  (clipped, 8 entries)
        after       .  (11 entries)

        1 change: 1 content
        Modes and owners are not in these listings.
        2 paths of "after" may be new or among the lines that "before" lost.

        content     top

        """))
  }

  @Test func `nothing is said that is not known`() {
    let found = Self.text(
      Comparison(before: Self.base.listing(), after: Self.base.listing(.buildkit)))
    #expect(
      found == """
        before      old.txt  (11 entries)
        after       .  (11 entries)

        Not settled: one side has content digests, the other BuildKit's: they can't be compared.

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
      lines[4..<7] == [
        "added       new/  (and 4 entries below)", "moved       new/m", "       from old/m",
      ])
    let back = Self.text(compare(after, before)).split(separator: "\n")
    #expect(
      back[4..<7] == [
        "removed     new/  (and 4 entries below)", "moved       old/m", "       from new/m",
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
      lines[4] == "kind        directory -> link  d  (and 3 entries below removed)")
    #expect(lines[5] == "Would COPY . DEST run again?")
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

  @Test func `thousands of changes are one line each, with the counts at both ends`() {
    let lines = Self.text(Self.many).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[3] == "4200 changes: 1200 added, 3000 content")
    #expect(lines[5] == "content     data/file-with-a-longer-name-0.txt")
    #expect(lines.count == 5 + 3_000 + 300 + 1 + 1 + 1 + 5 + 1)
    #expect(lines[3_005] == "added       src/generated0/  (and 3 entries below)")
    #expect(lines[3_306] == lines[3])
    #expect(lines.allSatisfy { $0.count <= 80 })
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
