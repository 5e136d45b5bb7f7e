import Foundation
import TestSupport
import Testing

/// Entries that are not any more what the directory said a moment before.
///
/// Each test holds the program at the one call where that can happen, and changes the tree there.
@Suite(.enabled(if: Machine.canTrace), .serialized)
struct RaceTests {
  private let outside = TestTree().file("secret", "secret").file("more", "more")
  private let unknown = String(repeating: "?", count: 40)
  /// The SHA-1 of `1`.
  private let one = "356a192b7913b04c54574d18c28d46e6395428ab"
  private let replaced = "Replaced by something else while it was read"

  /// One thing to be swapped, and one that has to be listed whatever becomes of the first.
  private func check(
    _ outcome: Outcome, _ kind: String, _ complaint: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let lines = ["\(unknown) D .", "\(unknown) \(kind) a", "\(one) F b"]
    #expect(outcome.status == 1, sourceLocation: sourceLocation)
    #expect(outcome.complaints == "dchecksum: a: \(complaint)\n", sourceLocation: sourceLocation)
    #expect(outcome.lines == lines, sourceLocation: sourceLocation)
  }

  private var file: TestTree { TestTree().file("a", "a").file("b", "1") }
  private var directory: TestTree { TestTree().file("a/inside", "a").file("b", "1") }
  private var link: TestTree { TestTree().link("a", to: "b").file("b", "1") }

  @Test(arguments: [
    "mkfifo a", "ln -s '$OUTSIDE/secret' a", "mkdir a",
    "perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Local => \"a\", Listen => 1)'",
  ])
  func `a file that becomes something else is not read`(_ change: String) {
    let change = change.replacingOccurrences(of: "$OUTSIDE", with: outside.string)
    let outcome = Tool.run(on: file, holding: "openat:when=2", "rm a; \(change)")
    check(outcome, "F", replaced)
  }

  @Test(.enabled(if: Machine.isRoot), arguments: ["c 1 5", "c 1 3", "c 5 0"])
  func `a file that becomes a device is not read`(_ device: String) {
    let outcome = Tool.run(on: file, holding: "openat:when=2", "rm a; mknod a \(device)")
    check(outcome, "F", replaced)
  }

  @Test func `a file that vanishes`() {
    let outcome = Tool.run(on: file, holding: "openat:when=2", "rm a")
    check(outcome, "F", "No such file or directory")
  }

  @Test func `a directory that becomes a link does not lead out of the tree`() {
    let outcome = Tool.run(
      on: directory, holding: "openat:when=2", "rm -r a; ln -s '\(outside.string)' a")
    check(outcome, "D", replaced)
  }

  @Test func `a directory that becomes a file`() {
    let outcome = Tool.run(on: directory, holding: "openat:when=2", "rm -r a; touch a")
    check(outcome, "D", replaced)
  }

  @Test func `a directory that vanishes before it is opened`() {
    let outcome = Tool.run(on: directory, holding: "openat:when=2", "rm -r a")
    check(outcome, "D", "No such file or directory")
  }

  @Test func `a directory that vanishes before it is read is not taken for an empty one`() {
    let outcome = Tool.run(on: directory, below: "a", holding: "getdents64:when=1", "rm -r a")
    check(outcome, "D", "No such file or directory")
  }

  @Test func `a directory that moves away while it is read is read to its end`() {
    let tree = directory
    let before = Tool.run(tree.string).text
    let outcome = Tool.run(
      on: tree, below: "a", holding: "openat:when=1", "mv a '\(outside.string)/moved'")
    #expect(outcome.status == 0)
    #expect(outcome.text == before)
  }

  @Test func `a link that becomes a file`() {
    let outcome = Tool.run(on: link, holding: "readlinkat:when=1", "rm a; touch a")
    check(outcome, "S", replaced)
  }

  @Test func `a link that vanishes`() {
    let outcome = Tool.run(on: link, holding: "readlinkat:when=1", "rm a")
    check(outcome, "S", "No such file or directory")
  }

  @Test func `what appears behind the reading of the names is left to the next scan`() {
    let tree = file
    let before = Tool.run(tree.string).text
    let outcome = Tool.run(on: tree, holding: "openat:when=2", "touch c; mkdir d")
    #expect(outcome.status == 0)
    #expect(outcome.text == before)
  }
}

/// Files that change between two reads.
@Suite(.enabled(if: Machine.canTrace), .serialized)
struct ChangingFileTests {
  /// More than is read at a time.
  private let tree = TestTree().file("a", [UInt8](repeating: 7, count: 300_000))

  @Test(arguments: ["content", "buildkit"], ["truncate -s 131072 a", "echo more >>a"])
  func `what was read is what is hashed`(_ format: String, _ change: String) {
    let outcome = Tool.run(
      "--digest", format, on: tree, below: "a", holding: "pread64:when=2", change)
    #expect(outcome.status == 0)
    #expect(outcome.text == Tool.run("--digest", format, tree.string).text)
  }

  @Test func `of a file that is emptied there is what had been read`() {
    let outcome = Tool.run(on: tree, below: "a", holding: "pread64:when=2", "truncate -s 0 a")
    tree.file("a", [UInt8](repeating: 7, count: 131_072))
    #expect(outcome.status == 0)
    #expect(outcome.text == Tool.run(tree.string).text)
  }

  @Test func `a file whose size never holds has no digest where the size counts`() {
    let outcome = Tool.inShell(
      """
      cd '\(tree.string)'
      strace -f -qq -o /dev/null -P "$PWD/a" -e trace=pread64 \
        -e inject=pread64:delay_enter=200000 "$@" & scan=$!
      while kill -0 $scan 2>/dev/null; do echo >>a; sleep 0.05; done
      wait $scan
      """, "--digest", "buildkit", ".")
    #expect(outcome.status == 1)
    #expect(outcome.complaints.hasPrefix("dchecksum: a: Kept changing while it was read\n"))
  }
}
