extension ContextTree {
  /// Takes what a scan for BuildKit's digests found, with all levels, metadata and facts of inodes.
  package init(_ tree: Tree) {
    self.init(rootDigest: tree.digest)
    guard let root = tree.root else { return }
    var levels = [ScanLevel(root)]
    while var level = levels.popLast() {
      guard let index = level.next() else { continue }
      let directory = level.directory
      levels.append(level)
      if directory.state(of: index) == .excluded { continue }
      let kind = directory.kind(of: index)
      append(
        name: directory.name(of: index), kind, size: directory.size(of: index),
        digest: directory.digest(of: index), header: directory.header(of: index),
        target: directory.target(of: index), depth: levels.count)
      if let child = directory.child(of: index) { levels.append(ScanLevel(child)) }
    }
    close(to: 0)
  }
}

/// A directory that is gone through in byte order of its names, whatever they are.
private struct ScanLevel {
  let directory: Directory
  private var nextDirectory = 0
  private var nextOther: Int

  init(_ directory: Directory) {
    self.directory = directory
    nextOther = directory.directoryCount
  }

  /// The index of the next entry; nil at the end.
  mutating func next() -> Int? {
    let hasDirectory = nextDirectory < directory.directoryCount
    guard hasDirectory || nextOther < directory.count else { return nil }
    let isDirectory =
      nextOther == directory.count
      || hasDirectory
        && directory.name(of: nextDirectory).lexicographicallyPrecedes(
          directory.name(of: nextOther))
    if isDirectory {
      nextDirectory += 1
      return nextDirectory - 1
    }
    nextOther += 1
    return nextOther - 1
  }
}

extension Directory {
  /// BuildKit's header of the sub-directory at `index`; nil where it could not be had.
  fileprivate func header(of index: Int) -> Digest? {
    guard kind(of: index) == .directory, let metadata = metadata(of: index) else { return nil }
    guard metadata.attributesTag != nil else {
      return BuildKitFormat.directoryHeader(mode: metadata.mode)
    }
    guard let facts = facts(of: index) else { return nil }
    var text: [UInt8] = []
    BuildKitFormat.appendHeader(.directory, mode: metadata.mode, to: &text)
    facts.attributes.appendForBuildKit(to: &text)
    return HashFunction.sha256(of: text)
  }
}
