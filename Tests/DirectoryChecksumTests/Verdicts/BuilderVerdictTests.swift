import Testing

@testable import DirectoryChecksum

/// Single changes, and whether Buildah 1.28, classic Docker 20.10 and kaniko 1.24 then ran
/// `COPY . DEST` again.
@Suite struct BuilderVerdictTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    /// M (miss) or H (hit): Buildah, classic Docker, kaniko.
    let answers: String
    var tree = base
    let change: @Sendable (inout ModelTree) -> Void

    init(
      _ name: String, _ answers: String, _ tree: ModelTree = base,
      _ change: @escaping @Sendable (inout ModelTree) -> Void
    ) {
      self.name = name
      self.answers = answers
      self.tree = tree
      self.change = change
    }

    var testDescription: String { name }
  }

  static let base = ModelTree(
    """
    src/
    src/sub/
    src/hollow/
    src/a alpha
    src/b beta
    src/sub/c gamma
    src/l -> a
    src/ld -> sub
    src/dangling -> nowhere
    src/absolute -> /etc/none
    """)
  static let twins = ModelTree("a same\nb same\nc same\nd/\nd/e same")
  static let linkedTwins = twins.changed {
    $0["a"].inode = 1
    $0["b"].inode = 1
  }
  static let specials = ModelTree("a 1\n=p\n!s\n%n 3")
  static let owned = base.changed { for path in base.entries.keys { $0[path].owner = 1000 } }
  static let tagged = base.changed { $0["src/a"].attributes = ["user.k": [1]] }
  static let capable = base.changed { $0["src/a"].attributes = ["security.capability": [1]] }

  static let cases: [Case] = [
    Case("control-nothing", "HHH") { _ in },
    Case("control-nothing, equal files", "HHH", twins) { _ in },
    Case("content-same-size", "MMM") { $0["src/a"].content = Array("alphA".utf8) },
    Case("content-append", "MMM") { $0["src/a"].content += [1] },
    Case("content-swapped-between-files", "MMM") {
      $0["src/a"].content = Array("beta".utf8)
      $0["src/b"].content = Array("alpha".utf8)
    },
    Case("mode-file-600", "MMM") { $0["src/a"].mode = 0o600 },
    Case("mode-file-group-write", "MMM") { $0["src/a"].mode = 0o664 },
    Case("mode-file-exec", "MMM") { $0["src/a"].mode = 0o755 },
    Case("mode-file-setuid", "HMM") { $0["src/a"].mode = 0o4644 },
    Case("mode-file-setgid", "HMM") { $0["src/a"].mode = 0o2644 },
    Case("mode-file-sticky", "MMM") { $0["src/a"].mode = 0o1644 },
    Case("setuid and execute together", "MMM") { $0["src/a"].mode = 0o4755 },
    Case("mode-subdir-700", "MMM") { $0["src/sub"].mode = 0o700 },
    Case("mode-subdir-setgid", "HMM") { $0["src/sub"].mode = 0o2755 },
    Case("mode-subdir-sticky", "MMM") { $0["src/sub"].mode = 0o1755 },
    Case("mode-context-root", "HHM") { $0["."].mode = 0o700 },
    Case("mode-empty-dir", "MMM") { $0["src/hollow"].mode = 0o700 },
    Case("uid-file-known-user", "MHM") { $0["src/a"].owner = 33 },
    Case("uid-file-unknown-user", "MHM") { $0["src/a"].owner = 54321 },
    Case("gid-file", "MHM") { $0["src/a"].group = 33 },
    Case("uid-subdir", "MHM") { $0["src/sub"].owner = 33 },
    Case("uid-symlink", "MHM") { $0["src/l"].owner = 33 },
    Case("uid-1000-vs-2000", "HHM", owned) {
      for path in $0.entries.keys { $0[path].owner = 2000 }
    },
    Case("uid-nobody-vs-1000", "MHM", owned) {
      for path in $0.entries.keys { $0[path].owner = 65534 }
    },
    Case("uid-1000-vs-root-all", "MHM", owned) {
      for path in $0.entries.keys { $0[path].owner = 0 }
    },
    Case("uid of the root", "HHM") { $0["."].owner = 33 },
    Case("xattr-user-file", "MHH") { $0["src/a"].attributes = ["user.k": [1]] },
    Case("xattr-user-dir", "MHH") { $0["src/sub"].attributes = ["user.k": [1]] },
    Case("xattr-user-value", "MHH", tagged) { $0["src/a"].attributes = ["user.k": [2]] },
    Case("xattr-user-top-dir", "HHH") { $0["."].attributes = ["user.k": [1]] },
    Case("xattr-trusted-file", "HHH") { $0["src/a"].attributes = ["trusted.k": [1]] },
    Case("xattr-security-other", "HHH") { $0["src/a"].attributes = ["security.k": [1]] },
    Case("xattr-security-capability", "MMH") {
      $0["src/a"].attributes = ["security.capability": [1]]
    },
    Case("xattr-security-capability-symlink", "MHH") {
      $0["src/l"].attributes = ["security.capability": [1]]
    },
    Case("acl-posix", "HHH") { $0["src/a"].attributes = ["system.posix_acl_access": [1]] },
    Case("rename-file-same-order", "MMH") { $0.move("src/b", to: "src/bb") },
    Case("rename-file-other-order", "MMM") { $0.move("src/a", to: "src/zz") },
    Case("rename-case", "MMH", ModelTree("readme x\nz y")) { $0.move("readme", to: "README") },
    Case("rename-nfc-to-nfd", "MMM", ModelTree("\u{e9} 1\nf 2")) {
      $0.move("\u{e9}", to: "e\u{301}")
    },
    Case("rename-subdir", "MMH") { $0.move("src/sub", to: "src/suc") },
    Case("rename-empty-dir", "MMH") { $0.move("src/hollow", to: "src/hole") },
    Case("rename-swap-names", "MMM") {
      $0.move("src/a", to: "src/t")
      $0.move("src/b", to: "src/a")
      $0.move("src/t", to: "src/b")
    },
    Case("rename-swap-equal-files", "HHH", twins) {
      $0.move("a", to: "t")
      $0.move("b", to: "a")
      $0.move("t", to: "b")
    },
    Case("move-file-to-subdir", "MMM") { $0.move("src/a", to: "src/sub/a") },
    Case("the files of a name move on, in the same order", "MMH", ModelTree("a 1\nb 2")) {
      $0.remove("a")
      $0["b"].content = Array("1".utf8)
      $0.add("c 2")
    },
    Case("empty-dir-added", "MMM") { $0.add("src/new/") },
    Case("empty-dir-removed", "MMM") { $0.remove("src/hollow") },
    Case("empty-file-added", "MMM") { $0.add("src/new") },
    Case("empty-dir-to-empty-file", "MMM") {
      $0.remove("src/hollow")
      $0.add("src/hollow")
    },
    Case("fifo-added", "MMM") { $0.add("=src/fifo") },
    Case("socket-added", "HHM") { $0.add("!src/socket") },
    Case("socket-removed", "HHM", specials) { $0.remove("s") },
    Case("device-added", "MMM") { $0.add("%src/null 3") },
    Case("device-minor", "MMH", specials) { $0["n"].device = 5 },
    Case("symlink-replaces-equal-file", "MMM") {
      $0.remove("src/b")
      $0.add("src/b -> a")
    },
    Case("symlink replaced by an equal file", "MMM") {
      $0.remove("src/l")
      $0.add("src/l alpha")
    },
    Case("symlink-retarget-file", "MMM") { $0["src/l"].content = Array("b".utf8) },
    Case("symlink-retarget-same-file", "MHM") { $0["src/l"].content = Array("./a".utf8) },
    Case("symlink-retarget-same-file by a detour", "MHM") {
      $0["src/l"].content = Array("../src/./sub/../a".utf8)
    },
    Case("symlink-retarget-dangling", "MHM") {
      $0["src/dangling"].content = Array("elsewhere".utf8)
    },
    Case("symlink-retarget-absolute", "MHM") {
      $0["src/absolute"].content = Array("/etc/other".utf8)
    },
    Case("symlink-retarget-dir", "MMM") { $0["src/ld"].content = Array("hollow".utf8) },
    Case("symlink-dangling-to-file", "MMM") { $0["src/dangling"].content = Array("a".utf8) },
    Case("symlink-rename", "MHH") { $0.move("src/l", to: "src/l0") },
    Case("symlink-rename to another directory", "MMM") { $0.move("src/l", to: "src/sub/l") },
    Case("symlink-dangling-rename", "MMH") { $0.move("src/dangling", to: "src/dangling2") },
    Case("symlink added", "MMM") { $0.add("src/new -> a") },
    Case("symlink-replaced-by-hardlink", "MMM") {
      $0.remove("src/l")
      $0.add("src/l alpha")
      $0["src/l"].inode = 7
      $0["src/a"].inode = 7
    },
    Case("hardlink-replaces-equal-copy", "MMH", twins) {
      $0["a"].inode = 1
      $0["b"].inode = 1
    },
    Case("hardlink-broken-up", "MMH", linkedTwins) {
      $0["a"].inode = 0
      $0["b"].inode = 0
    },
    Case("hardlink-outside-context", "HHH", twins) { $0["a"].inode = 1 },
    Case("hardlink-other-pair", "MMH", linkedTwins) {
      $0["b"].inode = 0
      $0["c"].inode = 1
    },
    Case("hardlink under another inode number", "HHH", linkedTwins) {
      $0["a"].inode = 9
      $0["b"].inode = 9
    },
    Case("hardlink-content-both-inside", "MMM", linkedTwins) {
      $0["a"].content = [1]
      $0["b"].content = [1]
    },
    Case("hardlink-across-subtrees, both copied", "MMH", twins) {
      $0["a"].inode = 1
      $0["d/e"].inode = 1
    },
    Case("ignore-comment-COPY-dot", "MMM", ModelTree(".dockerignore x")) {
      $0[".dockerignore"].content = Array("# x".utf8)
    },
  ]

  static func answers(_ verdicts: [Verdict]) -> [Builder: Bool?] {
    Dictionary(uniqueKeysWithValues: verdicts.map { ($0.builder, $0.rebuild) })
  }

  static func expected(_ item: Case) -> [(Builder, Bool)] {
    let misses = item.answers.map { $0 == "M" }
    return [(.buildah, misses[0]), (.dockerClassic, misses[1]), (.kaniko, misses[2])]
  }

  @Test(arguments: cases)
  func `two directories have the builders' verdicts`(_ item: Case) {
    let after = item.tree.changed(item.change)
    for (left, right) in [(item.tree, after), (after, item.tree)] {
      let found = Self.answers(compare(left, right, scanned: true).verdicts)
      for (builder, isMiss) in Self.expected(item) {
        // Whether the host knows names for the group 0 and for 65534 is its own matter.
        if builder == .buildah, ["gid-file", "uid-nobody-vs-1000"].contains(item.name) {
          #expect(found[builder] == .some(nil))
        } else {
          #expect(found[builder] == isMiss, "\(builder)")
        }
      }
    }
  }

  /// Facts that no listing shows.
  static let invisible = ["fifo", "socket", "device"]

  @Test(arguments: cases.filter { item in !invisible.contains { item.name.hasPrefix($0) } })
  func `two long listings have what is sure, and never a no`(_ item: Case) {
    let after = item.tree.changed(item.change)
    let found = Self.answers(compare(item.tree, after, long: true).verdicts)
    for (builder, isMiss) in Self.expected(item) {
      guard let answer = found[builder] else { continue }
      let mayBeUnknown =
        item.name.hasPrefix("hardlink") || item.name.contains("equal files")
        || item.name.contains("equal-files") || item.name.hasPrefix("xattr")
        || ["gid-file", "uid-nobody-vs-1000"].contains(item.name)
      // FIFOs, sockets and devices may have come or gone.
      #expect(answer == (isMiss ? true : nil) || answer == nil && mayBeUnknown, "\(builder)")
    }
  }

  @Test(arguments: cases.filter { item in !invisible.contains { item.name.hasPrefix($0) } })
  func `short, shallow or BuildKit listings are never wrong`(_ item: Case) {
    let after = item.tree.changed(item.change)
    for format in [DigestFormat.content, .buildkit] {
      for depth in [0, 1, 2, 9] {
        for long in [false, true] {
          let comparison = compare(item.tree, after, format, long: long, depth: depth)
          let found = Self.answers(comparison.verdicts)
          for (builder, isMiss) in Self.expected(item) {
            guard case let answer?? = found[builder] else { continue }
            #expect(answer == isMiss, "\(builder) \(format) \(depth) \(long)")
          }
        }
      }
    }
  }

  @Test func `names in the context's own passwd leave Buildah's answer open`() {
    let before = ModelTree("etc/\netc/passwd x\nfile y").changed { $0["file"].owner = 1000 }
    let after = before.changed { $0["file"].owner = 2000 }
    #expect(Self.answers(compare(before, after, scanned: true).verdicts)[.buildah] == .some(nil))
  }

  @Test func `links through links are followed, or left open`() {
    let before = ModelTree("a 1\nb 2\nl -> m\nm -> a\nd/\nd/x 1\ne -> d\nx 9")
    let chain = before.changed { $0["l"].content = Array("a".utf8) }
    #expect(Self.answers(compare(before, chain, scanned: true).verdicts)[.dockerClassic] == false)
    let throughDirectory = before.changed { $0["l"].content = Array("e/x".utf8) }
    #expect(
      Self.answers(compare(before, throughDirectory, scanned: true).verdicts)[.dockerClassic]
        == .some(nil))
    let loop = before.changed { $0["m"].content = Array("l".utf8) }
    #expect(
      Self.answers(compare(before, loop, scanned: true).verdicts)[.dockerClassic] == .some(nil))
  }

  @Test func `the reasons are the changes that count`() throws {
    let after = Self.base.changed {
      $0["src/a"].content = [1]
      $0["src/b"].mode = 0o4644
      $0["src/sub"].owner = 5
    }
    let verdicts = compare(Self.base, after, scanned: true).verdicts
    func reasons(_ builder: Builder) -> [Verdict.Reason] {
      verdicts.first { $0.builder == builder }?.because ?? []
    }
    #expect(verdicts.map(\.builder) == [.buildkit, .buildah, .kaniko, .dockerClassic])
    #expect(reasons(.buildkit) == [.change(.content), .change(.mode)])
    #expect(reasons(.buildah) == [.change(.content), .change(.owner)])
    #expect(reasons(.kaniko) == [.change(.content), .change(.mode), .change(.owner)])
    #expect(reasons(.dockerClassic) == [.change(.content), .change(.mode)])
  }

  @Test func `what is not known is named`() {
    let verdicts = compare(Self.base, Self.base).verdicts
    for verdict in verdicts {
      #expect(verdict.rebuild == nil && verdict.because.contains(.change(.mode)))
    }
    let twins = compare(Self.twins, Self.twins, long: true).verdicts
    #expect(twins[0].rebuild == nil && twins[0].because == [.specialFiles])
    let unknown: [Verdict.Reason] = [.change(.attributes), .hardLinks, .specialFiles]
    #expect(twins[1].rebuild == nil && twins[1].because == unknown)
    #expect(twins[2].rebuild == nil && twins[2].because == [.specialFiles])
    let whole = compare(Self.twins, Self.twins, .buildkit, long: true).verdicts
    #expect(whole[0].rebuild == false)
    #expect(whole[2].rebuild == nil && whole[2].because == [.ignoreRules])
  }
}
