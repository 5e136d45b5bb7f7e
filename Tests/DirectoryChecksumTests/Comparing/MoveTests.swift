import Testing

@testable import DirectoryChecksum

@Suite struct MoveTests {
  static let base = ModelTree(
    """
    src/
    src/sub/
    src/sub/a 1
    src/sub/b 2
    src/c 3
    lib/
    lib/d 4
    copy1 same
    copy2 same
    empty
    hollow/
    link -> src/c
    """)

  @Test func `a directory moves as a whole`() {
    let after = Self.base.changed { $0.move("src", to: "lib/src") }
    #expect(compare(Self.base, after, long: true).lines == ["moved lib/src <- src"])
    #expect(compare(Self.base, after, .buildkit).lines == ["moved lib/src <- src"])
    let renamed = Self.base.changed { $0.move("src", to: "source") }
    #expect(compare(Self.base, renamed).lines == ["moved source <- src"])
    #expect(compare(Self.base, renamed, depth: 1).lines == ["moved source <- src"])
  }

  @Test func `modes that changed on the way are told with the new path`() {
    let after = Self.base.changed {
      $0.move("src", to: "source")
      $0["source/sub/b"].mode = 0o755
      $0["source"].owner = 5
    }
    #expect(
      compare(Self.base, after, long: true).lines
        == ["moved source <- src", "owner source", "mode source/sub/b"])
  }

  @Test func `a directory that changed on the way moves file by file`() {
    let after = Self.base.changed {
      $0.move("src", to: "source")
      $0["source/c"].content = [9]
    }
    #expect(
      compare(Self.base, after).lines
        == [
          "added source", "added source/c", "moved source/sub <- src/sub", "removed src",
          "removed src/c",
        ].sorted(by: ComparisonOrder.precedes))
  }

  @Test func `of several equal files the one that kept its name is the one that moved`() {
    let after = Self.base.changed {
      $0.move("copy1", to: "lib/x")
      $0.move("copy2", to: "lib/copy2")
    }
    #expect(
      compare(Self.base, after).lines == ["moved lib/copy2 <- copy2", "moved lib/x <- copy1"])
  }

  @Test func `a path moves once`() {
    let after = Self.base.changed {
      $0.remove("copy1")
      $0.remove("copy2")
      $0.add("one same")
    }
    #expect(compare(Self.base, after).lines == ["removed copy2", "moved one <- copy1"])
    #expect(compare(after, Self.base).lines == ["moved copy1 <- one", "added copy2"])
  }

  @Test func `a copy is no move`() {
    let after = Self.base.changed { $0.add("copy3 same") }
    #expect(compare(Self.base, after).lines == ["added copy3"])
  }

  @Test func `what is empty moves only under its name`() {
    let renamed = Self.base.changed {
      $0.move("empty", to: "void")
      $0.move("hollow", to: "shallow")
    }
    #expect(
      compare(Self.base, renamed).lines
        == ["removed empty", "removed hollow", "added shallow", "added void"])
    let moved = Self.base.changed {
      $0.move("empty", to: "lib/empty")
      $0.move("hollow", to: "lib/hollow")
    }
    #expect(
      compare(Self.base, moved).lines
        == ["moved lib/empty <- empty", "moved lib/hollow <- hollow"])
  }

  @Test func `a link moves, but never becomes a file`() {
    let after = Self.base.changed { $0.move("link", to: "lib/link") }
    #expect(compare(Self.base, after).lines == ["moved lib/link <- link"])
    let file = Self.base.changed {
      $0.remove("link")
      $0.add("lib/link src/c")
    }
    #expect(compare(Self.base, file).lines == ["added lib/link", "removed link"])
  }

  @Test func `a directory with a copy of it elsewhere moves whole and once`() {
    let after = Self.base.changed {
      $0.move("src", to: "source")
      $0.add("backup/")
      $0.add("backup/sub/")
      $0.add("backup/sub/a 1")
      $0.add("backup/sub/b 2")
    }
    #expect(
      compare(Self.base, after).lines == [
        "added backup", "added backup/sub", "added backup/sub/a", "added backup/sub/b",
        "moved source <- src",
      ])
  }

  @Test func `swapped files are two changes of content`() {
    let after = Self.base.changed {
      $0["src/sub/a"].content = Array("2".utf8)
      $0["src/sub/b"].content = Array("1".utf8)
    }
    #expect(compare(Self.base, after).lines == ["content src/sub/a", "content src/sub/b"])
  }

  @Test func `twenty thousand equal files pair without delay`() {
    func listing(_ directory: String) -> Listing {
      ModelTree("a 1").listing().changed { records in
        let digest = sha1(Array(directory.utf8)).withUnsafeBytes { Digest($0) }
        let file = records[1]
        records = [records[0].changed(digest: digest)]
        for number in 10_000..<30_000 {
          records.append(file.changed(path: Array("\(directory)\(number)".utf8)))
        }
      }
    }
    let found = Comparison(before: listing("a"), after: listing("b"))
    #expect(found.changes.count == 20_000)
    #expect(found.changes.allSatisfy { $0.aspect == .moved })
  }
}

/// The order in which changes are told, for lists written in another one.
enum ComparisonOrder {
  static func precedes(_ left: String, _ right: String) -> Bool {
    func path(_ line: String) -> [UInt8] {
      Array(line.split(separator: " ").dropFirst().first.map(String.init)?.utf8 ?? "".utf8)
    }
    func record(_ line: String) -> Record {
      Record(digest: nil, kind: .file, path: path(line))
    }
    return record(left).walkOrder(to: record(right)) < 0
  }
}
