import Synchronization

/// The descriptor of a directory whose entries are still to be opened.
///
/// Descriptors are few, and a tree may be deeper than their number. So a handle that nobody uses
/// at the moment can be put aside, and is opened again when its turn comes: name by name from the
/// nearest directory above that is still open, never by a path and never through a link, and only
/// if it leads to the same directory as before.
final class DirectoryHandle: @unchecked Sendable {
  /// What ``state`` says besides the number of workers that use the descriptor.
  private enum State {
    static let aside = -1
    static let changing = -2
    static let closed = -3
  }

  /// The number of users, or why there is no descriptor.
  private let state = Atomic<Int>(State.closed)
  /// The open directory. Only changes while the state is `changing`, or before the handle is shared.
  private var descriptor: FileDescriptor?
  /// Its number.
  private var number: CInt = -1
  /// Which directory it was, once it has been put aside.
  private var identity: FileIdentity?
}

extension DirectoryHandle {
  /// Takes over the directory that the names were read from.
  func open(_ descriptor: consuming FileDescriptor) {
    number = descriptor.rawValue
    self.descriptor = consume descriptor
    state.store(0, ordering: .releasing)
  }

  /// Closes for good. Nobody may use the descriptor any more.
  func close() {
    if state.exchange(State.closed, ordering: .acquiringAndReleasing) >= 0 {
      descriptor = nil
    }
  }

  /// Whether the descriptor has been put aside.
  var isAside: Bool { state.load(ordering: .acquiring) == State.aside }

  /// The descriptor, which stays open until ``unpin()``; nil where it has been put aside.
  func pin() -> CInt? {
    var users = state.load(ordering: .acquiring)
    while true {
      if users == State.changing {
        Thread.yield()
        users = state.load(ordering: .acquiring)
        continue
      }
      guard users >= 0 else { return nil }
      let (exchanged, original) = state.weakCompareExchange(
        expected: users, desired: users + 1, ordering: .acquiringAndReleasing)
      if exchanged { return number }
      users = original
    }
  }

  /// Ends what ``pin()`` began.
  func unpin() {
    state.subtract(1, ordering: .releasing)
  }

  /// Closes the descriptor until it is needed again; false where it is in use or not open.
  func putAside() -> Bool {
    guard
      state.compareExchange(
        expected: 0, desired: State.changing, ordering: .acquiringAndReleasing
      ).exchanged
    else { return false }
    do throws(Errno) {
      identity = try FileStatus(of: number).identity
    } catch {
      state.store(0, ordering: .releasing)
      return false
    }
    descriptor = nil
    state.store(State.aside, ordering: .releasing)
    return true
  }

  /// Opens the directory above again where it has been put aside and this one is about to close:
  /// one step up now saves it the way down from wherever is open. Nobody may use this handle any
  /// more. It is no loss where this fails.
  func reopenParent(_ parent: DirectoryHandle) {
    guard parent.isAside, state.load(ordering: .acquiring) >= 0 else { return }
    do throws(Errno) {
      try parent.reopen(FileDescriptor.openParent(of: number))
    } catch {}
  }

  /// Takes a descriptor that was opened anew, if it is of the same directory and the handle still
  /// has none.
  func reopen(_ reopened: consuming FileDescriptor) throws(Errno) {
    guard
      state.compareExchange(
        expected: State.aside, desired: State.changing, ordering: .acquiringAndReleasing
      ).exchanged
    else { return }
    do throws(Errno) {
      let found = try FileStatus(of: reopened.rawValue).identity
      guard found == identity else { throw Errno.staleFile }
      number = reopened.rawValue
      descriptor = consume reopened
      state.store(0, ordering: .releasing)
    } catch {
      state.store(State.aside, ordering: .releasing)
      throw error
    }
  }
}
