import Foundation
import TestSupport
import Testing

/// Calls of the system that fail.
@Suite(.enabled(if: Machine.canTrace), .serialized)
struct FaultTests {
  private let tree = TestTree()
    .file("a", [UInt8](repeating: 7, count: 300_000)).file("b", "1").file("sub/c", "c")
  private let unknown = String(repeating: "?", count: 40)

  /// Runs a scan in which what `injection` names fails, of the calls that have to do with `path`.
  private func run(_ injection: String, at path: String) -> Outcome {
    let call = injection.prefix { $0 != ":" }
    return Tool.inShell(
      """
      timeout 20 strace -f -qq -o /dev/null -P '\(path)' -e trace=\(call) \
        -e inject=\(injection) "$@"
      """, tree.string)
  }

  @Test func `a sample of all calls and errors`() throws {
    try #require(Fixture.hasPython)
    guard Machine.isStatic, let binary = Tool.command.last else { return }
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../scripts/inject-faults.py").path
    let outcome = shell(
      "exec python3 \"$1\" --every 100 \"$2\"", [Array(script.utf8), binary])
    #expect(outcome.status == 0, "\(outcome.text)\(outcome.complaints)")
  }

  @Test(arguments: [1, 2, 3])
  func `a file that cannot be read to its end has no digest`(_ read: Int) {
    let outcome = run("pread64:error=EIO:when=\(read)", at: "\(tree.string)/a")
    #expect(outcome.status == 1)
    #expect(outcome.lines.first == "\(unknown) D .")
    #expect(outcome.lines.contains("\(unknown) F a"))
    #expect(outcome.complaints.hasPrefix("dchecksum: a: "))
    #expect(outcome.lines.count == 5)
  }

  @Test(arguments: ["pread64", "getdents64", "openat", "fstat,newfstatat"])
  func `what a signal interrupts is done again`(_ call: String) {
    let whole = Tool.run(tree.string)
    for path in [tree.string, "\(tree.string)/a", "\(tree.string)/sub"] {
      let outcome = run("\(call):error=EINTR:when=1+2", at: path)
      #expect(outcome.status == 0)
      #expect(outcome.output == whole.output)
      #expect(outcome.complaints.isEmpty)
    }
  }

  @Test func `a path that fails in the middle of a file begins nothing anew`() {
    let outcome = run("pread64:error=ESPIPE:when=2", at: "\(tree.string)/a")
    #expect(outcome.lines.contains("\(unknown) F a"))
  }

  @Test func `a directory whose names cannot be read has no digest and is no empty one`() {
    let outcome = run("getdents64:error=EIO:when=1", at: "\(tree.string)/sub")
    #expect(outcome.status == 1)
    #expect(outcome.lines.contains("\(unknown) D sub"))
    #expect(outcome.complaints.hasPrefix("dchecksum: sub: "))
  }

  @Test func `a root whose names cannot be read is trouble and prints nothing`() {
    let outcome = run("getdents64:error=EIO:when=1", at: tree.string)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.complaints.hasPrefix("dchecksum: \(tree.string): "))
  }

  @Test(arguments: ["ENOSPC", "EDQUOT", "EIO"], ["write", "renameat,renameat2,rename"])
  func `an output file that cannot be finished is what it was`(_ error: String, _ call: String) {
    let (place, log) = (TestTree().file("list", "before\n"), TestTree())
    let outcome = Tool.inShell(
      """
      cd '\(place.string)'
      # A sanitizer writes for itself: which of the thread's calls is the first one for the file?
      timeout 20 strace -f -qq -y -o '\(log.string)/calls' -e trace=\(call) "$@"
      number=$(awk -v place='\(place.string)' \
        '{ calls[$1]++ } index($0, place) || /"list"/ { print calls[$1]; exit }' '\(log.string)/calls')
      echo before >list
      timeout 20 strace -f -qq -o /dev/null -e trace=\(call) \
        -e inject=\(call):error=\(error):when=$number "$@"
      status=$?; cat list; ls -A; exit $status
      """, "-o", "list", tree.string)
    #expect(outcome.status == 2)
    #expect(outcome.text == "before\nlist\n")
    #expect(outcome.complaints.hasPrefix("dchecksum: list: "))
  }
}

/// Reads and writes that the system cuts short, in an ordinary build.
@Suite(.enabled(if: Machine.canPreload))
struct ShortCallTests {
  @Test(arguments: ["content", "buildkit"])
  func `short reads and writes change nothing`(_ format: String) throws {
    let folder = TestTree()
    let built = shell(
      "clang -shared -fPIC -o \"$1/short.so\" \"$2\" -ldl",
      [folder.path, Array(Fixture.path("short.c").utf8)])
    try #require(built.status == 0, "\(built.complaints)")
    let tree = TestTree().file("a", [UInt8](repeating: 7, count: 300_000)).file("b", "1")
    for index in 0..<300 { tree.file(Name("many/\(index)"), "\(index)") }
    tree.link("l", to: Name(String(repeating: "t", count: 900)))
    let arguments = ["-l", "-d", "all", "--digest", format, tree.string]
    let words = Tool.command + arguments.map { Array($0.utf8) }
    let whole = execute(words)
    let short = execute(words, environment: ["LD_PRELOAD": "\(folder.string)/short.so"])
    #expect(short.status == 0)
    #expect(short.output == whole.output)
    #expect(short.errors == whole.errors)
  }
}
