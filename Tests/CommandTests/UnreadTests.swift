import Foundation
import TestSupport
import Testing

/// What a long listing says of entries that could not be read: nothing that is not so.
@Suite(.enabled(if: Machine.canTrace), .serialized)
struct UnreadTests {
  private let tree = TestTree()
    .file("f", "1", mode: 0o640).file("d/x", "2").link("l", to: "f").file("z", "3")
  private let place = TestTree()
  private let unknown = String(repeating: "?", count: 40)

  /// Runs a scan in which the calls that `injections` name fail, of those that have to do with what
  /// is called `name` in the tree, or by name with what is in it.
  private func run(
    _ options: [String], at name: String = "", _ injections: String...
  ) -> Outcome {
    let path = name.isEmpty ? tree.string : "\(tree.string)/\(name)"
    let calls = injections.map { $0.prefix { $0 != ":" } }.joined(separator: ",")
    let wanted = injections.map { "-e inject=\($0)" }.joined(separator: " ")
    return shell(
      "timeout 20 strace -f -qq -o /dev/null -P '\(path)' -e trace=\(calls) \(wanted) \"$@\"",
      Tool.command + (["-l", "-j", "1"] + options + [tree.string]).map { Array($0.utf8) })
  }

  private func owner() -> String { "\(getuid()):\(getgid())" }

  @Test func `a link that cannot be read has its mode and no target`() {
    let outcome = run([], "readlinkat:error=EIO")
    #expect(outcome.status == 1)
    #expect(outcome.lines.contains("\(unknown) S:0777:\(owner()) l"))
    let json = run(["--json"], "readlinkat:error=EIO").lines.first { $0.contains(":\"l\"") }
    #expect(json?.contains("\"mode\":\"0777\"") == true)
    #expect(json?.contains("target") == false)
  }

  @Test(arguments: [[], ["--json"], ["-0"]])
  func `nothing is claimed to have changed that could merely not be read`(_ options: [String]) {
    for (name, call) in [("", "readlinkat"), ("f", "fstat,newfstatat")] {
      let outcome = run(options, at: name, "\(call):error=EIO")
      #expect(outcome.status == 1)
      place.file("list", outcome.output)
      let found = Tool.run("diff", "--json", "\(place.string)/list", tree.string)
      #expect(found.status == 2, "\(found.text)")
      #expect(found.lines.contains { $0.hasPrefix("{\"change\":\"unreadable\"") })
      for word in ["mode", "owner", "added", "removed", "attributes", "content"] {
        #expect(!found.text.contains("{\"change\":\"\(word)\""), "\(found.text)")
      }
    }
  }

  @Test(.enabled(if: Machine.canBeNobody))
  func `a directory that may not be opened has its mode and owner`() {
    _ = shell("chmod 0755 \"$1\" && chmod 0700 \"$1/d\"", [tree.path])
    let outcome = Tool.inShell("setpriv --reuid 65534 --clear-groups \"$@\"", "-l", tree.string)
    #expect(outcome.status == 1)
    #expect(outcome.lines.contains("\(unknown) D:0700:\(owner()) d"))
  }

  @Test func `what nothing could be had of is listed without a mode`() {
    // The first calls are those for the directory itself, as the C library makes them: glibc asks by
    // this call also of what is open.
    let first = Machine.isStatic ? 3 : 5
    let outcome = run([], "openat:error=EIO:when=2+", "newfstatat:error=EIO:when=\(first)+")
    #expect(outcome.status == 1)
    #expect(outcome.lines.contains("\(unknown) F z"))
    #expect(!outcome.text.contains(":0000:"))
  }
}
