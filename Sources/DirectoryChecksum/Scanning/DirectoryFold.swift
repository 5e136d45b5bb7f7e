/// The digest of a directory, made of those of its entries.
struct DirectoryFold {
  /// Nil where anything in the directory has none.
  private(set) var digest: Digest?
  /// Whether the directory holds nothing that is listed.
  let isEmpty: Bool
  /// What BuildKit hashes a second time into the directory above; nil for nearly all.
  private(set) var tail: NameTail?

  /// Uses `buffer` for as long as it takes.
  init(_ task: DirectoryTask, format: DigestFormat, buffer: UnsafeMutableRawBufferPointer) {
    guard let directory = task.directory, !task.failed else {
      isEmpty = false
      return
    }
    var present = 0
    var isComplete = true
    for index in 0..<directory.count {
      switch directory.state(of: index) {
      case .present, .uncovered, .deliveredEmpty: present += 1
      case .unreadable:
        present += 1
        isComplete = false
      case .excluded: break
      }
    }
    isEmpty = present == 0
    guard isComplete else { return }
    switch format {
    case .content:
      digest = Self.contentDigest(directory, buffer)
    case .buildkit:
      digest = Self.buildKitDigest(directory, task, isEmpty: isEmpty, buffer)
      tail = NameTail(directory, task.tails)
    }
  }

  private static func contentDigest(
    _ directory: Directory, _ buffer: UnsafeMutableRawBufferPointer
  ) -> Digest {
    var writer = HashingWriter<SHA1>(buffer: buffer)
    for index in 0..<directory.count where directory.state(of: index) == .present {
      ContentFormat.update(
        &writer, name: UnsafeRawBufferPointer(directory.name(of: index)),
        kind: directory.kind(of: index), digest: Digest(directory.digestBytes(of: index)))
    }
    return writer.finalize()
  }

  /// Here the entries count in byte order of their names, whatever their kind.
  private static func buildKitDigest(
    _ directory: Directory, _ task: DirectoryTask, isEmpty: Bool,
    _ buffer: UnsafeMutableRawBufferPointer
  ) -> Digest {
    var writer = HashingWriter<SHA256>(buffer: buffer)
    let rootHeader = isEmpty ? BuildKitFormat.emptyRootHeader : BuildKitFormat.rootHeader
    BuildKitFormat.updateDirectory(&writer, header: task.header ?? rootHeader)
    var (nextDirectory, nextOther) = (0, directory.directoryCount)
    while true {
      let index: Int
      if nextDirectory == directory.directoryCount {
        if nextOther == directory.count { break }
        index = nextOther
      } else if nextOther == directory.count {
        index = nextDirectory
      } else {
        index =
          directory.name(of: nextDirectory).lexicographicallyPrecedes(directory.name(of: nextOther))
          ? nextDirectory : nextOther
      }
      if index < directory.directoryCount { nextDirectory += 1 } else { nextOther += 1 }
      if directory.state(of: index) == .excluded { continue }
      BuildKitFormat.updateChild(
        &writer, name: UnsafeRawBufferPointer(directory.name(of: index)),
        digest: Digest(directory.digestBytes(of: index)))
      for tail in task.tails where tail.index == index {
        tail.tail.append(below: directory.name(of: index), to: &writer)
      }
    }
    return writer.finalize()
  }
}
