extension ArchiveTree {
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

  /// The entry at `path`, whose names are clean; nil where there is none.
  func entry(at path: [UInt8]) -> Int? {
    var node = 0
    return path.withUnsafeBufferPointer { path -> Int? in
      var start = 0
      while start < path.count {
        let end = path.nameEnd(from: start)
        guard let next = entry(path.slice(start, end), in: node) else { return nil }
        node = next
        start = end + 1
      }
      return node
    }
  }
}

extension ArchiveTree {
  /// Whether anything in it is no directory.
  var hasFile: Bool { nodes.contains { $0.kind != .directory } }

  /// The clean `path` with the links on its way followed, as far as there are entries; the same
  /// where they lead in a circle.
  func followed(_ path: [UInt8]) -> [UInt8] {
    var (done, rest) = ([UInt8](), path)
    var node: Int? = 0
    var linksLeft = 40
    while !rest.isEmpty {
      let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.count
      let name = [UInt8](rest[..<end])
      rest.removeFirst(min(end + 1, rest.count))
      let next = node.flatMap { directory in
        name.withUnsafeBufferPointer { entry($0, in: directory) }
      }
      guard let link = next, nodes[link].kind == .link else {
        if !done.isEmpty { done.append(UInt8(ascii: "/")) }
        done.append(name)
        node = next
        continue
      }
      linksLeft -= 1
      if linksLeft == 0 { return path }
      var target = target(of: link)
      target.append(UInt8(ascii: "/"))
      target.append(rest)
      rest = rootedPath(target, below: done)
      done = []
      node = 0
    }
    return done
  }

  /// The directory that is the only entry of `directory`.
  func onlyDirectory(in directory: Int) -> Int? {
    var only: Int?
    for node in directory + 1..<max(directory + 1, nodes.count)
    where nodes[node].parent == directory && !has(Flag.isWhiteout, node) {
      if only != nil { return nil }
      only = node
    }
    return only.flatMap { nodes[$0].kind == .directory ? $0 : nil }
  }
}
