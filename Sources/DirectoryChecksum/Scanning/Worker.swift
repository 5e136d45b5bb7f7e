/// One thread's share of a scan: claims directories and files, and gives them digests.
final class Worker: @unchecked Sendable {
  let engine: ScanEngine
  /// Holds what is being read. Large enough that a call costs little beside the bytes it brings,
  /// small enough to stay in a processor's cache between reading and hashing.
  let buffer: UnsafeMutableRawBufferPointer
  private let memory: UnsafeMutableRawPointer
  /// For what is put together to be hashed: memory that is used again.
  var text: [UInt8] = []
  private let reader: DirectoryReader
  private var thread: Thread?
  /// The directory whose files are being digested.
  private var current: DirectoryTask?
  /// How many entries were found that the pool does not know of.
  private var found = 0
  private var files = 0
  private var bytes = 0

  init(_ engine: ScanEngine) {
    self.engine = engine
    memory = .allocate(byteCount: engine.bufferSize + 4096, alignment: 16)
    // The system copies whole pages faster to the beginning of one.
    buffer = UnsafeMutableRawBufferPointer(
      start: memory.alignedUp(toMultipleOf: 4096), count: engine.bufferSize)
    reader = DirectoryReader(engine)
  }

  deinit {
    memory.deallocate()
  }
}

extension Worker {
  /// Another worker of the same scan, which does not run yet.
  func another() -> Worker { Worker(engine) }

  /// Runs in a thread of its own.
  func start(stackSize: Int) throws(Errno) {
    thread = try Thread(stackSize: stackSize) { self.run() }
  }

  /// Waits for the thread to end.
  func join() {
    guard let thread = thread.take() else { return }
    thread.join()
  }

  /// Works until the scan is over.
  func run() {
    while let claim = engine.pool.claim() {
      switch claim {
      case .directory(let parent, let index): scanDirectories(from: index, of: parent)
      case .files(let task): finishFiles(of: task, alsoFinishing: 0)
      }
      report()
    }
  }

  /// Reads the root, which is open already.
  func scanRoot(_ task: DirectoryTask, _ descriptor: consuming FileDescriptor) {
    _ = scan(task, descriptor)
  }

  /// Tells others how far this worker has come.
  private func report() {
    guard engine.options.progress != nil else { return }
    engine.addProgress(files: files, bytes: bytes)
    files = 0
    bytes = 0
  }
}

extension Worker {
  /// Reads the sub-directory at `index`, and those behind it that nobody else takes, until one has
  /// sub-directories itself: those come first.
  private func scanDirectories(from index: Int, of parent: DirectoryTask) {
    var next: Int? = index
    while let index = next, scanDirectory(index, of: parent) {
      report()
      next = parent.claimDirectory()
    }
  }

  /// Whether the next one in `parent` comes next.
  private func scanDirectory(_ index: Int, of parent: DirectoryTask) -> Bool {
    guard let siblings = parent.directory else { return false }
    let task = DirectoryTask(
      parent: parent, indexInParent: index, isExcluded: siblings.state(of: index) == .excluded)
    do throws(ScanFailure) {
      guard let descriptor = try open(task, at: index, of: parent) else {
        // Another file system: as empty as it would be without it.
        engine.note(.mountPoint, task.path())
        parent.didOpen(1)
        task.setDirectory(
          Directory(
            count: 0, directoryCount: 0, nameByteCount: 0, format: engine.options.format,
            metadata: false))
        _ = task.didFinish(1)
        engine.finish(task, by: self)
        return true
      }
      parent.didOpen(1)
      return scan(task, descriptor)
    } catch {
      engine.note(.failure(error), task.path())
      parent.didOpen(1)
      task.failed = true
      engine.finish(task, by: self)
      return true
    }
  }

  /// Opens a sub-directory and notes what the system says of it; nil for one that is not entered.
  private func open(
    _ task: DirectoryTask, at index: Int, of parent: DirectoryTask
  ) throws(ScanFailure) -> FileDescriptor? {
    guard let siblings = parent.directory else { throw .replaced }
    let descriptor = try open(siblings.cName(of: index), of: parent)
    guard engine.needsDirectoryStatus else { return descriptor }
    let status = try status(of: descriptor.rawValue)
    let attributes = try describe(index, of: siblings, status, .descriptor(descriptor.rawValue))
    if engine.options.format == .buildkit {
      var hash = hashHeader(.directory, status, attributes)
      task.header = hash.finalize()
    }
    if engine.isElsewhere(status) { return nil }
    return descriptor
  }

  private func open(
    _ name: UnsafePointer<CChar>, of parent: DirectoryTask
  ) throws(ScanFailure) -> FileDescriptor {
    do throws(Errno) {
      let directory = try engine.pin(parent)
      defer { parent.handle.unpin() }
      return try engine.withDescriptorsAtHand { () throws(Errno) in
        try FileDescriptor.openDirectory(at: directory, name)
      }
    } catch {
      throw error == .tooManyLinks || error == .notDirectory ? .replaced : .system(error)
    }
  }

  /// Reads the names and digests the files; false where there are sub-directories, or the scan is
  /// over.
  private func scan(_ task: DirectoryTask, _ descriptor: consuming FileDescriptor) -> Bool {
    guard let directory = reader.read(task, descriptor.rawValue, buffer: buffer) else {
      return false
    }
    if engine.keepsEntries(atDepth: task.depth + 1) { directory.keepChildren() }
    task.setDirectory(directory)
    guard directory.count > 0 else {
      _ = task.didFinish(1)
      engine.finish(task, by: self)
      return true
    }
    task.handle.open(descriptor)
    if directory.directoryCount > 0 { engine.pool.offerDirectories(of: task) }
    found += directory.count
    if engine.pool.canGrow, found >= WorkerPool.worthwhile { callForHelp(at: task) }
    finishFiles(of: task, alsoFinishing: 1)
    return directory.directoryCount == 0
  }

  private func callForHelp(at task: DirectoryTask) {
    engine.pool.grow(from: self, at: task, found: found)
    found = 0
  }

  /// Digests files of `task` as long as there are unclaimed ones; `others` counts what the caller
  /// has finished of the task besides.
  private func finishFiles(of task: DirectoryTask, alsoFinishing others: Int) {
    var finished = others
    if let first = task.claimFile(), let directory = task.directory {
      current = task
      var index: Int? = first
      do throws(Errno) {
        let descriptor = try engine.pin(task)
        while let claimed = index {
          digest(claimed, of: directory, in: task, descriptor)
          finished += 1
          shareIfWanted(task)
          index = task.claimFile()
        }
        task.handle.unpin()
      } catch {
        while let claimed = index {
          directory.setState(of: claimed, .unreadable)
          engine.note(.failure(.system(error)), task.path(of: claimed))
          finished += 1
          index = task.claimFile()
        }
      }
      files += finished - others
    }
    guard finished > 0 else { return }
    task.didOpen(finished)
    if task.didFinish(finished) { engine.finish(task, by: self) }
  }

  /// Lets workers that have nothing to do take part in what is left of `task`.
  @inline(__always)
  private func shareIfWanted(_ task: DirectoryTask) {
    if engine.pool.isIdle, !task.sharesFiles, task.unclaimedFiles > 0 {
      engine.pool.shareFiles(of: task)
    }
  }

  /// A large file: a sign of life, and a chance for others to take what lies behind it.
  @inline(never)
  func didReadMore() {
    if let current {
      shareIfWanted(current)
      found += WorkerPool.worthwhile
      if engine.pool.canGrow { callForHelp(at: current) }
    }
    bytes += 1 << 20
    report()
  }
}
