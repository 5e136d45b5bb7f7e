/// How many threads a scan is worth, and may have.
struct ThreadBudget {
  /// How many there are, the calling one included.
  private(set) var threads = 1
  /// How many entries were found; a mebibyte counts as ``worthwhile``.
  private var found = 0
  /// By how many nanoseconds threads have waited longer than they have worked.
  private var waited = 0
  private let jobs: Int?
  private let descriptorLimit: UInt64
  /// Not looked up in a tree that is too small for a second thread.
  private(set) lazy var processors = ProcessLimits.processors
  private lazy var limit = makeLimit()

  /// As many entries take about ten times as long as starting a thread does. So does a mebibyte.
  static let worthwhile = 64
  /// For one more thread than there are processors: it is of use only where others wait for what is
  /// not in memory yet. In nanoseconds.
  private static let worthwhileWaiting = 2_000_000
  /// A worker may have open: three files, when one of them gives way to another; a directory, the one
  /// below it, and that once more for reading its names, or two on the way back to one that was put
  /// aside.
  private static let descriptorsOfWorker: UInt64 = 8

  init(jobs: Int?, descriptorLimit: UInt64) {
    self.jobs = jobs
    self.descriptorLimit = descriptorLimit
  }

  private mutating func makeLimit() -> Int {
    // While some threads wait for the disk, others can run. On two processors, of 1, 2, 4, 8 and 16
    // threads, 16 took 0.45 of the time of two for 100,000 small files that were not in the cache,
    // and as long as two where they were. Many more would wait for the same locks of the kernel.
    let useful = processors == 1 ? 8 : 16
    let affordable = Int(clamping: descriptorLimit / Self.descriptorsOfWorker)
    return max(1, min(jobs ?? useful, affordable - 2))
  }
}

extension ThreadBudget {
  /// How many threads more are worth it, now that `found` entries more were found, and a thread has
  /// waited longer than it has worked, by so many nanoseconds.
  mutating func wanted(found: Int, waited: Int) -> Int {
    self.found += found
    self.waited += waited
    let worth = max(
      min(limit, processors, 1 + self.found / Self.worthwhile),
      min(limit, 1 + self.waited / Self.worthwhileWaiting))
    return worth - threads
  }

  mutating func add(_ count: Int) { threads += count }

  /// Whether there are as many as may be.
  var isSpent: Bool { mutating get { threads >= limit } }

  /// Takes away those that could not be started, and makes do with the others.
  mutating func settle(without count: Int) {
    threads -= count
    limit = threads
  }
}
