/// How a worker goes through directories.
extension Worker {
  /// Puts the next file into an idle lane; none where there is none now, or, where it waits, when the
  /// scan is over. A file that was begun already comes first.
  func take(_ lane: inout Lane, waiting: Bool) {
    if let parked = scan.queue.unpark() { return parked.exchange(with: &lane) }
    takeNew(&lane, waiting: waiting)
  }

  /// The same, but for what was begun. Whatever comes before that file and is none is done on the way.
  func takeNew(_ lane: inout Lane, waiting: Bool) {
    while !lane.isBusy {
      if let task = current?.task, let index = task.claimFile() {
        digest(index, in: &lane)
        begun += 1
        if begun >= Self.clockInterval, scan.queue.canGrow { callForHelp(at: task) }
      } else {
        leave()
        guard claim(for: &lane, waiting: waiting) else { return }
      }
    }
  }

  /// Claims the next thing to do, and begins with it; false where there is none.
  private func claim(for lane: inout Lane, waiting: Bool) -> Bool {
    report()
    if let parent = siblings, let index = parent.claimDirectory() {
      scanDirectory(index, of: parent)
      return true
    }
    siblings = nil
    switch scan.queue.claim(waiting: waiting, &clock) {
    case .directory(let parent, let index): scanDirectory(index, of: parent)
    case .files(let task): enter(task)
    case .lane(let parked): parked.exchange(with: &lane)
    case nil: return false
    }
    return true
  }

  /// Begins to claim the entries of `task` that are no directories.
  private func enter(_ task: DirectoryTask, finished: Int = 0) {
    guard let directory = task.directory else { return }
    do throws(Errno) {
      current = Claimed(
        task: task, directory: directory, descriptor: try scan.openDirectories.pin(task.place),
        opened: finished, finished: finished)
    } catch {
      var lost = finished
      while let index = task.claimFile() {
        note(.system(error), index, of: task)
        lost += 1
      }
      tell(task, opened: lost, finished: lost)
    }
  }

  /// Ends claiming, when nothing is left to claim.
  private func leave() {
    guard let left = current.take() else { return }
    scan.openDirectories.unpin(left.task.place)
    tell(left.task, opened: left.opened, finished: left.finished)
  }

  private func tell(_ task: DirectoryTask, opened: Int, finished: Int) {
    if opened > 0 { didOpen(opened, of: task) }
    if finished > 0, task.didFinish(finished) { finish(task) }
  }

  private func didOpen(_ count: Int, of task: DirectoryTask) {
    // Of the root the descriptor stays: it is where the way to all that was put aside begins.
    if task.didOpen(count), task.parent != nil { scan.openDirectories.finish(task.place) }
  }
}

extension Worker {
  /// Reads the root, which is open already.
  func scanRoot(_ task: DirectoryTask, _ descriptor: consuming FileDescriptor) {
    read(task, descriptor)
  }

  private func scanDirectory(_ index: Int, of parent: DirectoryTask) {
    siblings = parent
    let task = DirectoryTask(below: parent, at: index)
    do throws(ScanFailure) {
      guard let descriptor = try open(task) else {
        // Another file system: as empty as it would be without it.
        scan.note(.mountPoint, task.path())
        didOpen(1, of: parent)
        task.setDirectory(
          Directory(
            count: 0, directoryCount: 0, nameByteCount: 0, format: scan.options.format,
            metadata: false))
        return tell(task, opened: 0, finished: 1)
      }
      didOpen(1, of: parent)
      read(task, descriptor)
    } catch {
      if let siblings = parent.directory { describeUnread(index, of: siblings, in: parent) }
      scan.note(.failure(error), task.path())
      didOpen(1, of: parent)
      task.failed = true
      tell(task, opened: 0, finished: 1)
    }
  }

  /// Opens a sub-directory and notes what the system says of it; nil for one that is not entered.
  private func open(_ task: DirectoryTask) throws(ScanFailure) -> FileDescriptor? {
    guard let parent = task.parent, let siblings = parent.directory else { throw .replaced }
    let index = task.indexInParent
    let descriptor = try open(siblings.cName(of: index), in: parent)
    guard scan.needsDirectoryStatus else { return descriptor }
    let status = try status(of: descriptor.rawValue)
    let attributes = try describe(index, of: siblings, status, .descriptor(descriptor.rawValue))
    if scan.options.format == .buildkit {
      makeHeader(.directory, status, attributes)
      task.header = HashFunction.sha256.digest(of: text)
    }
    if scan.isElsewhere(status) { return nil }
    return descriptor
  }

  private func open(
    _ name: UnsafePointer<CChar>, in parent: DirectoryTask
  ) throws(ScanFailure) -> FileDescriptor {
    do throws(Errno) {
      let directory = try scan.openDirectories.pin(parent.place)
      defer { scan.openDirectories.unpin(parent.place) }
      return try scan.openDirectories.withDescriptorsAtHand { () throws(Errno) in
        try FileDescriptor.openDirectory(at: directory, name)
      }
    } catch {
      throw error == .tooManyLinks || error == .notDirectory ? .replaced : .system(error)
    }
  }

  /// Reads the names of a directory, and begins with its files.
  private func read(_ task: DirectoryTask, _ descriptor: consuming FileDescriptor) {
    guard let directory = reader.read(task, descriptor.rawValue) else { return }
    if scan.keepsEntries(atDepth: task.depth + 1) { directory.keepChildren() }
    task.setDirectory(directory)
    guard directory.count > 0 else { return tell(task, opened: 0, finished: 1) }
    scan.openDirectories.add(task.place, descriptor)
    if directory.directoryCount > 0 {
      scan.queue.offerDirectories(of: task)
      // Those come first.
      siblings = nil
    }
    found += directory.count
    begun += 1
    let isMuch = found >= ThreadBudget.worthwhile || begun >= Self.clockInterval
    if isMuch, scan.queue.canGrow { callForHelp(at: task) }
    enter(task, finished: 1)
  }
}

extension Worker {
  /// Gives a directory that has nothing unfinished left its digest, and each one above it that
  /// waited for nothing else.
  func finish(_ task: DirectoryTask) {
    var current = task
    while true {
      var found: DirectoryDigest?
      if let directory = current.directory {
        directory.sortFacts()
        if !current.failed {
          found = directoryDigest(
            of: directory, header: current.header, tails: current.tails,
            format: scan.options.format, scratch: &text)
        }
      }
      guard let parent = current.parent, let siblings = parent.directory else {
        scan.digest = found?.digest
        return scan.queue.stop()
      }
      let isLeftOut = current.isExcluded && found?.isEmpty == true
      // With nothing in it, Docker 20.10 sends such a directory nevertheless.
      if isLeftOut { scan.note(unknown: .rulesOfDocker20) }
      if !isLeftOut {
        let index = current.indexInParent
        siblings.setDigest(of: index, found?.digest)
        if scan.keepsEntries(atDepth: current.depth), let directory = current.directory {
          siblings.setChild(of: index, directory)
        }
        if let tail = found?.tail, !tail.isEmpty {
          scan.keep(NameTail(directory: index, entries: tail), in: parent)
        }
      }
      guard parent.didFinish(1) else { return }
      current = parent
    }
  }
}
