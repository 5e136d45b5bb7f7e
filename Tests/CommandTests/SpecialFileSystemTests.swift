import Foundation
import TestSupport
import Testing

/// Trees that the kernel makes up, and mounts in the middle of one.
@Suite(.enabled(if: Machine.canMount), .serialized)
struct SpecialFileSystemTests {
  private let tree = TestTree().file("a", "a").file("b", "1").file("sub/c", "c").directory("m")
  private let unknown = String(repeating: "?", count: 40)
  private let replaced = "Replaced by something else while it was read"

  /// Runs a scan of the tree behind `mounts`, a script that starts in it, where nobody else sees
  /// them; processes are hidden from it as well.
  private func run(_ mounts: String, _ arguments: String...) -> Outcome {
    shell(
      """
      exec unshare --mount --pid --fork sh -c '
        mount --make-rprivate / && cd "$0" && { \(mounts); } >/dev/null && cd / && "$@"
      ' '\(tree.string)' timeout 120 "$@" '\(tree.string)'
      """, Tool.command + arguments.map { Array($0.utf8) })
  }

  @Test(arguments: [
    "mount --bind /dev/zero a", "mount --bind /dev/null a", "mount --bind /dev/tty a",
    "mkfifo /tmp/dchecksum-fifo-$$; mount --bind /tmp/dchecksum-fifo-$$ a; rm /tmp/dchecksum-fifo-$$",
  ])
  func `what is mounted over a file and is none is not read`(_ mounts: String) {
    let outcome = run(mounts)
    #expect(outcome.status == 1)
    #expect(outcome.complaints == "dchecksum: a: \(replaced)\n")
    #expect(outcome.lines.contains("\(unknown) F a"))
    #expect(outcome.lines.count == 6)
  }

  @Test func `a small block device over a file is not read`() {
    // One that is read to its end at once looks like a file.
    let outcome = run(
      """
      truncate -s 64k image && device=$(losetup -f --show image) || exit 77
      rm image; trap "losetup -d $device" EXIT; mount --bind $device a
      """, "-d", "1")
    if outcome.status == 77 { return }
    #expect(outcome.complaints == "dchecksum: a: \(replaced)\n")
    #expect(outcome.lines.contains("\(unknown) F a"))
  }

  @Test func `another file system is an empty directory where asked`() {
    let plain = Tool.run("-d", "all", tree.string)
    let mounts = "mount -t tmpfs tmpfs m; echo x >m/x"
    #expect(run(mounts, "-d", "all").lines.contains { $0.hasSuffix(" F m/x") })
    let outcome = run(mounts, "-x", "-d", "all")
    #expect(outcome.status == 0)
    #expect(outcome.output == plain.output)
    #expect(outcome.complaints == "dchecksum: m: another file system, listed as empty\n")
  }

  @Test(arguments: [[], ["-x"]])
  func `a root directory with all that belongs there comes to an end`(_ options: [String]) {
    let outcome = shell(
      """
      exec unshare --mount --pid --fork sh -c '
        mount --make-rprivate / && cd "$0" && mkdir proc sys dev run &&
        mount -t proc proc proc && mount -t sysfs sysfs sys && mount --rbind /dev dev &&
        mount -t tmpfs tmpfs run && cd / && exec "$@"
      ' '\(tree.string)' timeout 300 "$@" -d 1 '\(tree.string)'
      """, Tool.command + options.map { Array($0.utf8) })
    let names = outcome.lines.map { String($0.dropFirst(41)) }
    #expect(names == ["D .", "D dev", "D m", "D proc", "D run", "D sub", "D sys", "F a", "F b"])
    #expect(outcome.status == (options.isEmpty ? 1 : 0))
    let elsewhere = outcome.complaints.contains("proc: another file system, listed as empty\n")
    #expect(elsewhere == !options.isEmpty)
  }
}
