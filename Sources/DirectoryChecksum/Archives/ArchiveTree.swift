/// The entries that the members of an archive make: what extracting them into an empty directory
/// would leave there.
///
/// A name's last member wins, and nothing is ever followed, neither on disk nor in the archive. Kept of
/// an entry are its name, its digest and some 50 bytes more.
final class ArchiveTree {
  /// One entry. Its number is its place in ``nodes``, which is greater than that of the directory
  /// that it is in; the root is 0.
  struct Node {
    let parent: Int32
    fileprivate let nameOffset: UInt32
    fileprivate let nameLength: UInt16
    /// How many directories are above it.
    let depth: UInt16
    var kind: EntryKind
    var flags: UInt8
    var mode: UInt16
    var owner: UInt32
    var group: UInt32
    /// The length of the content, in bytes.
    var size: UInt64 = 0
    /// Among the bytes of the tree; of links.
    fileprivate var targetOffset: UInt32 = 0
    fileprivate var targetLength: UInt32 = 0
    /// Place among the facts of the tree; negative for none.
    fileprivate var facts: Int32 = -1
    /// Nil for a directory, and for what has none.
    var digest: Digest?
  }

  /// What holds of a node.
  enum Flag {
    /// No member of the archive is this directory: it is there because something is in it. Mode and
    /// owner are not known.
    static let madeUp: UInt8 = 1
    /// It has something in it.
    static let hasEntries: UInt8 = 2
    /// Something that belongs into this directory was left out.
    static let isUnread: UInt8 = 4
    /// Lower layers of the image do not show in this directory (the whiteout `.wh..wh..opq`).
    static let isOpaque: UInt8 = 8
    /// No entry: hides one of this name in lower layers (the whiteout `.wh.NAME`).
    static let isWhiteout: UInt8 = 16
    /// Not to be listed.
    static let isHidden: UInt8 = 32
  }

  private(set) var nodes: [Node] = []
  /// Names and targets.
  private var bytes: [UInt8] = []
  private var facts: [InodeFacts] = []
  /// The number of a node plus one at the first free place from its hash on; 0 is free.
  private var table = [UInt32](repeating: 0, count: 1024)
  /// What makes hashes differ from run to run, so that no archive is made to have equal ones.
  private let seed: UInt64
  /// Whether some member brought extended attributes.
  private(set) var hasAttributes = false

  private static let mostNodes = 16 << 20
  private static let mostBytes = 2 << 30

  init() {
    seed = UInt64(UInt(bitPattern: table.withUnsafeBytes { $0.baseAddress }))
    nodes.append(
      Node(
        parent: -1, nameOffset: 0, nameLength: 0, depth: 0, kind: .directory, flags: Flag.madeUp,
        mode: 0o755, owner: 0, group: 0))
  }
}

extension ArchiveTree {
  func name(of node: Int) -> ByteView {
    let (start, count) = (Int(nodes[node].nameOffset), Int(nodes[node].nameLength))
    // The bytes do not move while nothing is added.
    return bytes.withUnsafeBufferPointer { $0.slice(start, start + count) }
  }

  func target(of node: Int) -> [UInt8] {
    let (start, count) = (Int(nodes[node].targetOffset), Int(nodes[node].targetLength))
    return bytes.withUnsafeBufferPointer { [UInt8]($0.slice(start, start + count)) }
  }

  /// What no listing shows of the node; nil for most.
  func facts(of node: Int) -> InodeFacts? {
    nodes[node].facts < 0 ? nil : facts[Int(nodes[node].facts)]
  }

  func has(_ flag: UInt8, _ node: Int) -> Bool { nodes[node].flags & flag != 0 }

  func set(_ flag: UInt8, of node: Int) { nodes[node].flags |= flag }

  func clear(_ flag: UInt8, of node: Int) { nodes[node].flags &= ~flag }

  func setDigest(of node: Int, _ digest: Digest?) { nodes[node].digest = digest }

  /// The names from the root to `node`, `/` between them; `.` for the root.
  func path(of node: Int) -> [UInt8] {
    if node == 0 { return [UInt8(ascii: ".")] }
    var chain: [Int] = []
    var next = node
    while next > 0 {
      chain.append(next)
      next = Int(nodes[next].parent)
    }
    var path: [UInt8] = []
    while let node = chain.popLast() {
      if !path.isEmpty { path.append(UInt8(ascii: "/")) }
      path.append(name(of: node))
    }
    return path
  }
}

extension ArchiveTree {
  /// The entry called `name` in the directory `parent`.
  func entry(_ name: ByteView, in parent: Int) -> Int? {
    let found = table[slot(of: name, in: parent)]
    return found == 0 ? nil : Int(found) - 1
  }

  /// The entry at `path`, whose names are clean; nil where there is none.
  func entry(at path: [UInt8]) -> Int? {
    var node = 0
    return path.withUnsafeBufferPointer { path -> Int? in
      var start = 0
      while start < path.count {
        let end = path.firstIndex(of: UInt8(ascii: "/"), from: start) ?? path.count
        guard let next = entry(path.slice(start, end), in: node) else { return nil }
        node = next
        start = end + 1
      }
      return node
    }
  }

  /// Adds a directory without a member of its own.
  func add(_ name: ByteView, to parent: Int) throws(ArchiveError) -> Int {
    guard nodes.count < Self.mostNodes, bytes.count + name.count < Self.mostBytes else {
      throw .limit(.entries)
    }
    let offset = bytes.count
    bytes.append(name)
    nodes[parent].flags |= Flag.hasEntries
    nodes.append(
      Node(
        parent: Int32(parent), nameOffset: UInt32(offset), nameLength: UInt16(name.count),
        depth: nodes[parent].depth + 1, kind: .directory, flags: Flag.madeUp, mode: 0o755, owner: 0,
        group: 0))
    if nodes.count * 2 > table.count { grow() }
    table[slot(of: self.name(of: nodes.count - 1), in: parent)] = UInt32(nodes.count)
    return nodes.count - 1
  }

  private func slot(of name: ByteView, in parent: Int) -> Int {
    var slot = Int(truncatingIfNeeded: hash(name, parent)) & (table.count - 1)
    while table[slot] != 0 {
      let node = Int(table[slot]) - 1
      if nodes[node].parent == parent, self.name(of: node).elementsEqual(name) { break }
      slot = (slot + 1) & (table.count - 1)
    }
    return slot
  }

  private func grow() {
    table = [UInt32](repeating: 0, count: table.count * 2)
    for node in 1..<nodes.count - 1 {
      table[slot(of: name(of: node), in: Int(nodes[node].parent))] = UInt32(node + 1)
    }
  }

  /// Multiplies eight bytes at a time into both halves of a product, and folds those.
  private func hash(_ name: ByteView, _ parent: Int) -> UInt64 {
    var hash = seed ^ UInt64(parent) &* 0x9e37_79b9_7f4a_7c15
    var word: UInt64 = 0
    for index in 0..<name.count {
      word = word << 8 | UInt64(name[index])
      if index & 7 == 7 || index == name.count - 1 {
        let product = (hash ^ word).multipliedFullWidth(by: 0xa076_1d64_78bd_642f ^ seed)
        hash = product.high ^ product.low ^ UInt64(name.count)
        word = 0
      }
    }
    return hash ^ hash >> 32
  }
}

extension ArchiveTree {
  /// What the headers say of an entry that is no hard link.
  func describe(_ node: Int, _ member: borrowing TarMember) throws(ArchiveError) {
    let kind: EntryKind
    switch member.kind {
    case .directory: kind = .directory
    case .link: kind = .link
    case .fifo: kind = .fifo
    case .characterDevice: kind = .characterDevice
    case .blockDevice: kind = .blockDevice
    case .file, .hardLink: kind = .file
    }
    nodes[node].kind = kind
    nodes[node].flags &= Flag.hasEntries | Flag.isUnread | Flag.isOpaque
    nodes[node].mode = kind == .link ? 0o777 : member.mode
    nodes[node].owner = member.owner
    nodes[node].group = member.group
    nodes[node].size = member.size
    nodes[node].digest = nil
    nodes[node].facts = -1
    if kind == .link {
      guard bytes.count + member.target.count < Self.mostBytes else { throw .limit(.entries) }
      nodes[node].targetOffset = UInt32(bytes.count)
      nodes[node].targetLength = UInt32(member.target.count)
      bytes.append(member.target)
    }
    var attributes: [Attribute] = []
    for attribute in member.attributes where Attributes.matters(attribute.name) {
      attributes.append(attribute)
    }
    if !attributes.isEmpty { hasAttributes = true }
    let known = InodeFacts(device: member.device, attributes: Attributes(attributes))
    if known.isWorthKeeping { setFacts(of: node, known) }
  }

  private func setFacts(of node: Int, _ known: InodeFacts) {
    nodes[node].facts = Int32(facts.count)
    facts.append(known)
  }

  /// Makes `node` another name of the file or link `other`: one inode.
  func link(_ node: Int, to other: Int) {
    var known = facts(of: other) ?? InodeFacts()
    if nodes[other].kind == .file, known.sharedInode == 0 {
      known.sharedInode = UInt64(other + 1)
      setFacts(of: other, known)
    }
    nodes[node].kind = nodes[other].kind
    nodes[node].flags &= Flag.hasEntries
    nodes[node].mode = nodes[other].mode
    nodes[node].owner = nodes[other].owner
    nodes[node].group = nodes[other].group
    nodes[node].size = nodes[other].size
    nodes[node].digest = nodes[other].digest
    nodes[node].targetOffset = nodes[other].targetOffset
    nodes[node].targetLength = nodes[other].targetLength
    nodes[node].facts = nodes[other].facts
  }

  /// Makes a whiteout a directory: one with that hides all that lower layers have in it.
  func revive(_ node: Int) {
    nodes[node].flags = nodes[node].flags & ~Flag.isWhiteout | Flag.isOpaque
  }

  /// Takes all that is known of the entry `other` of another tree, but its name.
  func copy(_ other: Int, of tree: ArchiveTree, to node: Int) throws(ArchiveError) {
    let source = tree.nodes[other]
    let target = tree.target(of: other)
    guard bytes.count + target.count < Self.mostBytes else { throw .limit(.entries) }
    nodes[node].kind = source.kind
    nodes[node].flags = nodes[node].flags & Flag.hasEntries | source.flags & ~Flag.hasEntries
    nodes[node].mode = source.mode
    nodes[node].owner = source.owner
    nodes[node].group = source.group
    nodes[node].size = source.size
    nodes[node].digest = source.digest
    nodes[node].targetOffset = UInt32(bytes.count)
    nodes[node].targetLength = UInt32(target.count)
    bytes.append(target)
    nodes[node].facts = -1
    if let known = tree.facts(of: other) { setFacts(of: node, known) }
    hasAttributes = hasAttributes || tree.hasAttributes
  }
}
