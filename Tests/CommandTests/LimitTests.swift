import Foundation
import TestSupport
import Testing

/// Trees and limits at which a program that was not meant for them stops.
@Suite struct LimitTests {
  /// What a directory chain's digest has to be, by a few lines of another language.
  private func oracle(_ path: String) -> String {
    let root = shell(
      "exec python3 \"$1\" --root \"$2\"",
      [Fixture.path("oracle.py"), path].map { Array($0.utf8) })
    return root.lines.first ?? root.complaints
  }

  private func script(_ tree: TestTree, _ python: String, _ arguments: String...) {
    let made = shell(
      "cd \"$1\" && shift && exec python3 -c \"$@\"",
      ([tree.string, python] + arguments).map { Array($0.utf8) })
    #expect(made.status == 0, "\(made.complaints)")
  }

  private let makeLevels = """
    import os, sys
    for level in range(int(sys.argv[1])):
        open("f", "w").write(str(level))
        os.mkdir(sys.argv[2])
        os.chdir(sys.argv[2])
    with open("end", "wb") as file:
        file.truncate(1 << 22)
    """

  @Test(.enabled(if: Fixture.hasPython), arguments: zip([16, 1024], ["4", "1"]))
  func `ten thousand levels of directories`(_ descriptors: Int, _ jobs: String) {
    let tree = TestTree()
    script(tree, makeLevels, "10000", "level")
    let outcome = Tool.inShell(
      "ulimit -n \(descriptors); ulimit -s 1024; timeout 60 \"$@\"", "-j", jobs, "-d", "0",
      tree.string)
    #expect(outcome.status == 0)
    #expect(outcome.complaints.isEmpty)
    #expect(outcome.lines.first == oracle(tree.string))
  }

  @Test(.enabled(if: Fixture.hasPython)) func `paths of a hundred thousand bytes`() {
    let tree = TestTree()
    let name = String(repeating: "n", count: 255)
    script(tree, makeLevels, "400", name)
    let outcome = Tool.run("-d", "all", tree.string)
    #expect(outcome.status == 0)
    #expect(outcome.lines.first == oracle(tree.string))
    #expect(outcome.lines.count == 802)
    #expect((outcome.lines.map(\.utf8.count).max() ?? 0) == 43 + 400 * 256 + 3)
  }

  @Test func `names of 255 bytes are listed whole`() {
    let name = String(repeating: "é", count: 127) + "!"
    let tree = TestTree().file(Name(name), "x").directory(Name("d" + name.dropFirst()))
    let lines = Tool.run(tree.string).lines
    #expect(lines.count == 3)
    #expect(lines.last?.hasSuffix(" F \(name)") == true)
  }

  @Test func `sixteen descriptors are enough for any tree and any number of threads`() {
    let tree = TestTree()
    for wide in 0..<30 {
      for deep in 0..<12 {
        let folder = (0...deep).map { "d\($0)" }.joined(separator: "/")
        tree.file(Name("w\(wide)/\(folder)/f"), "\(wide) \(deep)")
      }
    }
    let whole = Tool.run("-d", "all", tree.string)
    for jobs in ["1", "2", "64"] {
      let outcome = Tool.inShell(
        "ulimit -n 16; timeout 60 \"$@\"", "-d", "all", "-j", jobs, tree.string)
      #expect(outcome.status == 0)
      #expect(outcome.complaints.isEmpty)
      #expect(outcome.output == whole.output)
    }
  }

  @Test(.enabled(if: Machine.isStatic), arguments: 0...4)
  func `fewer descriptors than can do are an error or are reported`(_ count: Int) {
    let tree = TestTree().file("a", "a").file("b/c", "c")
    let outcome = Tool.inShell("ulimit -n \(count); exec \"$@\"", tree.string)
    #expect(outcome.status == 1 || outcome.status == 2)
    #expect(outcome.status != 2 || outcome.output.isEmpty)
  }

  @Test(.enabled(if: Fixture.hasPython)) func `a directory of very many entries`() {
    let count = 30_000
    let tree = TestTree()
    script(
      tree,
      "import os, sys\nfor n in range(int(sys.argv[1])): os.close(os.open(str(n), os.O_CREAT))",
      "\(count)")
    let outcome = Tool.run(tree.string)
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == count + 1)
    #expect(outcome.lines.first == oracle(tree.string))
  }

  // What sha1sum says of them. One thread hashes both at a time, block by block. Sparse: an
  // ordinary build takes a minute for so much.
  @Test func `two files of more than 4 GiB beside each other keep each its length and its tail`() {
    let (size, digests) =
      Machine.isStatic
      ? (
        1 << 32,
        ("ed4e242fbb152330b464d8812afead7ba2e2a07a", "3f8d21fcdbf95bb859e33898a74694b72e00ac1d")
      )
      : (
        1 << 26,
        ("f7d652b75597b87adc554959c99b481b75ea7e7e", "192f8774220e1d12c25378c4fb640e2a4192e3a0")
      )
    let tree = TestTree()
    _ = shell(
      "truncate -s \(size + 100) \"$1/a\"; truncate -s \(size + 204) \"$1/b\"; printf tail >>\"$1/b\"",
      [tree.path])
    #expect(
      Tool.run("-j", "1", tree.string).lines.suffix(2) == ["\(digests.0) F a", "\(digests.1) F b"])
  }

  @Test func `the longest link target that there is`() {
    let target = String(repeating: "0123456789", count: 409) + "01234"
    let tree = TestTree().link("l", to: Name(target))
    let sum = shell("printf %s \"$1\" | sha1sum", [Array(target.utf8)]).text.prefix(40)
    #expect(Tool.run(tree.string).lines.last == "\(sum) S l")
    #expect(Tool.run("-l", tree.string).lines.last?.hasSuffix(" l -> \(target)") == true)
  }

  @Test(.enabled(if: Machine.isStatic), arguments: [1500, 2000, 4000, 8000])
  func `memory that is refused is a clear error`(_ kibibytes: Int) {
    let tree = TestTree()
    for index in 0..<20_000 { tree.file(Name("a name of some length, to fill memory, \(index)")) }
    let outcome = Tool.inShell("ulimit -v \(kibibytes); \"$@\"", "-d", "all", tree.string)
    if outcome.status == 0 { return #expect(kibibytes >= 4000) }
    #expect(outcome.status == 2)
    #expect(outcome.complaints == "dchecksum: Out of memory\n")
    #expect(outcome.output.isEmpty)
  }

  @Test(.enabled(if: Machine.canTrace), arguments: ["when=1+", "when=2+"])
  func `threads that cannot be started are done without`(_ which: String) {
    let tree = TestTree()
    for index in 0..<500 { tree.file(Name("d\(index % 7)/\(index)"), "\(index)") }
    let outcome = Tool.inShell(
      """
      timeout 60 strace -f -qq -o /dev/null -e trace=clone,clone3 \
        -e inject=clone,clone3:error=EAGAIN:\(which) "$@"
      """, "-j", "8", "-d", "all", tree.string)
    #expect(outcome.status == 0)
    #expect(outcome.complaints.isEmpty)
    #expect(outcome.output == Tool.run("-d", "all", tree.string).output)
  }
}
