/// An entry of what an archive is compared with.
package struct NeighbourEntry {
  package let path: [UInt8]
  package let kind: EntryKind
  package let digest: Digest?
  package let metadata: Metadata?
  package let target: [UInt8]?

  package init(
    path: [UInt8], kind: EntryKind, digest: Digest?, metadata: Metadata?, target: [UInt8]?
  ) {
    self.path = path
    self.kind = kind
    self.digest = digest
    self.metadata = metadata
    self.target = target
  }
}

extension ArchiveTree {
  /// A tree of `entries`, of which a directory comes before what is in it.
  convenience init(_ entries: [NeighbourEntry]) throws(ArchiveError) {
    self.init()
    for entry in entries {
      if entry.path.isLiteral(".") { continue }
      let start = entry.path.lastNameStart
      let directory = entry.path.withUnsafeBufferPointer { [UInt8]($0.upTo(max(0, start - 1))) }
      guard let parent = self.entry(at: directory) else { continue }
      let node = try entry.path.withBytes { (path) throws(ArchiveError) in
        try add(path.from(start), to: parent)
      }
      var member = TarMember()
      switch entry.kind {
      case .directory: member.kind = .directory
      case .link: member.kind = .link
      case .file: member.kind = .file
      default: member.kind = .fifo
      }
      member.target = entry.target ?? []
      member.mode = entry.metadata?.mode ?? 0
      member.owner = entry.metadata?.owner ?? 0
      member.group = entry.metadata?.group ?? 0
      try describe(node, member)
      setDigest(of: node, entry.digest)
    }
  }

  /// How many entries below `root` the tree `other` has as well, by their paths.
  func shared(with other: ArchiveTree, from root: Int) -> Int {
    var count = 0
    for place in counterparts(in: other, from: root) where place > 0 { count += 1 }
    return count
  }

  /// Of each node the one of the same path in `other`, from `root` here and from the root there; -1
  /// where there is none.
  func counterparts(in other: ArchiveTree, from root: Int) -> [Int32] {
    var places = [Int32](repeating: -1, count: nodes.count)
    places[root] = 0
    for node in root + 1..<max(root + 1, nodes.count) {
      let parent = Int(nodes[node].parent)
      guard parent >= root, places[parent] >= 0 else { continue }
      if let place = other.entry(name(of: node), in: Int(places[parent])) {
        places[node] = Int32(place)
      }
    }
    return places
  }

  /// Whether `other` has, from its root on, an entry that this tree has not from `root` on.
  func lacks(of other: ArchiveTree, from root: Int) -> Bool {
    var places = [Int32](repeating: -1, count: other.nodes.count)
    places[0] = Int32(root)
    for node in 1..<max(1, other.nodes.count) {
      let parent = Int(places[Int(other.nodes[node].parent)])
      guard parent >= 0, let place = entry(other.name(of: node), in: parent) else { return true }
      places[node] = Int32(place)
    }
    return false
  }
}

extension ArchiveTree {
  /// Takes from `other` what is in submodules, which are empty directories in a commit. The paths of
  /// those.
  func adoptBesideGit(_ other: ArchiveTree, at root: Int) throws(ArchiveError) -> [[UInt8]] {
    var places = [Int32](repeating: -1, count: other.nodes.count)
    var isInSubmodule = [Bool](repeating: false, count: other.nodes.count)
    var submodules: [[UInt8]] = []
    places[0] = Int32(root)
    for node in 1..<max(1, other.nodes.count) {
      let above = Int(other.nodes[node].parent)
      let parent = Int(places[above])
      guard parent >= 0 else { continue }
      if let place = entry(other.name(of: node), in: parent) {
        places[node] = Int32(place)
        if nodes[place].kind == .directory, !has(Flag.hasEntries, place),
          let mark = other.entry(ByteView.literal(".git"), in: node),
          other.nodes[mark].kind == .file
        {
          isInSubmodule[node] = true
          submodules.append(other.path(of: node))
        }
      } else if isInSubmodule[above] {
        let place = try add(other.name(of: node), to: parent)
        try copy(node, of: other, to: place)
        places[node] = Int32(place)
        isInSubmodule[node] = true
      }
    }
    return submodules
  }
}

extension ByteView {
  fileprivate static func literal(_ text: StaticString) -> ByteView {
    ByteView(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }
}
