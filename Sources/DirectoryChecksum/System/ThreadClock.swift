import CDirectoryChecksum

/// Tells whether a thread works or waits: for a disk, a network, a lock, or, on a busy machine, for a
/// processor.
struct ThreadClock {
  /// When it was asked last, and how long the thread had been on a processor until then; both in
  /// nanoseconds, of clocks that never go back.
  private var now: UInt64 = 0
  private var onProcessor: UInt64 = 0

  /// Begins to measure the calling thread, which is the one to ask then.
  init() { _ = hasWaited() }

  /// Whether the thread has waited longer than it has worked since it was asked last. Corresponds to
  /// `clock_gettime(2)` of a thread's processor time.
  mutating func hasWaited() -> Bool {
    let (now, onProcessor) = (cdc_nanoseconds(), cdc_thread_nanoseconds())
    defer { (self.now, self.onProcessor) = (now, onProcessor) }
    return (now &- self.now) / 2 > onProcessor &- self.onProcessor
  }
}
