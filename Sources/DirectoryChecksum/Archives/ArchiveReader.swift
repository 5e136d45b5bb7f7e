/// Reads a tar archive into a tree, in one pass: the content of a file goes into its digest and is
/// gone.
final class ArchiveReader {
  let tar: TarReader
  let tree = ArchiveTree()
  let format: DigestFormat
  /// Whether this is a layer of an image, in which some names are whiteouts.
  let isLayer: Bool
  /// Clean names of files of which the content is kept.
  let keeping: [[UInt8]]
  /// What was kept, by the place in ``keeping``; nil for what was not met. While the archive is read,
  /// behind that the same of what has one more directory in front: it stands in where that directory
  /// has everything.
  var kept: [[UInt8]?]
  /// What may turn out to be an image's, where the archive may be one.
  let blobs: ImageBlobs?
  /// Where the contents are, in place of reading them, where they are to be read later.
  var locations: [ImageStore.Location]?
  /// Called now and then with the number of files and bytes since it was called last.
  var progress: ((_ files: Int, _ bytes: Int) -> Void)?

  /// The clean name of the member.
  private(set) var clean: [UInt8] = []
  /// The directory that the member before was in, and its path.
  private var parentPath: [UInt8] = []
  private var parent = 0
  var text: [UInt8] = []
  private var files = 0
  var byteCount = 0

  init(
    _ input: ByteStream, _ format: DigestFormat, isLayer: Bool = false, keeping: [[UInt8]] = [],
    blobs: ImageBlobs? = nil
  ) {
    tar = TarReader(input)
    self.format = format
    self.isLayer = isLayer
    self.keeping = keeping
    self.blobs = blobs
    kept = [[UInt8]?](repeating: nil, count: 2 * keeping.count)
  }

  /// Notes where each file's content is, and passes over it.
  convenience init(locating input: ByteStream) {
    self.init(input, .content)
    locations = []
  }
}

extension ArchiveReader {
  /// Reads all members, up to the end of the input.
  func read() throws(ArchiveError) {
    do throws(ArchiveError) { try readMembers() } catch {
      // A packed input does not know which member it ends in.
      throw error == .endsEarly(inside: []) ? tar.endsEarly : error
    }
    let deeper = kept[keeping.count...]
    kept.removeLast(deeper.count)
    guard tree.onlyDirectory(in: 0) != nil else { return }
    for (index, content) in deeper.enumerated() where kept[index] == nil { kept[index] = content }
  }

  private func readMembers() throws(ArchiveError) {
    while try tar.next() {
      if let refusal = try MemberName.clean(tar.member.name, into: &clean) {
        refuse(refusal, below: 0)
      } else if clean.isEmpty {
        if tar.member.kind == .directory {
          try tree.describe(0, tar.member)
        } else {
          refuse(.nameless, below: 0)
        }
      } else {
        try add()
      }
      report()
    }
  }

  /// Leaves the member out: the digests of `directory` and of all above it would be wrong.
  func refuse(_ refusal: ArchiveNotice.Refusal, below directory: Int) {
    tree.set(ArchiveTree.Flag.isUnread, of: directory)
    tar.notices.add(.refused(refusal), tar.member.name)
  }

  func report() {
    files += 1
    guard files & 0xff == 0 || byteCount >= 1 << 20 else { return }
    progress?(files, byteCount)
    files = 0
    byteCount = 0
  }
}

extension ArchiveReader {
  /// Adds the member under its clean name.
  private func add() throws(ArchiveError) {
    let start = clean.lastNameStart
    let directory: Int
    switch try findParent(max(0, start - 1)) {
    case .found(let node): directory = node
    case .blocked(let refusal, let above): return refuse(refusal, below: above)
    }
    if isLayer, addWhiteout(start, in: directory) { return }
    let existing = clean.withUnsafeBufferPointer { tree.entry($0.from(start), in: directory) }
    if tar.member.kind == .hardLink {
      return try addHardLink(existing, start, in: directory)
    }
    if tar.member.kind == .link, tar.member.target.contains(0) {
      return refuse(.nul, below: directory)
    }
    let isDirectory = tar.member.kind == .directory
    if let existing, !isDirectory, tree.has(ArchiveTree.Flag.hasEntries, existing) {
      return refuse(.overDirectory, below: directory)
    }
    let node = if let existing { existing } else { try newEntry(start, in: directory) }
    let wasWhiteout = tree.has(ArchiveTree.Flag.isWhiteout, node)
    try tree.describe(node, tar.member)
    if wasWhiteout, isDirectory { tree.set(ArchiveTree.Flag.isOpaque, of: node) }
    switch tar.member.kind {
    case .directory: break
    case .file: tree.setDigest(of: node, try fileDigest(node))
    default: tree.setDigest(of: node, otherDigest(node))
    }
  }

  private enum Parent {
    case found(Int)
    case blocked(ArchiveNotice.Refusal, Int)
  }

  /// The directory whose path is the first `length` bytes of the clean name; made where it is missing.
  private func findParent(_ length: Int) throws(ArchiveError) -> Parent {
    if length == parentPath.count, tree.nodes[parent].kind == .directory,
      clean.withUnsafeBufferPointer({ $0.upTo(length).elementsEqual(parentPath) })
    {
      return .found(parent)
    }
    var node = 0
    var start = 0
    while start < length {
      let end = clean.withUnsafeBufferPointer { $0.upTo(length).nameEnd(from: start) }
      let next = try clean.withBytes { (clean) throws(ArchiveError) in
        let name = clean.slice(start, end)
        if let existing = tree.entry(name, in: node) { return existing }
        return try tree.add(name, to: node)
      }
      if tree.has(ArchiveTree.Flag.isWhiteout, next) { tree.revive(next) }
      switch tree.nodes[next].kind {
      case .directory: break
      case .link: return .blocked(.throughLink, node)
      default: return .blocked(.throughFile, node)
      }
      node = next
      start = end + 1
    }
    parentPath.removeAll(keepingCapacity: true)
    clean.withUnsafeBufferPointer { parentPath.append($0.upTo(length)) }
    parent = node
    return .found(node)
  }

  func newEntry(_ start: Int, in directory: Int) throws(ArchiveError) -> Int {
    try clean.withBytes { (clean) throws(ArchiveError) in
      try tree.add(clean.from(start), to: directory)
    }
  }
}
