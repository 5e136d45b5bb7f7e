import Synchronization

/// What is left to claim, and the threads that claim it.
///
/// Directories with unclaimed sub-directories are a stack: the one that was read last is worked off
/// first, so that no more directories are begun than the tree is deep, whatever its size. Files are
/// the business of the worker that read their names, which shares them when another has nothing to
/// do: as long as there are directories enough, no two workers meet in one.
///
/// Threads are started when what was found is worth one more, and wait while there is nothing to
/// claim.
final class WorkerPool: @unchecked Sendable {
  /// Something to do.
  enum Claim {
    /// To read the sub-directory at `index`.
    case directory(DirectoryTask, index: Int)
    /// To digest files until no more are unclaimed.
    case files(DirectoryTask)
  }

  /// As many entries take about ten times as long as starting a thread does. So does a mebibyte.
  static let worthwhile = 64
  /// For one more thread than there are processors: it is of use only where entries are not in
  /// memory yet, which nobody knows.
  private static let worthwhileForWaiting = 256
  /// Enough for the deepest call chain; file buffers are not on the stack.
  private static let stackSize = 256 << 10

  private let lock = ConditionLock()
  private var directories: [DirectoryTask] = []
  private var files: [DirectoryTask] = []
  /// How many entries were found; a mebibyte counts as ``worthwhile``.
  private var found = 0
  private var isDone = false
  private var workers: [Worker] = []
  private let jobs: Int?
  private let descriptorLimit: UInt64
  /// Not looked up in a tree that is too small for a second thread.
  private lazy var processors = ProcessLimits.processors
  /// How many threads may run, the calling one included.
  private lazy var limit = makeLimit()
  /// Changed under the lock, read without it.
  private let idle = Atomic<Int>(0)
  private let mayGrow = Atomic<Bool>(true)

  init(jobs: Int?, descriptorLimit: UInt64) {
    self.jobs = jobs
    self.descriptorLimit = descriptorLimit
  }

  private func makeLimit() -> Int {
    // While some threads wait for the disk, others can run. On two processors, of 1, 2, 4, 8 and 16
    // threads, 16 took 0.45 of the time of two for 100,000 small files that were not in the cache,
    // and as long as two where they were. Many more would wait for the same locks of the kernel.
    let useful = processors == 1 ? 8 : 16
    // Each may need a directory, a file and two descriptors more on its way back to a directory
    // that was put aside.
    let affordable = Int(clamping: descriptorLimit / 4)
    return max(1, min(jobs ?? useful, affordable - 2))
  }
}

extension WorkerPool {
  /// Whether a worker has nothing to do.
  @inline(__always)
  var isIdle: Bool { idle.load(ordering: .relaxed) > 0 }

  /// Whether more threads may be started.
  @inline(__always)
  var canGrow: Bool { mayGrow.load(ordering: .relaxed) }

  /// Offers the sub-directories of `task` to all workers.
  func offerDirectories(of task: DirectoryTask) {
    lock.withLock {
      directories.append(task)
      wake(task.unclaimedDirectories)
    }
  }

  /// Offers the files of `task`, which the caller has read, to all workers.
  func shareFiles(of task: DirectoryTask) {
    lock.withLock {
      share(task)
      wake(task.unclaimedFiles)
    }
  }

  /// Starts threads if `found` entries more are worth it and there is something to claim for them.
  /// `worker`, busy with `task`, makes more of its kind.
  func grow(from worker: Worker, at task: DirectoryTask, found: Int) {
    lock.withLock {
      self.found += found
      let wanted = max(
        min(limit, processors, 1 + self.found / Self.worthwhile),
        min(limit, self.found / Self.worthwhileForWaiting))
      var unclaimed = task.unclaimedFiles
      for waiting in directories { unclaimed += waiting.unclaimedDirectories }
      while workers.count + 1 < wanted, unclaimed > 0, !isDone {
        if task.unclaimedFiles > 0 { share(task) }
        startThread(from: worker)
        unclaimed -= 1
      }
      if workers.count + 1 >= limit { mayGrow.store(false, ordering: .relaxed) }
    }
  }

  /// Waits for something to do; nil when the scan is over.
  func claim() -> Claim? {
    lock.withLock {
      while !isDone {
        while let task = directories.last {
          if let index = task.claimDirectory() { return .directory(task, index: index) }
          directories.removeLast()
        }
        while let task = files.last {
          if task.unclaimedFiles > 0 { return .files(task) }
          files.removeLast()
        }
        idle.add(1, ordering: .relaxed)
        lock.wait()
        idle.subtract(1, ordering: .relaxed)
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

  /// Waits until all threads have ended.
  func join() {
    for worker in workers { worker.join() }
    workers = []
    directories = []
    files = []
  }

  /// Puts aside the descriptors of the directories whose turn comes last; how many.
  func putAsideHandles() -> Int {
    lock.withLock {
      var count = 0
      // The root stays open: it is where reopening begins.
      for index in 0..<max(0, directories.count - 2) {
        let task = directories[index]
        if task.parent != nil, task.handle.putAside() { count += 1 }
      }
      return count
    }
  }
}

extension WorkerPool {
  private func share(_ task: DirectoryTask) {
    guard !task.sharesFiles else { return }
    task.sharesFiles = true
    files.append(task)
  }

  /// Wakes as many workers as there are things to claim.
  private func wake(_ count: Int) {
    for _ in 0..<min(count, idle.load(ordering: .relaxed)) { lock.signal() }
  }

  private func startThread(from worker: Worker) {
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
