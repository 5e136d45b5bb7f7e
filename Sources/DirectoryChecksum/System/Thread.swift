import CDirectoryChecksum

/// A running thread of the system. Corresponds to `pthread_create(3)`.
struct Thread: ~Copyable, @unchecked Sendable {
  private let thread: OpaquePointer

  /// Starts `body` in a thread of its own.
  ///
  /// Fails as the system does where threads or memory are short.
  init(stackSize: Int, _ body: @escaping @Sendable () -> Void) throws(Errno) {
    let context = Unmanaged.passRetained(Body(body))
    let started = cdc_start_thread(
      stackSize,
      { context in
        guard let context else { return }
        Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
      }, context.toOpaque())
    guard let started else {
      let error = Errno.current
      context.release()
      throw error
    }
    thread = started
  }

  /// Waits until the body has returned. Must be called once.
  consuming func join() {
    cdc_join_thread(thread)
  }

  /// Lets another thread of this processor go first.
  static func yield() {
    cdc_yield()
  }

  /// A closure in a place that C can point to.
  private final class Body {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
      self.run = run
    }
  }
}
