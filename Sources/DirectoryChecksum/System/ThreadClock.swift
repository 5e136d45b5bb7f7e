import CDirectoryChecksum

/// Tells how long a thread waits for more than it works: for a disk, a network, or, on a machine that
/// has much to do, for a processor.
///
/// All times are in nanoseconds, of clocks that never go back.
struct ThreadClock {
  /// What is less is not told yet: a thread that another took the processor from works on soon.
  private static let worthTelling = 2_000_000
  /// Work counts against as much waiting behind it.
  private static let memory = 20_000_000

  /// When it was asked last, and how long the thread had been on a processor until then.
  private var now: UInt64 = 0
  private var onProcessor: UInt64 = 0
  /// By how much the thread has waited longer than it has worked.
  private var excess = 0

  /// Begins to measure the calling thread, which is the one to ask then.
  init() { restart() }

  /// Leaves out the time since it was asked last: there was nothing to do.
  mutating func restart() { (now, onProcessor) = (cdc_nanoseconds(), cdc_thread_nanoseconds()) }

  /// By how much the thread has waited longer than it has worked, where that is worth telling and was
  /// not told yet; 0 otherwise. Corresponds to `clock_gettime(2)` of a thread's processor time.
  mutating func takeExcess() -> Int {
    let (before, worked) = (now, onProcessor)
    restart()
    let elapsed = Int(truncatingIfNeeded: now &- before)
    excess = max(
      -Self.memory, excess + elapsed - 2 * Int(truncatingIfNeeded: onProcessor &- worked))
    guard excess >= Self.worthTelling else { return 0 }
    defer { excess = 0 }
    return excess
  }
}
