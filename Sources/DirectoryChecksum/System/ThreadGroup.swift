import CDirectoryChecksum

/// Threads of the system that are waited for together. Corresponds to `pthread_create(3)` and
/// `pthread_join(3)`.
final class ThreadGroup: @unchecked Sendable {
  /// Enough for the deepest call chain; large memory is never on the stack. In bytes.
  private static let stackSize = 256 << 10

  private let lock = ConditionLock()
  private var threads: [OpaquePointer] = []
}

extension ThreadGroup {
  /// Starts `body` in a thread of its own.
  ///
  /// Fails as the system does where threads or memory are short.
  func start(_ body: @escaping @Sendable () -> Void) throws(Errno) {
    let context = Unmanaged.passRetained(Body(body))
    let started = cdc_start_thread(
      Self.stackSize,
      { context in
        guard let context else { return }
        Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
      }, context.toOpaque())
    guard let started else {
      let error = Errno.current
      context.release()
      throw error
    }
    lock.withLock { threads.append(started) }
  }

  /// Waits until all threads have ended, also those that others of them start meanwhile.
  func join() {
    while let thread = lock.withLock({ threads.popLast() }) { cdc_join_thread(thread) }
  }

  /// Lets other threads go on for a moment: a millisecond.
  static func pause() { cdc_pause(1) }

  /// A closure in a place that C can point to.
  private final class Body {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
      self.run = run
    }
  }
}
