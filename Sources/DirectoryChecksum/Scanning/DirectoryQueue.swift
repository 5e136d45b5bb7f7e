import Synchronization

/// What is left to claim.
///
/// Directories with unclaimed sub-directories are a stack: the one that was read last is worked off
/// first, so that no more directories are begun than the tree is deep, whatever its size. Files are
/// the business of the worker that read their names, which shares them when another has nothing to
/// do: as long as there are directories enough, no two workers meet in one. Large files are parked
/// here between two turns.
///
/// It knows no worker, but how many there are and how many of them wait, and so how many more are
/// worth it.
final class DirectoryQueue: @unchecked Sendable {
  /// Something to do.
  enum Claim {
    /// To read the sub-directory at `index`.
    case directory(DirectoryTask, index: Int)
    /// To digest files until no more are unclaimed.
    case files(DirectoryTask)
    /// To go on with a file.
    case lane(ParkedLane)
  }

  private let lock = ConditionLock()
  private var directories: [DirectoryTask] = []
  private var files: [DirectoryTask] = []
  /// The one that waits longest first.
  private var parked: [ParkedLane] = []
  private var isDone = false
  private var budget: ThreadBudget
  /// As many large files wait at the most: each has a descriptor.
  private let mostParked: Int
  // Changed under the lock, read without it.
  private let idle = Atomic<Int>(0)
  private let mayGrow = Atomic<Bool>(true)
  private let parkedCount = Atomic<Int>(0)

  init(jobs: Int?, descriptorLimit: UInt64) {
    budget = ThreadBudget(jobs: jobs, descriptorLimit: descriptorLimit)
    mostParked = Int(clamping: max(1, min(descriptorLimit / 16, 16)))
  }
}

extension DirectoryQueue {
  /// Whether more threads may be worth it.
  @inline(__always)
  var canGrow: Bool { mayGrow.load(ordering: .relaxed) }

  /// Offers the sub-directories of `task` to all workers.
  func offerDirectories(of task: DirectoryTask) {
    lock.withLock {
      directories.append(task)
      wake(task.unclaimedDirectories)
    }
  }

  /// Lets workers that have nothing to do take part in what is left of `task`, whose names the caller
  /// has read.
  @inline(__always)
  func shareIfWanted(_ task: DirectoryTask) {
    guard idle.load(ordering: .relaxed) > 0, !task.sharesFiles.load(ordering: .relaxed),
      task.unclaimedFiles > 0
    else { return }
    shareFiles(of: task)
  }

  private func shareFiles(of task: DirectoryTask) {
    lock.withLock {
      share(task)
      wake(task.unclaimedFiles)
    }
  }

  /// Something to do; nil where there is nothing now. Who waits gets nil when the scan is over, and
  /// `clock` does not count it.
  func claim(waiting: Bool, _ clock: inout ThreadClock) -> Claim? {
    lock.withLock {
      while !isDone {
        if let lane = takeParked() { return .lane(lane) }
        while let task = directories.last {
          if let index = task.claimDirectory() { return .directory(task, index: index) }
          directories.removeLast()
        }
        while let task = files.last {
          if task.unclaimedFiles > 0 { return .files(task) }
          files.removeLast()
        }
        guard waiting else { return nil }
        idle.add(1, ordering: .relaxed)
        lock.wait()
        idle.subtract(1, ordering: .relaxed)
        clock.restart()
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

  private func share(_ task: DirectoryTask) {
    guard !task.sharesFiles.exchange(true, ordering: .relaxed) else { return }
    files.append(task)
  }

  /// Wakes as many workers as there are things to claim.
  private func wake(_ count: Int) {
    for _ in 0..<min(count, idle.load(ordering: .relaxed)) { lock.signal() }
  }
}

extension DirectoryQueue {
  /// Whether one more large file may wait while another one is begun.
  var mayPark: Bool { parkedCount.load(ordering: .relaxed) < mostParked }

  /// Whether a processor has nothing to do, though there are threads for it.
  var hasIdleProcessor: Bool {
    lock.withLock {
      let idle = idle.load(ordering: .relaxed)
      return idle > 0 && budget.threads - idle < budget.processors
    }
  }

  /// Lets a large file wait until a worker has time for it.
  func park(_ lane: ParkedLane) {
    lock.withLock {
      parked.append(lane)
      parkedCount.store(parked.count, ordering: .relaxed)
      wake(1)
    }
  }

  /// The large file that waits longest.
  @inline(__always)
  func unpark() -> ParkedLane? {
    parkedCount.load(ordering: .relaxed) == 0 ? nil : lock.withLock { takeParked() }
  }

  private func takeParked() -> ParkedLane? {
    if parked.isEmpty { return nil }
    let lane = parked.removeFirst()
    parkedCount.store(parked.count, ordering: .relaxed)
    return lane
  }
}

extension DirectoryQueue {
  /// How many threads more are worth it, now that `found` entries more were found, and somebody busy
  /// with `task` has waited longer than worked, by `waited` nanoseconds. They count as started from now
  /// on.
  func threadsWorthStarting(found: Int, waited: Int, at task: DirectoryTask) -> Int {
    lock.withLock {
      let wanted = isDone ? 0 : budget.wanted(found: found, waited: waited)
      let count = wanted > 0 ? min(wanted, unclaimed(beside: task)) : 0
      if count > 0, task.unclaimedFiles > 0 { share(task) }
      budget.add(count)
      if budget.isSpent { mayGrow.store(false, ordering: .relaxed) }
      return count
    }
  }

  private func unclaimed(beside task: DirectoryTask) -> Int {
    var count = task.unclaimedFiles
    for waiting in directories { count += waiting.unclaimedDirectories }
    return count
  }

  /// Notes that `count` threads could not be started: those that run do the work alone.
  func couldNotStart(_ count: Int) {
    lock.withLock {
      budget.settle(without: count)
      mayGrow.store(false, ordering: .relaxed)
    }
  }
}
