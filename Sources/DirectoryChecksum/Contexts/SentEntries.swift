/// What a client sends of a context: only what the instructions that are built ask for.
///
/// Each path that is asked for is gone through name by name, a name with wildcards against the
/// names there are. Where a link is met it is sent, and the way goes on at its target, but **not
/// where the link has been met before**: `COPY link/a link/b /x/` sends no `b`, and the build fails.
/// What was arrived at is then read as a pattern of an ignore file, so a name that begins with `!` or
/// a blank, or holds brackets, may mean something else than itself.
struct SentEntries {
  private enum State: UInt8 {
    case absent
    /// A directory of which something is sent.
    case partial
    case whole
  }

  /// One for each entry of the tree; empty where everything is sent.
  private var states: [State] = []

  /// Everything.
  init() {}

  /// - Throws: ``DockerfileFault/Kind/badPattern``.
  init(
    _ requested: [[UInt8]], of tree: ContextTree, _ matches: inout WildcardMatches
  ) throws(DockerfileFault) {
    for path in requested where path.count == 1 { return }
    var follower = LinkFollower(tree)
    var ordered = requested
    sort(&ordered) { precedes($0, $1) }
    for path in ordered { follower.follow(path) }
    if follower.reachesRoot { return }
    states = [State](repeating: .absent, count: tree.count)
    states[0] = .partial
    var names = follower.names
    sort(&names) { precedes($0, $1) }
    for name in names { try mark(name, of: tree, &matches) }
    // Nobody knows whether what is asked for is in there.
    for node in states.indices where tree.nodes[node].hidesEntries { reach(node, of: tree) }
  }
}

extension SentEntries {
  func isPresent(_ node: Int) -> Bool { states.isEmpty || states[node] != .absent }

  /// Whether the entry and all below it is sent.
  func isWhole(_ node: Int) -> Bool { states.isEmpty || states[node] == .whole }

  private mutating func mark(
    _ name: [UInt8], of tree: ContextTree, _ matches: inout WildcardMatches
  ) throws(DockerfileFault) {
    var filter = try PathFilter([name])
    // What begins with `!` takes something away from what others send, and sends nothing.
    if filter.count == 0 || filter.isException(0) { return }
    if let literal = filter.literal(0) {
      let isPresent: (Int) -> Bool = { _ in true }
      if case .entry(let node) = tree.destination(
        of: literal, followsLast: false, isPresent: isPresent),
        node > 0, tree.path(of: node).count == literal.count + 1
      {
        mark(node, of: tree)
      }
      return
    }
    if let pattern = filter.plainPattern {
      for node in matches.tops(of: matches.entries(pattern, below: 0)) { mark(node, of: tree) }
      return
    }
    var walk = TreeWalk(tree, from: 0)
    var hits: [Bool] = []
    _ = walk.next()
    while let node = walk.next() {
      if states[node] == .whole {
        walk.skipEntries()
      } else if try filter.matches(&walk, from: 1, above: [], hits: &hits) {
        mark(node, of: tree)
        walk.skipEntries()
      }
    }
  }

  private mutating func mark(_ node: Int, of tree: ContextTree) {
    if states[node] == .whole { return }
    for index in node..<tree.nodes[node].end { states[index] = .whole }
    reach(tree.nodes[node].parent, of: tree)
  }

  /// Something of a directory is sent, and so of those above it.
  private mutating func reach(_ directory: Int, of tree: ContextTree) {
    var above = directory
    while above > 0, states[above] == .absent {
      states[above] = .partial
      above = tree.nodes[above].parent
    }
  }
}

/// Goes from link to link, and remembers which it has met.
private struct LinkFollower {
  private let tree: ContextTree
  /// What is sent, without a `/` in front.
  private(set) var names: [[UInt8]] = []
  private var numbers = ByteTable()
  private(set) var reachesRoot = false

  init(_ tree: ContextTree) {
    self.tree = tree
  }

  mutating func follow(_ requested: [UInt8]) {
    var waiting = [requested]
    while let path = waiting.popLast() {
      var end = 1
      while true {
        if path.count == 1 {
          reachesRoot = true
          break
        }
        end = path.withUnsafeBufferPointer { $0.nameEnd(from: end) }
        let current = path.withUnsafeBufferPointer { [UInt8]($0.slice(1, end)) }
        let isLast = end == path.count
        let targets = self.targets(of: path, end)
        if isLast || !targets.isEmpty {
          guard insert(current) else { break }
          // The last one goes on top, so that they are gone through in order.
          for target in targets.reversed() {
            var way = target
            path.withUnsafeBufferPointer { way.append($0.from(end)) }
            waiting.append(Selector.rooted(way))
          }
          break
        }
        end += 1
      }
    }
  }

  /// Adds a name; false where it is there already.
  private mutating func insert(_ name: [UInt8]) -> Bool {
    guard numbers.add(name) == names.count else { return false }
    names.append(name)
    return true
  }

  /// Where those links lead that the first `end` bytes of `path` name.
  private func targets(of path: [UInt8], _ end: Int) -> [[UInt8]] {
    path.withUnsafeBufferPointer { path in
      let start = path.upTo(end).lastNameStart
      guard let directory = entry([UInt8](path.upTo(start))) else { return [] }
      let name = path.slice(start, end)
      var targets: [[UInt8]] = []
      if WildcardPath.isWildcard(name) {
        let pattern = WildcardPath(pattern: [UInt8](name))
        guard tree.nodes[directory].kind == .directory else { return [] }
        var child = directory + 1
        while child < tree.nodes[directory].end {
          if tree.nodes[child].kind == .link, tree.withName(of: child, { pattern.matches($0) }) {
            targets.append(target(of: child))
          }
          child = tree.nodes[child].end
        }
      } else if let child = tree.child(of: directory, name), tree.nodes[child].kind == .link {
        targets.append(target(of: child))
      }
      return targets
    }
  }

  private func entry(_ path: [UInt8]) -> Int? {
    guard case .entry(let node) = tree.destination(of: path, isPresent: { _ in true }) else {
      return nil
    }
    return node
  }

  private func target(of link: Int) -> [UInt8] {
    let target = tree.target(of: link) ?? []
    if target.first == UInt8(ascii: "/") { return Selector.rooted(target) }
    var path = tree.path(of: tree.nodes[link].parent)
    path.append(UInt8(ascii: "/"))
    path.append(target)
    return Selector.rooted(path)
  }
}
