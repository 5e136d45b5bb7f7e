/// One thread's share of a scan: claims directories and files, and gives them digests.
///
/// It keeps two files open wherever it can, and hashes their blocks at the same time.
final class Worker {
  let scan: ScanState
  /// For what is put together to be hashed: memory that is used again.
  var text: [UInt8] = []
  /// The hash function of the tree, without input.
  let function: HashFunction
  let reader: DirectoryReader

  /// The directory whose entries are being claimed, with its pinned descriptor.
  var current: Claimed?
  /// The directory whose next sub-directory comes next, unless somebody else takes it.
  var siblings: DirectoryTask?
  /// How many entries were found that the queue does not know of.
  var found = 0
  /// How many entries were begun since the clock was asked.
  var begun = 0
  var clock = ThreadClock()

  private var files = 0
  private var bytes = 0

  /// The interval of ``didReadMore()`` within one file, in bytes; a power of two.
  private static let progressInterval: UInt64 = 1 << 20
  /// So many entries are begun before the clock is asked.
  static let clockInterval = 16
  /// How many bytes are read at a time.
  private static let pieceSize = 128 << 10
  private static let pageSize = 4096

  /// A directory of which this worker claims entries.
  struct Claimed {
    let task: DirectoryTask
    let directory: Directory
    let descriptor: CInt
    /// How many entries were claimed, and how many of them have what there will be of a digest,
    /// since the counters of the task were told.
    var opened = 0
    var finished = 0
  }

  init(_ scan: ScanState) {
    self.scan = scan
    function = scan.options.format.hashFunction
    reader = DirectoryReader(scan)
  }
}

extension Worker {
  /// Works until the scan is over.
  func run() {
    let size = MessageBuffer.front + Self.pieceSize + MessageBuffer.reserve
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: 2 * size + 3 * Self.pageSize, alignment: 16)
    defer { memory.deallocate() }
    // The system copies whole pages faster to the beginning of one.
    let start = memory.alignedUp(toMultipleOf: Self.pageSize)
    let middle = (start + size).alignedUp(toMultipleOf: Self.pageSize)
    var first = Lane(function, in: UnsafeMutableRawBufferPointer(start: start, count: size))
    var second = Lane(function, in: UnsafeMutableRawBufferPointer(start: middle, count: size))
    while true {
      if !first.isBusy, !second.isBusy || second.takesCompany {
        take(&first, waiting: !second.isBusy)
      }
      if !second.isBusy, first.isBusy, first.takesCompany { take(&second, waiting: false) }
      if !first.isBusy, !second.isBusy { return }
      fill(&first, isAlone: !second.isBusy)
      fill(&second, isAlone: !first.isBusy)
      Lane.hash(&first, &second)
      settle(&first)
      settle(&second)
    }
  }

  /// Sees to it that a lane has something to be hashed, if there is any more of its file.
  private func fill(_ lane: inout Lane, isAlone: Bool) {
    if lane.isTurnOver { giveWay(&lane, isAlone: isAlone) }
    guard lane.needsMore else { return }
    let before = lane.offset
    do throws(ScanFailure) {
      if try lane.readMore(for: scan.options.format) == .hasChanged { try restart(&lane) }
    } catch {
      guard let task = lane.end() else { return }
      note(error, lane.index, of: task)
      return didFinishFile(of: task)
    }
    if (lane.offset ^ before) >= Self.progressInterval { didReadMore() }
  }

  /// Gives a file that was hashed to its end its digest.
  private func settle(_ lane: inout Lane) {
    guard let digest = lane.digest, let task = lane.end() else { return }
    task.directory?.setDigest(of: lane.index, digest)
    files += 1
    didFinishFile(of: task)
  }

  private func didFinishFile(of task: DirectoryTask) {
    if current?.task === task {
      current?.finished += 1
    } else if task.didFinish(1) {
      finish(task)
    }
  }

  /// After a turn of a large file: lets others have theirs. New files first, so that as many as
  /// possible are under way, then those that wait; and where nobody is left to be waited for but a
  /// processor is idle, the file goes there.
  private func giveWay(_ lane: inout Lane, isAlone: Bool) {
    lane.goOn()
    let parked = ParkedLane(function)
    if scan.queue.mayPark {
      parked.exchange(with: &lane)
      takeNew(&lane, waiting: false)
      if lane.isBusy { return scan.queue.park(parked) }
      parked.exchange(with: &lane)
    }
    if let next = scan.queue.unpark() {
      next.exchange(with: &lane)
      scan.queue.park(next)
    } else if !isAlone, scan.queue.hasIdleProcessor {
      parked.exchange(with: &lane)
      scan.queue.park(parked)
    }
  }
}

extension Worker {
  /// Tells others how far this worker has come.
  func report() {
    guard scan.options.progress != nil else { return }
    scan.addProgress(files: files, bytes: bytes)
    files = 0
    bytes = 0
  }

  /// A large file: a sign of life, and a chance for others to take what lies behind it.
  @inline(never)
  private func didReadMore() {
    if let current {
      scan.queue.shareIfWanted(current.task)
      found += ThreadBudget.worthwhile
      if scan.queue.canGrow { callForHelp(at: current.task) }
    }
    bytes += 1 << 20
    report()
  }

  /// Starts threads, if what was found, or how long was waited for it, is worth it.
  func callForHelp(at task: DirectoryTask) {
    begun = 0
    let waited = clock.takeExcess()
    guard found >= ThreadBudget.worthwhile || waited > 0 else { return }
    var count = scan.queue.threadsWorthStarting(found: found, waited: waited, at: task)
    found = 0
    while count > 0 {
      do throws(Errno) {
        try scan.threads.start { [scan] in Worker(scan).run() }
        count -= 1
      } catch {
        return scan.queue.couldNotStart(count)
      }
    }
  }
}
