import Testing

@testable import DirectoryChecksum

@Suite struct UmaskShiftTests {
  static func tree(_ umask: UInt16) -> ModelTree {
    var tree = ModelTree(
      """
      bin/
      src/
      src/sub/
      bin/run x
      bin/stop y
      src/a 1
      src/sub/b 2
      src/sub/c 3
      top 4
      link -> top
      """)
    for path in tree.entries.keys where path != "." {
      switch tree[path].kind {
      case .directory: tree[path].mode = 0o777 & ~umask
      case .link: break
      default: tree[path].mode = (path.hasPrefix("bin/") ? 0o777 : 0o666) & ~umask
      }
    }
    return tree
  }

  @Test(
    arguments: [
      (0o022, 0o002), (0o002, 0o022), (0o022, 0o077), (0o077, 0o022), (0o027, 0o022),
      (0o022, 0o000),
    ] as [(UInt16, UInt16)])
  func `trees made under two umasks show the umasks`(_ before: UInt16, _ after: UInt16) throws {
    let found = compare(Self.tree(before), Self.tree(after), long: true)
    #expect(found.changes.count == 9)
    let shift = try #require(found.umaskShift)
    #expect(shift.before == before && shift.after == after)
  }

  @Test func `files alone show the umask as far as they can`() throws {
    let before = ModelTree("a 1\nb 2\nc 3")
    let after = before.changed { for path in ["a", "b", "c"] { $0[path].mode = 0o600 } }
    let shift = try #require(compare(before, after, long: true).umaskShift)
    #expect(shift.before == 0o022 && shift.after == 0o077)
  }

  @Test func `single changes of modes are no umask`() {
    let before = Self.tree(0o022)
    for paths in [["src/a"], ["src/a", "top"], ["src/sub"]] {
      let after = before.changed { for path in paths { $0[path].mode ^= 0o020 } }
      #expect(compare(before, after, long: true).umaskShift == nil)
    }
    let executables = before.changed { for path in ["src/a", "top"] { $0[path].mode = 0o755 } }
    #expect(compare(before, executables, long: true).umaskShift == nil)
    let readOnly = before.changed {
      for path in ["src/a", "top", "src/sub/b", "src/sub/c"] { $0[path].mode = 0o444 }
    }
    #expect(compare(before, readOnly, long: true).umaskShift == nil)
  }

  @Test func `what the umask does not explain stays apart`() throws {
    let after = Self.tree(0o002).changed {
      $0["top"].mode = 0o755
      $0["src/a"].content = [9]
    }
    let found = compare(Self.tree(0o022), after, long: true)
    let shift = try #require(found.umaskShift)
    let explained = found.changes.indices.filter { shift.explains(found.changes, $0) }
    #expect(explained.count == 7)
  }
}
