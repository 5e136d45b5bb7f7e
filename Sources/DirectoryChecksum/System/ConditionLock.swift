import CDirectoryChecksum

/// A mutex with one condition. Corresponds to `pthread_mutex_t` and `pthread_cond_t`, which must
/// not move and differ between libcs, and so live behind a pointer.
struct ConditionLock: ~Copyable, @unchecked Sendable {
  private let lock: OpaquePointer

  init() {
    lock = cdc_create_condition_lock()
  }

  deinit {
    cdc_destroy_condition_lock(lock)
  }
}

extension ConditionLock {
  /// Runs `body` while no other thread is in a body of the same lock.
  @inline(__always)
  func withLock<Result: ~Copyable>(_ body: () -> Result) -> Result {
    cdc_lock(lock)
    defer { cdc_unlock(lock) }
    return body()
  }

  /// Lets others in until one of them signals. Called with the lock held; may wake for no reason.
  func wait() {
    cdc_wait(lock)
  }

  /// Wakes one waiting thread.
  func signal() {
    cdc_signal(lock)
  }

  /// Wakes every waiting thread.
  func broadcast() {
    cdc_broadcast(lock)
  }
}
