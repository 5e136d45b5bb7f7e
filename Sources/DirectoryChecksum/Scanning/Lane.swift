/// A file on its way to a digest: its descriptor, what of it has been read, what of that has been
/// hashed. A worker has two of them, so that their blocks can be hashed at the same time.
///
/// What was read is what is hashed: a size that was told before only says when there is no more to be
/// asked for.
struct Lane: ~Copyable {
  /// How much one file is read before it gives way to another large one, in bytes. Large files take
  /// turns, so that they end at about the same time, and none is hashed alone at last.
  private static let turn: UInt64 = 8 << 20
  /// Once in as many bytes of a large file another is begun: a small one costs a tenth of their time.
  private static let companyInterval: UInt64 = 512 << 10
  /// No real file is this large; the kernel's images of memory say they are.
  private static let implausibleSize: UInt64 = 1 << 44
  /// As much is read of a file that says it is empty and is not: some of `/proc` have no end.
  private static let unsizedLimit: UInt64 = 64 << 20
  /// As many reads go beyond the size that a file had: it may grow faster than it is read.
  private static let mostReadsBeyond = 1 << 16

  /// Where the file's bytes go, and what else ``MessageBuffer`` wants. Large enough that a call
  /// costs little beside the bytes it brings, small enough to stay in a processor's cache between
  /// reading and hashing.
  private(set) var memory: UnsafeMutableRawBufferPointer
  /// The directory that the file is in, and where it is listed there; nil while there is no file.
  private(set) var task: DirectoryTask?
  private(set) var index = 0
  private(set) var attributes = Attributes()
  /// How often the file has been begun.
  private(set) var attempts = 0
  /// How many bytes have been read.
  private(set) var offset: UInt64 = 0

  private(set) var file = FileDescriptor(owning: -1)
  private var message: MessageBuffer
  private var size: UInt64 = 0
  private var turnEnd: UInt64 = 0
  /// Whether the file can be read from any place; some that the kernel makes cannot.
  private(set) var hasPositions = true
  private var readsBeyond = 0
  /// Whether nothing has been read yet: a header alone is not hashed.
  private var isFresh = false
  private var isRead = false

  /// A lane without a file.
  init(_ function: HashFunction, in memory: UnsafeMutableRawBufferPointer) {
    self.memory = memory
    message = MessageBuffer(function, in: memory)
  }
}

extension Lane {
  /// Whether there is a file.
  var isBusy: Bool { task != nil }

  /// Takes a file of `task`.
  mutating func begin(
    _ index: Int, of task: DirectoryTask, _ file: consuming FileDescriptor,
    _ attributes: Attributes
  ) {
    self.task = task
    self.index = index
    self.file = file
    self.attributes = attributes
    attempts = 0
    hasPositions = true
  }

  /// Begins to read, or begins again. `header` is what the digest covers before the content.
  mutating func start(
    _ status: FileStatus, _ function: HashFunction, header: [UInt8]
  ) throws(ScanFailure) {
    if status.size >= Self.implausibleSize, status.blocks == 0 { throw .endless }
    attempts += 1
    size = status.size
    offset = 0
    turnEnd = Self.turn
    readsBeyond = 0
    isFresh = true
    isRead = false
    message = MessageBuffer(function, in: memory)
    if !header.isEmpty { header.withUnsafeBytes { message.append($0) } }
  }

  /// Lets the file go, and tells whose it was. Of one that ends early there may be whole blocks.
  mutating func end() -> DirectoryTask? {
    file = FileDescriptor(owning: -1)
    message.abandon()
    if !attributes.isEmpty { attributes = Attributes() }
    return task.take()
  }
}

extension Lane {
  /// What reading has come to.
  enum Progress {
    case isGoingOn
    case hasEnded
    /// More or less was read than the size that its digest covers.
    case hasChanged
  }

  /// Whether all that has been read is hashed but for a part of a block.
  var needsMore: Bool { task != nil && !isRead && (isFresh || message.blockCount == 0) }

  /// Reads the next piece.
  mutating func readMore(for format: DigestFormat) throws(ScanFailure) -> Progress {
    let free = message.free()
    isFresh = false
    let count = try read(into: free)
    message.append(count)
    offset += UInt64(count)
    // Nearly every file ends here at the latest: another call would only find the end.
    if count == 0 || offset == size && count < free.count {
      if format == .buildkit, offset != size { return .hasChanged }
      message.finish()
      isRead = true
      return .hasEnded
    }
    guard offset > size else { return .isGoingOn }
    if size == 0, offset > Self.unsizedLimit { throw .endless }
    readsBeyond += 1
    return format == .buildkit || readsBeyond > Self.mostReadsBeyond ? .hasChanged : .isGoingOn
  }

  private mutating func read(
    into memory: UnsafeMutableRawBufferPointer
  ) throws(ScanFailure) -> Int {
    do throws(Errno) {
      if hasPositions {
        do throws(Errno) { return try file.read(into: memory, at: offset) } catch {
          guard error == .illegalSeek, offset == 0 else { throw error }
        }
        // A file of the kernel's making that can only be read from the beginning to the end.
        hasPositions = false
      }
      return try file.read(into: memory)
    } catch {
      throw .system(error)
    }
  }
}

extension Lane {
  /// Hashes of two files the blocks that both have; of one alone all that it has. And all that a large
  /// one has beside one that is not: it would be left over at the end, kept by the pace of small files
  /// that any worker can take.
  static func hash(_ first: inout Lane, _ second: inout Lane) {
    if !second.isBusy { return first.message.hash() }
    if !first.isBusy { return second.message.hash() }
    MessageBuffer.hash(&first.message, &second.message)
    if first.isLarge, !second.isLarge { first.message.hash() }
    if second.isLarge, !first.isLarge { second.message.hash() }
  }

  private var isLarge: Bool { size >= Self.turn }

  /// Whether another file may be begun beside this one: beside a large one not at any time, since what
  /// is begun is most likely small, and costs it time.
  var takesCompany: Bool {
    !isLarge || offset % Self.companyInterval < Self.companyInterval / 4
  }

  /// The digest of a file that has been read and hashed to its end.
  var digest: Digest? { isRead && message.isEmpty ? message.digest : nil }
}

extension Lane {
  /// Whether so much has been read, and so much is left, that others may come first.
  var isTurnOver: Bool {
    offset >= turnEnd && task != nil && message.blockCount == 0 && !isRead
      && isLarge && offset <= size - Self.turn
  }

  /// Begins another turn.
  mutating func goOn() { turnEnd = offset + Self.turn }

  /// Changes the file for that of `other`; each keeps its memory. No whole block that is not hashed
  /// may be in either.
  mutating func exchange(with other: inout Lane) {
    message.exchange(with: &other.message)
    swap(&self, &other)
    swap(&memory, &other.memory)
    swap(&message, &other.message)
    goOn()
  }
}

/// A large file that waits for its next turn, with any worker.
final class ParkedLane {
  private var lane: Lane
  private let memory: UnsafeMutableRawBufferPointer

  init(_ function: HashFunction) {
    memory = .allocate(byteCount: MessageBuffer.front + MessageBuffer.reserve, alignment: 16)
    lane = Lane(function, in: memory)
  }

  deinit { memory.deallocate() }

  func exchange(with other: inout Lane) { lane.exchange(with: &other) }
}
