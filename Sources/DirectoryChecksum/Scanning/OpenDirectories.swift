/// The directories that a scan has open, because there are entries in them still to be opened.
///
/// Descriptors are few, and a tree may be deeper than their number. So a directory that nobody uses
/// at the moment can be put aside, and is opened again when its turn comes: name by name from the
/// nearest directory above that is still open, never by a path and never through a link, and only if
/// it leads to the same directory as before.
///
/// A descriptor is closed when nobody uses it, never before: whoever opens something relative to it
/// pins it meanwhile, also when that is only the way to a directory below. All that is known of a
/// directory changes under one lock, which is taken a few times for a directory and never for a file.
final class OpenDirectories: @unchecked Sendable {
  private let lock = ConditionLock()
  /// Those that have been opened, the latest last. Some are closed by now.
  private var opened: [OpenDirectory] = []
  /// How many directories that were put aside are opened again at a time.
  private let reopenCount: Int

  init(descriptorLimit: UInt64) {
    reopenCount = Int(clamping: max(1, min(descriptorLimit / 4, 256)))
  }
}

/// One directory: where it is found again, and its descriptor while it has one.
final class OpenDirectory: @unchecked Sendable {
  fileprivate let parent: OpenDirectory?
  /// The entries of the directory above, and which of them this is.
  fileprivate let siblings: Directory?
  fileprivate let index: Int

  fileprivate var descriptor: FileDescriptor?
  /// How many use the descriptor.
  fileprivate var users = 0
  /// Whether it will be needed again: not before it was opened first, nor after the last entry was.
  fileprivate var isNeeded = false
  /// Which directory it was when it was put aside.
  fileprivate var identity: FileIdentity?

  /// `siblings` lists the directory at `index`; nil for the root, which is never put aside.
  init(below parent: OpenDirectory?, _ siblings: Directory?, at index: Int) {
    self.parent = parent
    self.siblings = siblings
    self.index = index
  }

  fileprivate var isAside: Bool { isNeeded && descriptor == nil }

  /// The descriptor, which one more user has now; nil where it is not open.
  fileprivate func pin() -> CInt? {
    guard let number = descriptor?.rawValue else { return nil }
    users += 1
    return number
  }

  /// The descriptor where nobody uses it any more or will.
  fileprivate func takeUnneeded() -> FileDescriptor? {
    users == 0 && !isNeeded ? descriptor.take() : nil
  }
}

extension OpenDirectories {
  /// Takes over the descriptor of a directory that was opened for the first time.
  func add(_ directory: OpenDirectory, _ descriptor: consuming FileDescriptor) {
    let number = descriptor.release()
    lock.withLock {
      directory.descriptor = FileDescriptor(owning: number)
      directory.isNeeded = true
      while let last = opened.last, last.descriptor == nil { opened.removeLast() }
      opened.append(directory)
    }
  }

  /// The descriptor, opened again where it was put aside; it stays open until ``unpin(_:)``.
  func pin(_ directory: OpenDirectory) throws(Errno) -> CInt {
    if let number = lock.withLock({ directory.pin() }) { return number }
    return try reopen(directory)
  }

  /// Ends what ``pin(_:)`` began. The last to do so closes what is of no more use.
  func unpin(_ directory: OpenDirectory) {
    let unneeded = lock.withLock {
      directory.users -= 1
      return directory.takeUnneeded()
    }
    if let unneeded { close(directory, unneeded) }
  }

  /// Notes that the directory is of no more use; its descriptor is closed when nobody has it pinned.
  func finish(_ directory: OpenDirectory) {
    let unneeded = lock.withLock {
      directory.isNeeded = false
      return directory.takeUnneeded()
    }
    if let unneeded { close(directory, unneeded) }
  }

  /// Closes the descriptor of a directory. Where the one above was put aside it is opened again first:
  /// one step up now saves it the way down from wherever is open. It is no loss where this fails.
  private func close(_ directory: OpenDirectory, _ descriptor: consuming FileDescriptor) {
    guard let parent = directory.parent, lock.withLock({ parent.isAside }) else { return }
    do throws(Errno) {
      _ = try adopt(parent, FileDescriptor.openParent(of: descriptor.rawValue))
      unpin(parent)
    } catch {}
  }
}

extension OpenDirectories {
  /// Calls `body`, and where descriptors have run out again with those of waiting directories put
  /// aside.
  @inline(__always)
  func withDescriptorsAtHand<Opened: ~Copyable>(
    _ body: () throws(Errno) -> Opened
  ) throws(Errno) -> Opened {
    do throws(Errno) { return try body() } catch {
      guard error == .tooManyOpenFiles || error == .tooManyOpenFilesInSystem else { throw error }
      return try retryWithFewerDescriptors(body)
    }
  }

  @inline(never)
  private func retryWithFewerDescriptors<Opened: ~Copyable>(
    _ body: () throws(Errno) -> Opened
  ) throws(Errno) -> Opened {
    // Other workers open and close files all the time: one of theirs is free soon.
    var patience = 1000
    while true {
      if putAside() == 0 { ThreadGroup.pause() }
      do throws(Errno) { return try body() } catch {
        patience -= 1
        guard error == .tooManyOpenFiles || error == .tooManyOpenFilesInSystem, patience > 0 else {
          throw error
        }
      }
    }
  }

  /// Closes the descriptors of the directories whose turn comes last, until they are needed again;
  /// how many. The two that were opened last stay, and so does the root: it is where the way to all
  /// others begins.
  func putAside() -> Int {
    lock.withLock {
      var count = 0
      for directory in opened.dropLast(2)
      where directory.parent != nil && directory.users == 0 && directory.isNeeded {
        do throws(Errno) {
          guard let number = directory.descriptor?.rawValue else { continue }
          directory.identity = try FileStatus(of: number).identity
          directory.descriptor = nil
          count += 1
        } catch {}
      }
      opened.removeAll { $0.descriptor == nil }
      return count
    }
  }
}

extension OpenDirectories {
  /// Walks down to `directory` from the nearest one above it that is open.
  ///
  /// On the way the directories next to it are opened again as well: going back up through a deep
  /// tree would otherwise begin at the root for each of them.
  private func reopen(_ directory: OpenDirectory) throws(Errno) -> CInt {
    var chain = [directory]
    var nearest = directory.parent
    var start: CInt?
    while let above = nearest {
      start = lock.withLock { above.pin() }
      if start != nil { break }
      chain.append(above)
      nearest = above.parent
    }
    // The root is always open.
    guard var held = nearest, var number = start else { throw .staleFile }
    defer { unpin(held) }
    /// One on the way that is not kept.
    var passage = FileDescriptor(owning: -1)
    while let next = chain.popLast() {
      let opened = try open(next, at: passage.rawValue >= 0 ? passage.rawValue : number)
      if chain.isEmpty { return try adopt(next, opened) }
      guard chain.count < reopenCount, lock.withLock({ next.isAside }) else {
        passage = opened
        continue
      }
      number = try adopt(next, opened)
      unpin(held)
      held = next
      passage = FileDescriptor(owning: -1)
    }
    throw .staleFile
  }

  /// Opens a directory by its name in the open directory `above`.
  private func open(_ directory: OpenDirectory, at above: CInt) throws(Errno) -> FileDescriptor {
    guard let siblings = directory.siblings else { throw .staleFile }
    let name = siblings.cName(of: directory.index)
    return try withDescriptorsAtHand { () throws(Errno) in
      try FileDescriptor.openDirectory(at: above, name)
    }
  }

  /// Takes a descriptor that was opened anew, if it is of the same directory; whoever else was faster
  /// has given it one already. Pinned.
  private func adopt(
    _ directory: OpenDirectory, _ reopened: consuming FileDescriptor
  ) throws(Errno) -> CInt {
    let found = try FileStatus(of: reopened.rawValue).identity
    let number = reopened.rawValue
    let (pinned, isTaken) = lock.withLock {
      if let pinned = directory.pin() { return (pinned, false) }
      guard directory.identity == found else { return (-1, false) }
      directory.descriptor = FileDescriptor(owning: number)
      opened.append(directory)
      return (directory.pin() ?? -1, true)
    }
    if isTaken { _ = reopened.release() }
    if pinned < 0 { throw .staleFile }
    return pinned
  }
}
