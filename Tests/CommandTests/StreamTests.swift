import TestSupport
import Testing

/// Standard output and standard error where a builder makes one log of the two.
@Suite(.enabled(if: Fixture.hasPython)) struct StreamTests {
  private let tree = TestTree()

  /// Reads both streams as a builder does, in pieces as they come, and prints what it got. `pause`:
  /// how long it looks away between two pieces, in seconds.
  private func log(_ arguments: String..., pause: String = "0.002") -> Outcome {
    let reader = """
      import os, subprocess, sys, threading, time
      process = subprocess.Popen(sys.argv[2:], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
      log, lock = bytearray(), threading.Lock()
      def read(stream):
          while piece := os.read(stream.fileno(), 5000):
              with lock: log.extend(piece)
              time.sleep(float(sys.argv[1]))
      readers = [threading.Thread(target=read, args=(s,)) for s in (process.stdout, process.stderr)]
      for thread in readers: thread.start()
      for thread in readers: thread.join()
      sys.stdout.buffer.write(log)
      sys.exit(process.wait())
      """
    return shell(
      "python3 -c \"$@\"",
      [Array(reader.utf8), Array(pause.utf8)] + Tool.command + arguments.map { Array($0.utf8) })
  }

  @Test func `no message comes to stand in a record`() {
    for index in 0..<2500 { tree.file(Name("a-file-with-a-long-name-\(index)")) }
    tree.fifo("pipe")
    let outcome = log("-d", "all", "--digest", "buildkit", tree.string)
    #expect(outcome.status == 0)
    let messages = outcome.lines.filter { $0.contains("dchecksum: ") }
    #expect(messages.count == 2)
    #expect(messages.allSatisfy { $0.hasPrefix("dchecksum: ") })
    #expect(outcome.lines.filter { $0.utf8.count > 64 }.count == 2502 + 2)
  }

  @Test func `who reads one stream to its end before the other is not waited for long`() {
    for index in 0..<200 { tree.file(Name("a-file-with-a-long-name-\(index)")) }
    for index in 0..<5 { tree.fifo(Name("pipe\(index)")) }
    let outcome = shell(
      """
      timeout 20 python3 -c '
      import subprocess, sys
      process = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
      log = process.stdout.read() + process.stderr.read()
      sys.stdout.buffer.write(log)' "$@"
      """, Tool.command + [Array(tree.string.utf8)])
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 206)
  }
}
