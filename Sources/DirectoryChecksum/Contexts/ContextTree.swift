/// What a builder gets of a build context: its entries in one array, so that many instructions can
/// go through them cheaply.
///
/// A directory stands before all that is in it, and entries of one directory are in byte order of
/// their names, whatever they are. So everything below an entry is a range of numbers, and numbers
/// are in the order in which BuildKit goes through paths. Number 0 is the root.
package struct ContextTree: Sendable {
  /// What walks look at; the rest lies in arrays beside it, so that these are close together.
  struct Node: Sendable {
    let kind: EntryKind
    /// Whether a directory holds something of which nothing is known but the digest.
    fileprivate(set) var hidesEntries = false
    fileprivate let nameCount: Int32
    fileprivate let nameStart: Int
    private let parentNumber: Int32
    private var endNumber: Int32
    /// Where the header of a directory is, or the target of a link.
    fileprivate let extra: Int32
    /// The bytes of the name, as ``PatternList/byteSet(_:)`` has them.
    let nameSet: UInt64

    fileprivate init(
      _ kind: EntryKind, _ name: ByteView, at nameStart: Int, parent: Int, end: Int, extra: Int
    ) {
      self.kind = kind
      self.nameStart = nameStart
      nameCount = Int32(truncatingIfNeeded: name.count)
      nameSet = PatternList.byteSet(name)
      parentNumber = Int32(truncatingIfNeeded: parent)
      endNumber = Int32(truncatingIfNeeded: end)
      self.extra = Int32(truncatingIfNeeded: extra)
    }

    /// The directory it is in; -1 for the root.
    var parent: Int { Int(parentNumber) }

    /// The number behind the last entry below it.
    fileprivate(set) var end: Int {
      get { Int(endNumber) }
      set { endNumber = Int32(truncatingIfNeeded: newValue) }
    }
  }

  private(set) var nodes: [Node] = []
  /// The digest of each entry, a directory's of all that is below it, nil where it is not known; and
  /// of regular files how many bytes they have.
  private(set) var contents: [(digest: Digest?, size: UInt64)] = []
  private var names: [UInt8] = []
  private var headers: [Digest?] = []
  private var targets: [[UInt8]?] = []
  /// Directories that something is put into, from the root down.
  private var open: [Int] = []

  /// A tree with nothing but a root.
  init(rootDigest: Digest?) {
    append(
      name: ByteView(start: nil, count: 0), .directory, size: 0, digest: rootDigest,
      header: BuildKitFormat.rootHeader(isEmpty: false), target: nil, depth: 0)
  }
}

extension ContextTree {
  /// Appends an entry of the last directory that has `depth` names, 0 being that of the root.
  /// Callers keep the order.
  mutating func append(
    name: ByteView, _ kind: EntryKind, size: UInt64, digest: Digest?, header: Digest?,
    target: [UInt8]?, depth: Int
  ) {
    close(to: depth)
    var extra = -1
    if kind == .directory {
      extra = headers.count
      headers.append(header)
    } else if kind == .link {
      extra = targets.count
      targets.append(target)
    }
    nodes.append(
      Node(
        kind, name, at: names.count, parent: open.last ?? -1, end: nodes.count + 1, extra: extra))
    contents.append((digest, size))
    names.append(name)
    if kind == .directory { open.append(nodes.count - 1) }
  }

  /// Ends the directories that have `depth` names or more; 0 when all is appended.
  mutating func close(to depth: Int) {
    while open.count > depth { nodes[open.removeLast()].end = nodes.count }
  }

  /// How many directories are open to be put into.
  var openCount: Int { open.count }

  /// Marks a directory as one that holds something of which nothing else is known.
  mutating func hide(_ node: Int) { nodes[node].hidesEntries = true }

  /// The number of entries, the root included.
  var count: Int { nodes.count }

  func withName<Result>(of node: Int, _ body: (ByteView) -> Result) -> Result {
    names.withUnsafeBufferPointer { names in
      let start = nodes[node].nameStart
      return body(names.slice(start, start + Int(nodes[node].nameCount)))
    }
  }

  /// The header of a directory; nil where it is not known.
  func header(of node: Int) -> Digest? { headers[Int(nodes[node].extra)] }

  /// The target of a link; nil where it is not known.
  func target(of node: Int) -> [UInt8]? { targets[Int(nodes[node].extra)] }

  /// The number of the entry called `name` in the directory `node`.
  func child(of node: Int, _ name: ByteView) -> Int? {
    guard nodes[node].kind == .directory else { return nil }
    var (low, high) = (node + 1, nodes[node].end)
    while low < high {
      // The child that is in the middle, or that what is in the middle is below.
      var child = low + (high - low) / 2
      while nodes[child].parent != node { child = nodes[child].parent }
      let (isSame, isBefore) = withName(of: child) {
        ($0.elementsEqual(name), $0.lexicographicallyPrecedes(name))
      }
      if isSame { return child }
      if isBefore { low = nodes[child].end } else { high = child }
    }
    return nil
  }

  /// The path from the root `/`; empty for the root itself.
  func path(of node: Int) -> [UInt8] {
    var chain: [Int] = []
    var next = node
    while next > 0 {
      chain.append(next)
      next = nodes[next].parent
    }
    var path: [UInt8] = []
    while let node = chain.popLast() {
      path.append(UInt8(ascii: "/"))
      withName(of: node) { path.append($0) }
    }
    return path
  }
}

extension ContextTree {
  /// Gives the directories among the entries from `start` on the digests that follow from their
  /// headers and from what is in them; `isPresent` tells what is.
  mutating func foldDirectories(from start: Int = 0, isPresent: (Int) -> Bool = { _ in true }) {
    var node = nodes[start].end
    while node > start {
      node -= 1
      if nodes[node].kind == .directory { contents[node].digest = folded(node, isPresent) }
    }
  }

  private func folded(_ node: Int, _ isPresent: (Int) -> Bool) -> Digest? {
    if nodes[node].hidesEntries { return nil }
    var children: [Int] = []
    var child = node + 1
    while child < nodes[node].end {
      // Some of what is below a directory that is in it counts once more: see `NameTail`.
      let counts = nodes[child].parent == node || withName(of: child) { $0.first == 0xff }
      if counts, isPresent(child) {
        children.append(child)
        child += 1
      } else {
        child = nodes[child].end
      }
    }
    let isEmptyRoot = node == 0 && children.isEmpty
    let known = isEmptyRoot ? BuildKitFormat.rootHeader(isEmpty: true) : header(of: node)
    guard let known else { return nil }
    var text: [UInt8] = []
    BuildKitFormat.appendDirectory(header: known, to: &text)
    for child in children {
      guard let digest = contents[child].digest else { return nil }
      appendName(of: child, below: node, to: &text)
      BuildKitFormat.append(digest, to: &text)
    }
    return HashFunction.sha256(of: text)
  }

  /// Appends the names on the way from the directory `node` to an entry below it, a NUL before each.
  private func appendName(of entry: Int, below node: Int, to text: inout [UInt8]) {
    var above = node
    while above != entry {
      var next = entry
      while nodes[next].parent != above { next = nodes[next].parent }
      text.append(0)
      withName(of: next) { text.append($0) }
      above = next
    }
  }
}
