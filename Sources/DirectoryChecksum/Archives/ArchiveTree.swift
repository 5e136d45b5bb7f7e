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
    fileprivate(set) var flags = Flag.madeUp
    fileprivate(set) var inode = Inode()

    var kind: EntryKind { inode.kind }
  }

  /// What all names of an entry share.
  struct Inode {
    fileprivate(set) var kind = EntryKind.directory
    fileprivate(set) var mode: UInt16 = 0o755
    fileprivate(set) var owner: UInt32 = 0
    fileprivate(set) var group: UInt32 = 0
    /// Place among the facts of the tree; negative for none.
    fileprivate var facts: Int32 = -1
    /// The length of the content, in bytes.
    fileprivate(set) var size: UInt64 = 0
    /// Among the bytes of the tree; of links.
    fileprivate var targetOffset: UInt32 = 0
    fileprivate var targetLength: UInt32 = 0
    /// Nil for a directory, and for what has none.
    fileprivate(set) var digest: Digest?
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
  private var table = NodeTable()
  /// Whether some member brought extended attributes.
  private(set) var hasAttributes = false

  private static let mostNodes = 16 << 20
  private static let mostBytes = 2 << 30

  init() {
    nodes.append(Node(parent: -1, nameOffset: 0, nameLength: 0, depth: 0))
  }
}

extension ArchiveTree {
  func name(of node: Int) -> ByteView {
    let (start, count) = (Int(nodes[node].nameOffset), Int(nodes[node].nameLength))
    // The bytes do not move while nothing is added.
    return bytes.withUnsafeBufferPointer { $0.slice(start, start + count) }
  }

  func target(of node: Int) -> [UInt8] {
    let inode = nodes[node].inode
    let (start, count) = (Int(inode.targetOffset), Int(inode.targetLength))
    return bytes.withUnsafeBufferPointer { [UInt8]($0.slice(start, start + count)) }
  }

  /// What no listing shows of the node; nil for most.
  func facts(of node: Int) -> InodeFacts? {
    let place = nodes[node].inode.facts
    return place < 0 ? nil : facts[Int(place)]
  }

  func has(_ flag: UInt8, _ node: Int) -> Bool { nodes[node].flags & flag != 0 }

  func set(_ flag: UInt8, of node: Int) { nodes[node].flags |= flag }

  func clear(_ flag: UInt8, of node: Int) { nodes[node].flags &= ~flag }

  func setDigest(of node: Int, _ digest: Digest?) { nodes[node].inode.digest = digest }
}

extension ArchiveTree {
  /// The entry called `name` in the directory `parent`.
  func entry(_ name: ByteView, in parent: Int) -> Int? {
    table.node(at: table.hash(name, parent)) { isNode($0, name, parent) }
  }

  private func isNode(_ node: Int, _ name: ByteView, _ parent: Int) -> Bool {
    nodes[node].parent == parent && self.name(of: node).elementsEqual(name)
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
        depth: nodes[parent].depth + 1))
    if table.isFull(with: nodes.count) {
      table.grow()
      for node in 1..<nodes.count - 1 { enter(node) }
    }
    enter(nodes.count - 1)
    return nodes.count - 1
  }

  /// Makes a node be found by its name.
  private func enter(_ node: Int) {
    let (name, parent) = (name(of: node), Int(nodes[node].parent))
    table.insert(node, at: table.hash(name, parent)) { isNode($0, name, parent) }
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
    nodes[node].flags &= Flag.hasEntries | Flag.isUnread | Flag.isOpaque
    nodes[node].inode = Inode(
      kind: kind, mode: kind == .link ? 0o777 : member.mode, owner: member.owner,
      group: member.group, size: member.size)
    if kind == .link { try setTarget(of: node, member.target) }
    var attributes: [Attribute] = []
    for attribute in member.attributes where Attributes.matters(attribute.name) {
      attributes.append(attribute)
    }
    if !attributes.isEmpty { hasAttributes = true }
    let known = InodeFacts(device: member.device, attributes: Attributes(attributes))
    if known.isWorthKeeping { setFacts(of: node, known) }
  }

  private func setTarget(of node: Int, _ target: [UInt8]) throws(ArchiveError) {
    guard bytes.count + target.count < Self.mostBytes else { throw .limit(.entries) }
    nodes[node].inode.targetOffset = UInt32(bytes.count)
    nodes[node].inode.targetLength = UInt32(target.count)
    bytes.append(target)
  }

  private func setFacts(of node: Int, _ known: InodeFacts) {
    nodes[node].inode.facts = Int32(facts.count)
    facts.append(known)
  }

  /// Makes `node` another name of the file or link `other`: one inode.
  func link(_ node: Int, to other: Int) {
    var known = facts(of: other) ?? InodeFacts()
    if nodes[other].kind == .file, known.sharedInode == 0 {
      known.sharedInode = UInt64(other + 1)
      setFacts(of: other, known)
    }
    nodes[node].flags &= Flag.hasEntries
    nodes[node].inode = nodes[other].inode
  }

  /// Makes a whiteout a directory: one with that hides all that lower layers have in it.
  func revive(_ node: Int) {
    nodes[node].flags = nodes[node].flags & ~Flag.isWhiteout | Flag.isOpaque
  }

  /// Takes all that is known of the entry `other` of another tree, but its name.
  func copy(_ other: Int, of tree: ArchiveTree, to node: Int) throws(ArchiveError) {
    let source = tree.nodes[other]
    nodes[node].flags = nodes[node].flags & Flag.hasEntries | source.flags & ~Flag.hasEntries
    nodes[node].inode = source.inode
    try setTarget(of: node, tree.target(of: other))
    nodes[node].inode.facts = -1
    if let known = tree.facts(of: other) { setFacts(of: node, known) }
    hasAttributes = hasAttributes || tree.hasAttributes
  }
}
