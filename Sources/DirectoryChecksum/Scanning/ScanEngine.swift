import Synchronization

/// What the workers of one scan share.
final class ScanEngine: @unchecked Sendable {
  let options: ScanOptions
  let pool: WorkerPool
  /// How many bytes a worker reads at a time.
  let bufferSize = 128 << 10
  /// The root's file system.
  private let device: UInt64
  /// How many directories that were put aside are opened again at a time.
  private let reopenCount: Int

  private let files = Atomic<Int>(0)
  private let bytes = Atomic<Int>(0)
  private let lock = ConditionLock()
  private var notices: [ScanNotice] = []
  /// Why the scan was ended early; read when all workers have ended.
  private(set) var ruleError: IgnoreError?
  /// What could not be found out about the whole tree.
  private(set) var unknown: UnknownFacts = []
  /// Written by the worker that finishes the root, read when all have ended.
  private(set) var digest: Digest?

  init(options: ScanOptions, device: UInt64) {
    self.options = options
    self.device = device
    let descriptorLimit = ProcessLimits.descriptorLimit
    pool = WorkerPool(jobs: options.jobs, descriptorLimit: descriptorLimit)
    reopenCount = Int(clamping: max(1, min(descriptorLimit / 4, 256)))
  }
}

extension ScanEngine {
  /// Whether more is asked of the system than kinds and contents.
  var needsMetadata: Bool { options.metadata || options.format == .buildkit }

  /// Whether a directory's status is needed: a call for each that a plain scan saves.
  var needsDirectoryStatus: Bool { options.oneFileSystem || needsMetadata }

  /// Whether a directory is on another file system than the root, and so is not entered.
  func isElsewhere(_ status: FileStatus) -> Bool {
    options.oneFileSystem && device != status.identity.device
  }

  /// Whether entries of this kind are in the tree.
  func lists(_ kind: EntryKind) -> Bool {
    options.format == .buildkit || options.inodeFacts || ContentFormat.counts(kind)
  }

  /// Remembers facts about an entry of a directory that several workers have a hand in.
  func keep(_ facts: InodeFacts, of index: Int, in directory: Directory) {
    lock.withLock { directory.addFacts(of: index, facts) }
  }

  /// Remembers something that the user has to know.
  func note(_ event: ScanNotice.Event, _ path: [UInt8]) {
    let notice = ScanNotice(path: path, event: event)
    lock.withLock { notices.append(notice) }
  }

  /// All that was noted; called when all workers have ended.
  func sortedNotices() -> [ScanNotice] {
    var sorted: [ScanNotice] = []
    let order = sortedIndexes(notices.count) { ScanNotice.precedes(notices[$0], notices[$1]) }
    for index in order { sorted.append(notices[index]) }
    return sorted
  }

  /// Notes facts that can't be known of the tree.
  func note(unknown facts: UnknownFacts) {
    guard !facts.isEmpty else { return }
    lock.withLock { unknown.formUnion(facts) }
  }

  /// Ends the scan because the rules cannot be applied.
  func abort(with error: IgnoreError) {
    lock.withLock { if ruleError == nil { ruleError = error } }
    pool.stop()
  }

  func addProgress(files: Int, bytes: Int) {
    let files = self.files.add(files, ordering: .relaxed).newValue
    let bytes = self.bytes.add(bytes, ordering: .relaxed).newValue
    options.progress?(files, bytes)
  }
}

extension ScanEngine {
  /// The descriptor of a directory, opened again if it has been put aside; in use until its
  /// handle is unpinned.
  func pin(_ task: DirectoryTask) throws(Errno) -> CInt {
    while true {
      if let descriptor = task.handle.pin() { return descriptor }
      try reopen(task)
    }
  }

  /// Walks down to `task` from the nearest directory above it that is open.
  ///
  /// On the way the directories next to it are opened again as well: going back up through a deep
  /// tree would otherwise begin at the root for each of them.
  private func reopen(_ task: DirectoryTask) throws(Errno) {
    var chain: [DirectoryTask] = []
    var nearest = task
    var start: CInt?
    while start == nil {
      chain.append(nearest)
      // The root is always open.
      guard let parent = nearest.parent else { throw .staleFile }
      nearest = parent
      start = nearest.handle.pin()
    }
    defer { nearest.handle.unpin() }
    var directory = FileDescriptor(owning: -1)
    while let next = chain.popLast() {
      let above = directory.rawValue >= 0 ? directory.rawValue : start ?? -1
      if !chain.isEmpty, chain.count < reopenCount, next.handle.isAside {
        try next.handle.reopen(open(next, above))
      }
      let opened = try open(next, above)
      if chain.isEmpty { return try next.handle.reopen(opened) }
      directory = opened
    }
  }

  /// Opens a directory again, by its name in the open directory `above`.
  private func open(_ task: DirectoryTask, _ above: CInt) throws(Errno) -> FileDescriptor {
    guard let siblings = task.parent?.directory else { throw .staleFile }
    let name = siblings.cName(of: task.indexInParent)
    return try withDescriptorsAtHand { () throws(Errno) in
      try FileDescriptor.openDirectory(at: above, name)
    }
  }

  /// Calls `body`, and where descriptors have run out once more with those of waiting directories
  /// put aside.
  @inline(__always)
  func withDescriptorsAtHand(
    _ body: () throws(Errno) -> FileDescriptor
  ) throws(Errno) -> FileDescriptor {
    do throws(Errno) { return try body() } catch {
      guard error == .tooManyOpenFiles || error == .tooManyOpenFilesInSystem else { throw error }
      return try retryWithFewerDescriptors(body)
    }
  }

  @inline(never)
  private func retryWithFewerDescriptors(
    _ body: () throws(Errno) -> FileDescriptor
  ) throws(Errno) -> FileDescriptor {
    // Other workers open and close files all the time: one of theirs is free soon.
    var patience = 1000
    while true {
      if pool.putAsideHandles() == 0 { Thread.yield() }
      do throws(Errno) { return try body() } catch {
        patience -= 1
        guard error == .tooManyOpenFiles || error == .tooManyOpenFilesInSystem, patience > 0 else {
          throw error
        }
      }
    }
  }
}

extension ScanEngine {
  /// Gives a directory that has nothing unfinished left its digest, and each one above it that
  /// waited for nothing else.
  func finish(_ task: DirectoryTask, by worker: Worker) {
    var current = task
    while true {
      var digest: Digest?
      var isEmpty = false
      var tail: [[UInt8]] = []
      if let directory = current.directory {
        directory.sortFacts()
        let found = directoryDigest(
          of: directory, header: current.header, tails: current.tails, format: options.format,
          scratch: &worker.text)
        if !current.failed { (digest, isEmpty, tail) = (found.digest, found.isEmpty, found.tail) }
      }
      guard let parent = current.parent, let siblings = parent.directory else {
        self.digest = digest
        return pool.stop()
      }
      let index = current.indexInParent
      let isLeftOut = current.isExcluded && isEmpty && !current.failed
      // With nothing in it, Docker 20.10 sends such a directory nevertheless.
      if isLeftOut { note(unknown: .rulesOfDocker20) }
      if !isLeftOut {
        siblings.setDigest(of: index, digest)
        if keepsEntries(atDepth: current.depth), let directory = current.directory {
          siblings.setChild(of: index, directory)
        }
        if !tail.isEmpty {
          let tail = NameTail(directory: index, entries: tail)
          lock.withLock { parent.tails.append(tail) }
        }
      }
      guard parent.didFinish(1) else { return }
      current = parent
    }
  }

  /// Whether the tree is to hold what is in a directory so many levels below the root.
  func keepsEntries(atDepth depth: Int) -> Bool {
    options.maxDepth.map { depth < $0 } ?? true
  }
}
