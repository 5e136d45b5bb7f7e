/// The digest of a directory, made of those of its entries.
struct DirectoryDigest {
  /// Nil where an entry has none.
  private(set) var digest: Digest?
  /// Whether the directory holds nothing that is listed.
  private(set) var isEmpty = true
  /// What BuildKit hashes a second time into the directory above, as the entries of a ``NameTail``;
  /// empty for nearly all.
  private(set) var tail: [[UInt8]] = []

  /// As much is gathered before it is hashed: a call of the hash function for each entry would cost
  /// more than the hashing. In bytes.
  private static let pieceSize = 16 << 10
  private var text: [UInt8] = []
  private var hash: HashFunction

  fileprivate init(_ format: DigestFormat) {
    hash = format.hashFunction
  }
}

/// The digest of `directory`, whose entries all have what there will be of theirs.
///
/// `header` is the digest of its own mode and attributes where the format covers them, nil for the
/// root; `tails` is what its sub-directories pass up, in any order. `scratch` is memory to be used
/// again, whatever is in it.
func directoryDigest(
  of directory: Directory, header: Digest?, tails: [NameTail], format: DigestFormat,
  scratch: inout [UInt8]
) -> DirectoryDigest {
  var result = DirectoryDigest(format)
  result.add(directory, header: header, tails: tails, format: format, scratch: &scratch)
  return result
}

extension DirectoryDigest {
  fileprivate mutating func add(
    _ directory: Directory, header: Digest?, tails: [NameTail], format: DigestFormat,
    scratch: inout [UInt8]
  ) {
    var isComplete = true
    for index in 0..<directory.count {
      let state = directory.state(of: index)
      if state != .excluded { isEmpty = false }
      if state == .unreadable { isComplete = false }
    }
    guard isComplete else { return }
    swap(&text, &scratch)
    text.removeAll(keepingCapacity: true)
    switch format {
    case .content: addLines(of: directory)
    case .buildkit: addChildren(of: directory, header: header, tails: tails)
    }
    digest = hash.digest(of: text)
    swap(&text, &scratch)
  }

  private mutating func addLines(of directory: Directory) {
    for index in 0..<directory.count where directory.state(of: index) == .present {
      ContentFormat.append(
        name: directory.name(of: index),
        kind: directory.kind(of: index), digest: directory.presentDigest(of: index),
        to: &text)
      hashIfEnough()
    }
  }

  /// Here the entries count in byte order of their names, whatever their kind.
  private mutating func addChildren(
    of directory: Directory, header: Digest?, tails: [NameTail]
  ) {
    let header = header ?? BuildKitFormat.rootHeader(isEmpty: isEmpty)
    BuildKitFormat.appendDirectory(header: header, to: &text)
    let tailOrder = sortedIndexes(tails.count) { tails[$0].directory < tails[$1].directory }
    var (nextDirectory, nextOther, nextTail) = (0, directory.directoryCount, 0)
    while nextDirectory < directory.directoryCount || nextOther < directory.count {
      let isDirectory =
        nextOther == directory.count
        || nextDirectory < directory.directoryCount
          && directory.name(of: nextDirectory).lexicographicallyPrecedes(
            directory.name(of: nextOther))
      let index = isDirectory ? nextDirectory : nextOther
      if isDirectory { nextDirectory += 1 } else { nextOther += 1 }
      if directory.state(of: index) != .excluded {
        var below: [[UInt8]] = []
        if isDirectory, nextTail < tails.count, tails[tailOrder[nextTail]].directory == index {
          below = tails[tailOrder[nextTail]].entries
          nextTail += 1
        }
        addChild(index, of: directory, below)
      }
      hashIfEnough()
    }
  }

  private mutating func addChild(_ index: Int, of directory: Directory, _ below: [[UInt8]]) {
    let name = directory.name(of: index)
    let start = text.count
    BuildKitFormat.appendChild(
      name: name, digest: directory.presentDigest(of: index), to: &text)
    let isTail = name.first == 0xFF
    if isTail { keepForTail(from: start) }
    for entry in below {
      let start = text.count
      text.append(0)
      text.append(name)
      text.append(entry)
      if isTail { keepForTail(from: start) }
    }
  }

  /// The text from `start` on counts once more in the directory above.
  private mutating func keepForTail(from start: Int) {
    tail.append(text.withUnsafeBufferPointer { [UInt8]($0.from(start)) })
  }

  private mutating func hashIfEnough() {
    guard text.count >= Self.pieceSize else { return }
    text.withUnsafeBytes { hash.update($0) }
    text.removeAll(keepingCapacity: true)
  }
}
