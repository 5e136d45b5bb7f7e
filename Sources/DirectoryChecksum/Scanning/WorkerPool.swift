/// The directories that still have something to claim, and the threads that claim it.
///
/// A stack: the directory that was read last is worked off first, so that no more directories are
/// begun than the tree is deep, whatever its size. Threads are started when there is enough to do
/// for one more, and wait while there is nothing to claim.
final class WorkerPool: @unchecked Sendable {
  /// Something to do.
  enum Claim {
    /// To read the sub-directory at `index`.
    case directory(DirectoryTask, index: Int)
    /// To digest files until no more are unclaimed.
    case files(DirectoryTask)
  }

  /// Fewer entries are not worth a thread.
  private static let worthwhile = 48
  /// Enough for the deepest call chain; file buffers are not on the stack.
  private static let stackSize = 256 << 10

  private let lock = ConditionLock()
  private var tasks: [DirectoryTask] = []
  private var idle = 0
  private var isDone = false
  private var workers: [Worker] = []
  /// How many threads may run, the calling one included.
  private var limit: Int

  init(limit: Int) {
    self.limit = max(1, limit)
  }
}

extension WorkerPool {
  /// Offers the entries of a directory to all workers; `worker` makes more of its kind.
  func offer(_ task: DirectoryTask, from worker: Worker) {
    guard let directory = task.directory else { return }
    lock.withLock {
      tasks.append(task)
      if idle > 0 {
        if directory.count > 2 { lock.broadcast() } else { lock.signal() }
      } else if directory.count >= Self.worthwhile || tasks.count >= Self.worthwhile {
        startThread(from: worker)
      }
    }
  }

  /// Starts one more thread if there is something to claim that the caller, busy for long, leaves
  /// lying.
  func callForHelp(from worker: Worker) {
    lock.withLock {
      let isWaiting = tasks.contains { task in
        task.nextDirectory < (task.directory?.directoryCount ?? 0) || task.unclaimedFiles > 0
      }
      if isWaiting, idle == 0 { startThread(from: worker) }
    }
  }

  /// Waits for something to do; nil when the scan is over.
  func claim() -> Claim? {
    lock.withLock {
      while !isDone {
        while let task = tasks.last {
          if let directory = task.directory, task.nextDirectory < directory.directoryCount {
            task.nextDirectory += 1
            return .directory(task, index: task.nextDirectory - 1)
          }
          if task.unclaimedFiles > 0 { return .files(task) }
          tasks.removeLast()
        }
        idle += 1
        lock.wait()
        idle -= 1
      }
      return nil
    }
  }

  /// Lets every worker end after what it is doing.
  func stop() {
    lock.withLock {
      isDone = true
      lock.broadcast()
    }
  }

  /// Waits until all threads have ended, and gives the workers they ran.
  func join() -> [Worker] {
    for worker in workers { worker.join() }
    tasks.removeAll()
    return workers
  }

  /// Puts aside the descriptors of the directories whose turn comes last; how many.
  func putAsideHandles() -> Int {
    lock.withLock {
      var count = 0
      // The root stays open: it is where reopening begins.
      for task in tasks.dropLast(2) where task.parent != nil && task.handle.putAside() {
        count += 1
      }
      return count
    }
  }

  private func startThread(from worker: Worker) {
    guard workers.count + 1 < limit, !isDone else { return }
    let another = worker.another()
    do throws(Errno) {
      try another.start(stackSize: Self.stackSize)
      workers.append(another)
    } catch {
      // Those that run already do the work alone.
      limit = workers.count + 1
    }
  }
}
