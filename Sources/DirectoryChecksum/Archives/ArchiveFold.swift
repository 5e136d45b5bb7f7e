/// Makes a tree of those entries of an archive that are listed.
final class ArchiveFold {
  private let source: ArchiveTree
  private let root: Int
  private let format: DigestFormat
  private let extent: ArchiveExtent
  private var states: [ArchiveSelection.State]
  /// The entries of the directory d are those of ``members`` from `starts[d]` to `starts[d + 1]`.
  private var starts: [Int32] = []
  private var members: [Int32] = []
  private var directories: [Directory?]
  private var tails: [[[UInt8]]] = []
  private var text: [UInt8] = []

  init(
    _ source: ArchiveTree, _ root: Int, _ format: DigestFormat, _ extent: ArchiveExtent,
    _ selection: ArchiveSelection
  ) {
    self.source = source
    self.root = root
    self.format = format
    self.extent = extent
    let count = source.nodes.count
    states = selection.states
    directories = [Directory?](repeating: nil, count: count)
    if format == .buildkit { tails = [[[UInt8]]](repeating: [], count: count) }
  }
}

extension ArchiveFold {
  /// Gives the directories their digests, the deepest first, and makes the tree.
  func tree() -> Tree {
    group()
    var node = states.count
    while node > root {
      node -= 1
      let isListed = states[node] == .present || states[node] == .excluded
      if isListed, source.nodes[node].kind == .directory { fold(node) }
    }
    let record = source.nodes[root].inode
    return Tree(
      format: format, digest: record.digest, metadata: extent.metadata ? metadata(root) : nil,
      rootFacts: source.facts(of: root), hasInodeFacts: extent.inodeFacts,
      root: keepsEntries(root) ? directories[root] : nil)
  }

  /// Puts the entries of each directory together.
  private func group() {
    starts = [Int32](repeating: 0, count: states.count + 1)
    for node in root + 1..<max(root + 1, states.count) where states[node] != .absent {
      starts[Int(source.nodes[node].parent) + 1] += 1
    }
    for node in 1..<starts.count { starts[node] += starts[node - 1] }
    var next = starts
    members = [Int32](repeating: 0, count: Int(starts[states.count]))
    for node in root + 1..<max(root + 1, states.count) where states[node] != .absent {
      let parent = Int(source.nodes[node].parent)
      members[Int(next[parent])] = Int32(node)
      next[parent] += 1
    }
  }

  private func keepsEntries(_ node: Int) -> Bool {
    let depth = Int(source.nodes[node].depth) - Int(source.nodes[root].depth)
    return extent.maxDepth.map { depth < $0 } ?? true
  }

  private func fold(_ node: Int) {
    let (start, end) = (Int(starts[node]), Int(starts[node + 1]))
    var entries: [Int32] = []
    entries.reserveCapacity(end - start)
    var nameByteCount = 0
    var directoryCount = 0
    for place in start..<end where states[Int(members[place])] != .absent {
      entries.append(members[place])
      nameByteCount += source.name(of: Int(members[place])).count + 1
      if source.nodes[Int(members[place])].kind == .directory { directoryCount += 1 }
    }
    sortInPlace(&entries) { [source] in source.precedes(Int($0), Int($1)) }
    let directory = Directory(
      count: entries.count, directoryCount: directoryCount, nameByteCount: nameByteCount,
      format: format, metadata: extent.metadata)
    if directoryCount > 0, keepsEntries(node) { directory.keepChildren() }
    var below: [NameTail] = []
    var offset = 0
    for index in entries.indices {
      let entry = Int(entries[index])
      let name = source.name(of: entry)
      directory.setEntry(
        index, kind: source.nodes[entry].kind, state: .present, name: name, at: offset)
      offset += name.count + 1
      describe(entry, index, in: directory)
      guard source.nodes[entry].kind == .directory else { continue }
      if let child = directories[entry], keepsEntries(entry) {
        directory.setChild(of: index, child)
      }
      directories[entry] = nil
      if format == .buildkit, !tails[entry].isEmpty {
        below.append(NameTail(directory: index, entries: tails[entry]))
        tails[entry] = []
      }
    }
    directory.sortFacts()
    let result = directoryDigest(
      of: directory, header: node == root ? nil : header(node), tails: below, format: format,
      scratch: &text)
    let isUnread = source.has(ArchiveTree.Flag.isUnread, node)
    source.setDigest(of: node, isUnread ? nil : result.digest)
    if states[node] == .excluded {
      states[node] = result.isEmpty && !isUnread ? .absent : .present
    }
    if format == .buildkit, !isUnread { tails[node] = result.tail }
    directories[node] = directory
  }

  private func describe(_ node: Int, _ index: Int, in directory: Directory) {
    let kind = source.nodes[node].kind
    if states[node] == .deliveredEmpty {
      directory.setDigest(of: index, digestOfEmpty(node))
    } else if kind != .directory, source.nodes[node].inode.digest == nil {
      directory.setState(of: index, .uncovered)
    } else {
      directory.setDigest(of: index, source.nodes[node].inode.digest)
    }
    guard extent.metadata else { return }
    directory.setMetadata(of: index, metadata(node))
    if kind == .link { directory.setTarget(of: index, source.target(of: node)) }
    var facts = extent.inodeFacts ? source.facts(of: node) ?? InodeFacts() : InodeFacts()
    facts.isMadeUp = source.has(ArchiveTree.Flag.madeUp, node)
    if facts.isWorthKeeping { directory.addFacts(of: index, facts) }
  }

  private func metadata(_ node: Int) -> Metadata {
    let record = source.nodes[node].inode
    return Metadata(
      mode: record.mode, owner: record.owner, group: record.group,
      attributesTag: source.facts(of: node)?.attributes.tag)
  }

  /// The digest of mode and attributes, where directory digests cover them.
  private func header(_ node: Int) -> Digest? {
    guard format == .buildkit else { return nil }
    text.removeAll(keepingCapacity: true)
    BuildKitFormat.appendHeader(.directory, mode: source.nodes[node].inode.mode, to: &text)
    source.facts(of: node)?.attributes.appendForBuildKit(to: &text)
    return HashFunction.sha256(of: text)
  }

  private func digestOfEmpty(_ node: Int) -> Digest {
    guard format == .buildkit else { return HashFunction.sha1(of: []) }
    text.removeAll(keepingCapacity: true)
    let record = source.nodes[node].inode
    BuildKitFormat.appendHeader(.file, mode: record.mode, size: record.size, to: &text)
    source.facts(of: node)?.attributes.appendForBuildKit(to: &text)
    return HashFunction.sha256(of: text)
  }
}

extension ArchiveTree {
  /// Sub-directories first, both they and the rest in byte order of their names.
  fileprivate func precedes(_ left: Int, _ right: Int) -> Bool {
    let isDirectory = nodes[left].kind == .directory
    if isDirectory != (nodes[right].kind == .directory) { return isDirectory }
    return name(of: left).lexicographicallyPrecedes(name(of: right))
  }
}
