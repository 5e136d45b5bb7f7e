import Testing

@testable import DirectoryChecksum

/// Many changes that one cause explains.
@Suite struct CauseTests {
  static let tree = ModelTree("app/\napp/src/\napp/src/a 1\napp/src/b 2\napp/src/c 3\ntop 4")

  static func causes(_ after: ModelTree) -> [Cause] {
    compare(tree, after, long: true).causes
  }

  @Test func `a directory that kept its mode is counted, and hides no umask`() throws {
    let after = Self.tree.changed {
      for path in ["app/src/a", "app/src/b", "app/src/c", "top"] { $0[path].mode = 0o664 }
      $0["app/src"].mode = 0o775
    }
    let cause = try #require(Self.causes(after).first)
    guard case .umask(let shift, let kept) = cause.kind else { return #expect(Bool(false)) }
    #expect(shift.before == 0o022 && shift.after == 0o002 && kept == 1)
    #expect(cause.explained == [0, 1, 2, 3, 4])
    #expect(cause.explains(4) && !cause.explains(5))
  }

  @Test func `directories alone that changed beside some that did not are no umask`() {
    let before = ModelTree("a/\nb/\nc/\nd/")
    let after = before.changed { for path in ["a", "b"] { $0[path].mode = 0o775 } }
    #expect(compare(before, after, long: true).causes.isEmpty)
  }

  @Test func `one owner for all is one cause, and another change stands apart`() throws {
    let after = Self.tree.changed {
      for path in $0.entries.keys { $0[path].owner = 1000 }
      $0["top"].content = [9]
    }
    let found = compare(Self.tree, after, long: true)
    let cause = try #require(found.causes.first)
    #expect(
      cause.kind
        == .owner(from: Cause.Owner(user: 0, group: 0), to: Cause.Owner(user: 1000, group: 0)))
    #expect(cause.explained.count == 7)
    let others = found.changes.indices.filter { !cause.explains($0) }
    #expect(others.map { found.changes[$0].aspect } == [.content])
  }

  @Test func `an umask and an owner are two causes of the same entries`() {
    let after = Self.tree.changed {
      for path in ["app/src/a", "app/src/b", "app/src/c", "top"] {
        $0[path].mode = 0o664
        $0[path].owner = 5
      }
    }
    #expect(Self.causes(after).map(\.explained.count) == [4, 4])
  }

  @Test func `what moved below another directory has one prefix`() throws {
    let before = ModelTree("a 1\nd/\nd/b 2")
    let after = ModelTree("x/\nx/y/\nx/y/a 1\nx/y/d/\nx/y/d/b 2")
    for (left, right, from, to) in [(before, after, "", "x/y"), (after, before, "x/y", "")] {
      let cause = try #require(compare(left, right, long: true).causes.first)
      #expect(cause.kind == .prefix(from: Array(from.utf8), to: Array(to.utf8)))
      #expect(cause.explained.count == 4)
    }
    let renamed = ModelTree("e 1\nd/\nd/f 2")
    #expect(compare(before, renamed, long: true).causes.isEmpty)
  }
}
