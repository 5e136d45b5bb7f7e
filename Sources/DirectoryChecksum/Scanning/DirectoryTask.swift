import Synchronization

/// A directory on its way through the scan: from being found to having a digest.
///
/// A task goes through three phases. One worker reads the names; from then on any worker may claim
/// a sub-directory or a file; whoever finishes the last of them gives the directory its digest and
/// hands it to the parent. The two counters say how far it is: they only go down, and the worker
/// that takes one to zero is the one to act.
final class DirectoryTask: @unchecked Sendable {
  let parent: DirectoryTask?
  /// Where the parent lists this directory.
  let indexInParent: Int
  /// The number of names between the root and this directory.
  let depth: Int
  /// Whether the ignore rules leave it out unless something below is kept.
  let isExcluded: Bool
  /// Which ignore rules have matched this directory or one above it.
  var hits = HitList()
  /// What has been read; set once, before the task is shared.
  var directory: Directory?
  /// The digest of mode and attributes, where directory digests cover them.
  var header: Digest?
  /// What of sub-directories counts once more here. Appended under the scan's lock.
  var tails: [NameTail] = []
  /// Its descriptor, for opening what is in the directory.
  let place: OpenDirectory

  /// Whether the queue knows that there are files to claim. Changed under the queue's lock.
  let sharesFiles = Atomic<Bool>(false)
  /// The next sub-directory to claim.
  private let nextDirectory = Atomic<Int>(0)
  /// The next entry of another kind to claim.
  private let nextFile = Atomic<Int>(0)
  /// Entries that have no digest yet, and one for the reading of the names.
  private let unfinished = Atomic<Int>(1)
  /// Entries that have not been opened yet, and one for the reading of the names: after that the
  /// descriptor is of no more use.
  private let unopened = Atomic<Int>(1)
  /// Set where the names could not be read: the directory has no digest then.
  var failed = false

  init(below parent: DirectoryTask? = nil, at index: Int = 0) {
    self.parent = parent
    indexInParent = index
    isExcluded = parent?.directory?.state(of: index) == .excluded
    depth = parent.map { $0.depth + 1 } ?? 0
    place = OpenDirectory(below: parent?.place, parent?.directory, at: index)
  }
}

extension DirectoryTask {
  /// Makes the entries known to other workers.
  func setDirectory(_ directory: Directory) {
    self.directory = directory
    nextFile.store(directory.directoryCount, ordering: .relaxed)
    unfinished.add(directory.count, ordering: .relaxed)
    unopened.add(directory.count, ordering: .relaxed)
  }

  /// The index of a sub-directory that now belongs to the caller; nil when all are taken.
  func claimDirectory() -> Int? {
    guard let directory, unclaimedDirectories > 0 else { return nil }
    let index = nextDirectory.add(1, ordering: .relaxed).oldValue
    return index < directory.directoryCount ? index : nil
  }

  /// How many sub-directories nobody has claimed yet.
  var unclaimedDirectories: Int {
    guard let directory else { return 0 }
    return max(0, directory.directoryCount - nextDirectory.load(ordering: .relaxed))
  }

  /// The index of an entry that is no directory and now belongs to the caller; nil when all are
  /// taken.
  @inline(__always)
  func claimFile() -> Int? {
    guard let directory else { return nil }
    let index = nextFile.add(1, ordering: .relaxed).oldValue
    return index < directory.count ? index : nil
  }

  /// How many entries that are no directories nobody has claimed yet.
  var unclaimedFiles: Int {
    guard let directory else { return 0 }
    return max(0, directory.count - nextFile.load(ordering: .relaxed))
  }

  /// Notes that `count` entries have been opened for the last time; whether all have.
  func didOpen(_ count: Int) -> Bool {
    unopened.subtract(count, ordering: .acquiringAndReleasing).newValue == 0
  }

  /// Notes that `count` entries have their digests; whether the directory can have its own now.
  func didFinish(_ count: Int) -> Bool {
    unfinished.subtract(count, ordering: .acquiringAndReleasing).newValue == 0
  }
}

extension DirectoryTask {
  /// Writes the directory's path below the root to `path`, with a `/` behind it; nothing for the
  /// root.
  func writePrefix(to path: inout [UInt8]) {
    path.removeAll(keepingCapacity: true)
    var chain: [DirectoryTask] = []
    var task = self
    while let parent = task.parent {
      chain.append(task)
      task = parent
    }
    while let task = chain.popLast() {
      guard let siblings = task.parent?.directory else { continue }
      path.append(siblings.name(of: task.indexInParent))
      path.append(UInt8(ascii: "/"))
    }
  }

  /// The path of the entry at `index`, or of the directory itself.
  func path(of index: Int? = nil) -> [UInt8] {
    var path: [UInt8] = []
    writePrefix(to: &path)
    if let index, let directory {
      path.append(directory.name(of: index))
    } else if path.isEmpty {
      path.append(UInt8(ascii: "."))
    } else {
      path.removeLast()
    }
    return path
  }
}
