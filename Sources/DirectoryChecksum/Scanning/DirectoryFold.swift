/// The digest of a directory, made of those of its entries.
struct DirectoryFold {
  /// Nil where anything in the directory has none.
  private(set) var digest: Digest?
  /// Whether the directory holds nothing that is listed.
  private(set) var isEmpty = true
  /// What BuildKit hashes a second time into the directory above; empty for nearly all.
  private(set) var tail: [[UInt8]] = []

  /// As much is gathered before it is hashed: a call of the hash function for each entry would cost
  /// more than the hashing. In bytes.
  private static let pieceSize = 16 << 10
  private var text: [UInt8] = []
  private var hash: HashFunction

  /// Uses `memory`, whatever is in it.
  init(_ task: DirectoryTask, format: DigestFormat, memory: inout [UInt8]) {
    hash = format.hashFunction
    guard let directory = task.directory, !task.failed else {
      isEmpty = false
      return
    }
    var isComplete = true
    for index in 0..<directory.count {
      let state = directory.state(of: index)
      if state != .excluded { isEmpty = false }
      if state == .unreadable { isComplete = false }
    }
    guard isComplete else { return }
    swap(&text, &memory)
    text.removeAll(keepingCapacity: true)
    switch format {
    case .content: addLines(of: directory)
    case .buildkit: addChildren(of: directory, task)
    }
    digest = hash.digest(of: text)
    swap(&text, &memory)
  }

  private mutating func addLines(of directory: Directory) {
    for index in 0..<directory.count where directory.state(of: index) == .present {
      ContentFormat.append(
        name: directory.name(of: index),
        kind: directory.kind(of: index), digest: Digest(directory.digestBytes(of: index)),
        to: &text)
      hashIfEnough()
    }
  }

  /// Here the entries count in byte order of their names, whatever their kind.
  private mutating func addChildren(of directory: Directory, _ task: DirectoryTask) {
    let header = task.header ?? BuildKitFormat.rootHeader(isEmpty: isEmpty)
    BuildKitFormat.appendDirectory(header: header, to: &text)
    var (nextDirectory, nextOther) = (0, directory.directoryCount)
    while nextDirectory < directory.directoryCount || nextOther < directory.count {
      let isDirectory =
        nextOther == directory.count
        || nextDirectory < directory.directoryCount
          && directory.name(of: nextDirectory).lexicographicallyPrecedes(
            directory.name(of: nextOther))
      let index = isDirectory ? nextDirectory : nextOther
      if isDirectory { nextDirectory += 1 } else { nextOther += 1 }
      if directory.state(of: index) != .excluded { addChild(index, of: directory, task.tails) }
      hashIfEnough()
    }
  }

  private mutating func addChild(_ index: Int, of directory: Directory, _ tails: [NameTail]) {
    let name = directory.name(of: index)
    let start = text.count
    BuildKitFormat.appendChild(
      name: name, digest: Digest(directory.digestBytes(of: index)), to: &text)
    let isTail = name.first == 0xFF
    if isTail { keepForTail(from: start) }
    for below in tails where below.directory == index {
      for entry in below.entries {
        let start = text.count
        text.append(0)
        text.append(name)
        text.append(entry)
        if isTail { keepForTail(from: start) }
      }
    }
  }

  /// The text from `start` on counts once more in the directory above.
  private mutating func keepForTail(from start: Int) {
    tail.append(text.withUnsafeBytes { [UInt8]($0.from(start)) })
  }

  private mutating func hashIfEnough() {
    guard text.count >= Self.pieceSize else { return }
    text.withUnsafeBytes { hash.update($0) }
    text.removeAll(keepingCapacity: true)
  }
}
