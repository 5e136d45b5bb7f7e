import DirectoryChecksum
import Synchronization

/// A line on a terminal that says how much has been read so far; nothing in the first second.
final class ProgressLine: Sendable {
  /// The shortest time between two lines, in milliseconds.
  private static let interval: UInt64 = 200

  /// When the next line is due.
  private let due: Atomic<UInt64>
  private let isShown = Atomic<Bool>(false)

  /// Nil where standard error is no terminal.
  init?() {
    guard Process.isTerminal(Console.standardError) else { return nil }
    due = Atomic(Process.milliseconds + 1000)
  }

  /// Called by any thread; one of them writes.
  func update(files: Int, bytes: Int) {
    let now = Process.milliseconds
    let due = due.load(ordering: .relaxed)
    guard now >= due else { return }
    let isMine = self.due.compareExchange(
      expected: due, desired: now + Self.interval, ordering: .relaxed
    ).exchanged
    guard isMine else { return }
    isShown.store(true, ordering: .relaxed)
    var line = [UInt8]("\r\u{1B}[K")
    line.append(decimal: UInt64(files))
    line.append(" files, ")
    line.append(decimal: UInt64(bytes >> 20))
    line.append(" MiB")
    Console.write(raw: line)
  }

  /// Takes the line away again.
  func clear() {
    if isShown.load(ordering: .relaxed) { Console.write(raw: [UInt8]("\r\u{1B}[K")) }
  }
}
