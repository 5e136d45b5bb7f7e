/// Goes through an entry of a context and all below it, with the path of each.
struct TreeWalk: ~Copyable {
  private let tree: ContextTree
  private let start: Int
  private let end: Int
  /// The number of the entry that ``next()`` comes to.
  private var following: Int
  /// The entry that it came to last.
  private var current: Int
  /// The directories that are being gone through, each with the length of its path and its bytes.
  private var levels: [(end: Int, count: Int, byteSet: UInt64)] = []
  /// The path of the last of them, or of the entry ``named`` in it.
  private var buffer: [UInt8]
  private var named: Int

  init(_ tree: ContextTree, from start: Int) {
    self.tree = tree
    self.start = start
    end = tree.nodes[start].end
    following = start
    current = start
    named = start
    buffer = tree.path(of: start)
    levels.append((end, buffer.count, buffer.withBytes { PatternList.byteSet($0) }))
  }
}

extension TreeWalk {
  /// The number of the next entry, of the one it starts from first; nil at the end.
  mutating func next() -> Int? {
    guard following < end else { return nil }
    current = following
    following += 1
    guard current > start else { return current }
    while levels[levels.count - 1].end <= current { levels.removeLast() }
    if tree.nodes[current].kind == .directory {
      appendName()
      levels.append((tree.nodes[current].end, buffer.count, byteSet))
    }
    return current
  }

  /// Passes over what is below the entry that ``next()`` came to.
  mutating func skipEntries() { following = tree.nodes[current].end }

  /// The bytes of the entry's path, as ``PatternList/byteSet(_:)`` has them.
  var byteSet: UInt64 {
    let above = levels[levels.count - 1].byteSet
    return current == start
      ? above : above | tree.nodes[current].nameSet | 1 << UInt64(UInt8(ascii: "/"))
  }

  /// How many names the entry's path has more than that of the one it started from.
  var depth: Int {
    let isDirectory = current > start && tree.nodes[current].kind == .directory
    return levels.count - (isDirectory ? 1 : current == start ? 1 : 0)
  }

  /// Calls `body` with the path of the entry that ``next()`` came to, from the root `/`; empty for
  /// the root. It is put together for those that ask alone.
  mutating func withPath<Result, Failure: Error>(
    _ body: (ByteView) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    if named != current { appendName() }
    return try buffer.withBytes(body)
  }

  /// Appends the name of the current entry to the path of the directory that it is in.
  private mutating func appendName() {
    named = current
    buffer.shorten(to: levels[levels.count - 1].count)
    buffer.append(UInt8(ascii: "/"))
    tree.withName(of: current) { buffer.append($0) }
  }
}
