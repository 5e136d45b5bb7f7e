import Foundation
import TestSupport
import Testing

/// `-o FILE`: whole or not at all, and nothing beside it.
@Suite struct OutputTests {
  private let tree = TestTree().file("a", "a").file("b/c", "c")
  private let place = TestTree()
  private var target: String { "\(place.string)/list" }

  private func names() -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: place.string)) ?? []).sorted()
  }

  private func content(_ name: String = "list") -> String? {
    try? String(contentsOfFile: "\(place.string)/\(name)", encoding: .utf8)
  }

  private var listing: String { Tool.run(tree.string).text }

  @Test func `the file holds what standard output would`() {
    let outcome = Tool.run("-o", target, tree.string)
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
    #expect(content() == listing)
    #expect(names() == ["list"])
  }

  @Test func `a file that is replaced keeps its mode and its owner`() {
    place.file("list", "before", mode: 0o640)
    if Machine.isRoot { _ = shell("chown 12:34 \"$1\"", [Array(target.utf8)]) }
    #expect(Tool.run("-o", target, tree.string).status == 0)
    let status = shell("stat -c '%a %u %g' \"$1\"", [Array(target.utf8)]).text
    #expect(status == (Machine.isRoot ? "640 12 34\n" : "640 \(getuid()) \(getgid())\n"))
    #expect(content() == listing)
  }

  @Test(arguments: [
    "list", "./list", "b/list", "b/../list", "l[i]s*t?", "!list", "#list", "l\\ist",
  ])
  func `the file is no part of its own listing, whether it is there or not`(_ name: String) {
    let before = listing
    let path = "\(tree.string)/\(name)"
    for _ in 0..<2 {
      let outcome = Tool.run("-o", path, tree.string)
      #expect(outcome.status == 0)
      #expect(outcome.complaints == "dchecksum: \(path): lies in what is listed, and is left out\n")
      #expect(try! String(contentsOfFile: path, encoding: .utf8) == before)
    }
    let inside = Tool.inShell("cd '\(tree.string)'; \"$@\" && cat '\(name)'", "-o", name, ".")
    #expect(inside.text == before)
  }

  @Test func `a file beside the tree is no reason for a note`() {
    tree.file("list", "of the tree")
    #expect(Tool.run("-o", target, tree.string).complaints.isEmpty)
    #expect(content()?.contains(" F list\n") == true)
  }

  @Test func `through links the file is found in the tree as well`() {
    place.link("tree", to: Name(tree.string)).link("list", to: "tree/b/list")
    let before = listing
    #expect(Tool.run("-o", target, "\(place.string)/tree").status == 0)
    #expect(try! String(contentsOfFile: tree.string + "/b/list", encoding: .utf8) == before)
  }

  @Test(.enabled(if: Machine.canMount))
  func `through a mount of the tree the file is found in it as well`() {
    let before = listing
    let outcome = Tool.inShell(
      """
      unshare --mount sh -c '
        mount --bind "$0" "$1"; list=$1/b/list; echo x >"$list"; shift; "$@" -o "$list" "$0"; cat "$0/b/list"' \
        '\(tree.string)' '\(place.string)' "$@"
      """)
    #expect(outcome.text == before)
  }

  @Test func `a dash is standard output`() {
    let outcome = Tool.inShell("cd '\(place.string)'; \"$@\"", "-o", "-", tree.string)
    #expect(outcome.text == listing)
    #expect(names().isEmpty)
  }

  @Test func `a link is followed and stays`() {
    place.file("real", "before").link("list", to: "real")
    #expect(Tool.run("-o", target, tree.string).status == 0)
    #expect(content("real") == listing)
    #expect(shell("readlink \"$1\"", [Array(target.utf8)]).text == "real\n")
  }

  @Test func `a link to a file that does not exist yet is followed and stays`() {
    place.directory("deep").link("list", to: "deep/link").link("deep/link", to: "../new")
    #expect(Tool.run("-o", target, tree.string).status == 0)
    #expect(content("new") == listing)
    #expect(names() == ["deep", "list", "new"])
  }

  @Test func `a link that leads to itself is an error`() {
    place.link("list", to: "list")
    let outcome = Tool.run("-o", target, tree.string)
    #expect(outcome.status == 2)
    #expect(names() == ["list"])
  }

  @Test func `a FIFO is written to`() {
    place.fifo("list")
    let outcome = Tool.inShell("cat '\(target)' & \"$@\"; wait", "-o", target, tree.string)
    #expect(outcome.text == listing)
    #expect(shell("test -p \"$1\"", [Array(target.utf8)]).status == 0)
  }

  @Test func `an open file without a name is written to in place`() {
    // /dev/stdout is a link of links to it: nothing there may be replaced.
    let outcome = Tool.inShell(
      "exec 3<>'\(target)'; rm '\(target)'; \"$@\" >&3; ls -l /dev/stdout; cat <&3",
      "-o", "/proc/self/fd/1", tree.string)
    #expect(outcome.text.hasSuffix(listing))
    #expect(names().isEmpty)
  }

  @Test func `what a process without time to clean up left is in nobody's way`() {
    // In a container every process has the same number.
    let outcome = Tool.inShell(
      """
      cd '\(place.string)'
      sh -c 'for n in 0 1 2; do : >.dchecksum-$$-$n.tmp; done; : >.dchecksum-$$.tmp; exec "$@"' sh "$@"
      """, "-o", "list", tree.string)
    #expect(outcome.status == 0)
    #expect(outcome.complaints.isEmpty)
    #expect(content() == listing)
  }

  @Test func `a limit on file sizes leaves the file as it was`() {
    for index in 0..<200 { tree.file(Name("many/\(index)")) }
    place.file("list", "before")
    let outcome = Tool.inShell("ulimit -f 2; \"$@\"", "-o", target, tree.string)
    #expect(outcome.status == 2)
    #expect(outcome.complaints == "dchecksum: \(target): File too large\n")
    #expect(content() == "before")
    #expect(names() == ["list"])
  }

  @Test func `a limit on file sizes is an error on standard output`() {
    for index in 0..<200 { tree.file(Name("many/\(index)")) }
    let outcome = Tool.inShell("(ulimit -f 2; \"$@\" >'\(target)')", tree.string)
    #expect(outcome.status == 2)
    #expect(outcome.complaints == "dchecksum: standard output: File too large\n")
  }

  @Test(.enabled(if: Machine.canMount)) func `a full disk leaves the file as it was`() {
    for index in 0..<500 { tree.file(Name("many/\(index)")) }
    let outcome = Tool.inShell(
      """
      unshare --mount sh -c '
        cd "$0"; mount -t tmpfs -o size=16k tmpfs .; cd "$PWD"; echo before >list
        "$@"; echo "status $?"; cat list; ls -A' '\(place.string)' "$@"
      """, "-d", "all", "-o", "list", tree.string)
    #expect(outcome.text == "status 2\nbefore\nlist\n")
    #expect(outcome.complaints == "dchecksum: list: No space left on device\n")
  }

  @Test(
    .enabled(if: Machine.canTrace), arguments: ["TERM", "HUP", "INT"],
    ["write", "renameat,renameat2,rename"])
  func `a signal leaves nothing behind`(_ signal: String, _ call: String) {
    place.file("list", "before")
    let outcome = Tool.inShell(
      """
      cd '\(place.string)'
      strace -f -qq -o /dev/null -e trace=\(call) -e inject=\(call):signal=\(signal):when=1 "$@"
      status=$?; ls -A; exit $status
      """, "-o", "list", tree.string)
    #expect(outcome.status > 128)
    #expect(outcome.text == "list\n")
    #expect(content() == "before" || content() == listing)
  }

  @Test func `a reader that has gone ends the program even where the parent ignores the signal`() {
    for index in 0..<2000 { tree.file(Name("many/\(index)")) }
    let outcome = Tool.inShell(
      "trap '' PIPE; { \"$@\"; echo $? >&3; } 3>&2 | head -n 1 >/dev/null",
      "-d", "all", tree.string)
    #expect(outcome.complaints.split(separator: "\n").last == "141")
    #expect(!outcome.complaints.contains("Broken pipe"))
  }

  @Test(.enabled(if: Machine.canTrace)) func `a signal while a pipe is full is no error`() {
    for index in 0..<3000 { tree.file(Name("many/\(index)")) }
    let whole = Tool.run("-d", "all", tree.string)
    // The reader makes the pipe non-blocking, and lets it fill up.
    let outcome = Tool.inShell(
      """
      strace -f -qq -o /dev/null -e trace=poll,ppoll -e inject=poll,ppoll:error=EINTR:when=1 "$@" |
        python3 -c 'import os,sys,time
      os.set_blocking(0, False); time.sleep(0.5); os.set_blocking(0, True)
      sys.stdout.buffer.write(sys.stdin.buffer.read())'
      """, "-d", "all", tree.string)
    #expect(outcome.output == whole.output)
    #expect(!outcome.complaints.contains("unavailable"))
  }

  @Test func `a closed standard stream is never mistaken for a file of the tree`() {
    let outcome = Tool.inShell("\"$@\" <&- 2>&-", tree.string)
    #expect(outcome.text == listing)
    let silent = Tool.inShell("\"$@\" <&- >&- 2>&-", "-o", target, tree.string)
    #expect(silent.status == 0)
    #expect(content() == listing)
  }
}
