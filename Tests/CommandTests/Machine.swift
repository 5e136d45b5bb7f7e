import Foundation
import TestSupport

/// What the machine that runs the tests can do.
enum Machine {
  static let isRoot = getuid() == 0

  /// Whether a shell script may mount in a name space of its own.
  static let canMount =
    isRoot && shell("unshare --mount sh -c 'mount -t tmpfs tmpfs /mnt'").status == 0

  /// Whether root may become somebody who may read less, and who may run the program under test.
  static let canBeNobody =
    Tool.inShell("setpriv --reuid 65534 --clear-groups \"$@\" --version").status == 0

  /// Whether strace can hold and fail the system calls of the program under test. Of one that runs
  /// in an emulator it would see the emulator's.
  static let canTrace =
    Tool.command.count == 1
    && Tool.inShell("strace -f -qq -o /dev/null \"$@\" --version").status == 0

  /// Whether the program stands alone: a loader would meet the limits and faults meant for it.
  static let isStatic: Bool = {
    let path = Tool.command.last ?? []
    return Tool.command.count == 1
      && shell("readelf -lW \"$1\" | grep -q INTERP", [path]).status == 1
  }()

  /// Whether the C library's functions can be replaced under the program.
  static let canPreload =
    !isStatic && Tool.command.count == 1 && shell("command -v clang").status == 0
}

extension Tool {
  /// Runs a scan during which `change`, a shell script that starts in the scanned tree, is carried
  /// out while the call that `injection` names is held back; `below` is the directory, by its path
  /// below the tree, whose calls count.
  ///
  /// An injection is as `strace -e inject=` has it: `openat:when=2`. The first `openat` that has to
  /// do with a directory opens it, the next one the first thing in it.
  static func run(
    _ arguments: String..., on tree: TestTree, below: String = "", holding injection: String,
    _ change: String
  ) -> Outcome {
    let folder = below.isEmpty ? tree.string : "\(tree.string)/\(below)"
    let call = injection.prefix { $0 != ":" }
    return inShell(
      """
      timeout 20 strace -f -qq -o /dev/null -P '\(folder)' -e trace=\(call) \
        -e inject=\(injection):delay_enter=1000000 "$@" '\(tree.string)' & scan=$!
      # Once the directory, or the file, is open the program is about to come to that call.
      until readlink /proc/[0-9]*/fd/* 2>/dev/null | grep -qxF '\(folder)'; do
        kill -0 $scan || exit 99
      done
      sleep 0.1
      (cd '\(tree.string)'; \(change)) >&2
      wait $scan
      """, arguments)
  }

  private static func inShell(_ script: String, _ arguments: [String]) -> Outcome {
    shell(script, command + arguments.map { Array($0.utf8) })
  }
}
