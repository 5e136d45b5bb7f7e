import Synchronization

/// What the workers of one scan share.
final class ScanState: @unchecked Sendable {
  let options: ScanOptions
  let queue: DirectoryQueue
  let openDirectories: OpenDirectories
  let threads = ThreadGroup()
  /// The root's file system.
  private let device: UInt64

  private let files = Atomic<Int>(0)
  private let bytes = Atomic<Int>(0)
  private let lock = ConditionLock()
  private var notices: [ScanNotice] = []
  /// Why the scan was ended early; read when all workers have ended.
  private(set) var ruleError: IgnoreError?
  /// What could not be found out about the whole tree; read when all workers have ended.
  private(set) var unknown: UnknownFacts = []
  /// The root's digest. Written by the worker that finishes it, read when all have ended.
  var digest: Digest?

  init(options: ScanOptions, device: UInt64) {
    self.options = options
    self.device = device
    let descriptorLimit = ProcessLimits.descriptorLimit
    queue = DirectoryQueue(jobs: options.jobs, descriptorLimit: descriptorLimit)
    openDirectories = OpenDirectories(descriptorLimit: descriptorLimit)
  }
}

extension ScanState {
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

  /// Whether the tree is to hold what is in a directory so many levels below the root.
  func keepsEntries(atDepth depth: Int) -> Bool {
    options.maxDepth.map { depth < $0 } ?? true
  }
}

extension ScanState {
  /// Remembers facts about an entry of a directory that several workers have a hand in.
  func keep(_ facts: InodeFacts, of index: Int, in directory: Directory) {
    lock.withLock { directory.addFacts(of: index, facts) }
  }

  /// Remembers what counts once more in the directory of `task`.
  func keep(_ tail: NameTail, in task: DirectoryTask) {
    lock.withLock { task.tails.append(tail) }
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
    queue.stop()
  }

  func addProgress(files: Int, bytes: Int) {
    let files = self.files.add(files, ordering: .relaxed).newValue
    let bytes = self.bytes.add(bytes, ordering: .relaxed).newValue
    options.progress?(files, bytes)
  }
}
