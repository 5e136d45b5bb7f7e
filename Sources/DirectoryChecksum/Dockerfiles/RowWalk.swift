/// What a source with wildcards or filters selects, and its digest.
///
/// It is spelled out in rows: a directory is its header, everything else its digest. The digest of
/// the source is the SHA-256 of KEY TEXT for each row in order, where TEXT is `sha256:` and the
/// digits, and KEY the path behind the part of the source without wildcards, each name with a NUL in
/// front; a single NUL for that part itself. No row: the SHA-256 of nothing. A single row whose last
/// name is the last one of the source: its digest itself.
///
/// A row that has no header above it and is a link gives the digest of what it leads to.
struct RowWalk {
  /// A directory that has been come to.
  private struct Header {
    let node: Int
    let key: [UInt8]
    /// What the patterns said of it; nil where they were not asked.
    let includes: [Bool]
    let excludes: [Bool]?
    /// Whether it has been written.
    var isRow: Bool
  }

  private let view: ContextView
  private let selector: Selector
  private var headers: [Header] = []
  private var hash = HashFunction.sha256
  private var text: [UInt8] = []
  private var rowCount = 0
  private var isKnown = true
  private var hasRequired: Bool
  /// The digest of the first row where its name is the source's.
  private var single: Digest?

  init(_ view: ContextView, _ selector: Selector) {
    self.view = view
    self.selector = selector
    hasRequired = selector.required == nil
  }
}

extension RowWalk {
  /// Adds the entries to `selection`.
  mutating func run(_ selection: inout Selection) throws(DockerfileFault) -> Digest? {
    var include: PathFilter?
    if let pattern = selector.include { include = try PathFilter([pattern]) }
    var exclude = try PathFilter(selector.excludes)
    let (start, pattern) = try origin()
    let depth = pattern?.depth
    var walk = TreeWalk(view.tree, from: start)
    let prefixCount = walk.path.count
    /// Where the names begin that patterns see: behind what has matched, or behind the start.
    var nameStart = prefixCount
    var matchedEnd = pattern == nil ? view.tree.nodes[start].end : 0
    var (includes, excludes): ([Bool], [Bool]) = ([], [])
    while let node = walk.next() {
      guard view.sent.isPresent(node) else {
        walk.skipEntries()
        continue
      }
      while let last = headers.last, view.tree.nodes[last.node].end <= node { headers.removeLast() }
      let isDirectory = view.tree.nodes[node].kind == .directory
      if view.tree.nodes[node].hidesEntries { isKnown = false }
      if node == 0 { continue }
      let isStart = pattern == nil ? node == start : node >= matchedEnd
      if let pattern, isStart {
        let isMatch = walk.path.withUnsafeBufferPointer { path in
          pattern.matches(path.from(min(prefixCount + 1, path.count)))
        }
        guard isMatch, node != start else {
          if isDirectory, let depth, walk.depth > depth { walk.skipEntries() }
          continue
        }
        matchedEnd = view.tree.nodes[node].end
        nameStart = walk.path.count
      }
      let isLink = view.tree.nodes[node].kind == .link
      if isLink, isStart, pattern != nil {
        // It is followed before anything is asked of it.
        _ = try pointee(of: node)
      }
      let name = walk.path.withUnsafeBufferPointer { path in
        [UInt8](path.from(min(nameStart + 1, path.count)))
      }
      let above = headers.last
      var isIn = true
      var knowsExcludes = true
      if include != nil {
        isIn = try name.withBytes { (name) throws(DockerfileFault) in
          try include?.matches(name, above: above?.includes, hits: &includes) ?? true
        }
        knowsExcludes = isIn
      }
      if isIn, exclude.count > 0 {
        let isOut = try name.withBytes { (name) throws(DockerfileFault) in
          try exclude.matches(name, above: above?.excludes, hits: &excludes)
        }
        isIn = !isOut
      }
      let key = walk.path.withUnsafeBufferPointer { Self.key($0.from(prefixCount)) }
      if isDirectory {
        headers.append(
          Header(
            node: node, key: key, includes: includes, excludes: knowsExcludes ? excludes : nil,
            isRow: false))
      }
      guard isIn else {
        if !isDirectory, isStart { noteGap(node, &selection, behindInclude: !knowsExcludes) }
        continue
      }
      for index in headers.indices where !headers[index].isRow {
        headers[index].isRow = true
        let header = headers[index].node
        appendRow(headers[index].key, view.tree.header(of: header), header)
        selection.insert(header..<header + 1)
      }
      if isDirectory { continue }
      if isLink, headers.isEmpty {
        let target = try pointee(of: node)
        appendRow(key, view.content(of: target), node)
        selection.insert((target == 0 ? 1 : target)..<view.tree.nodes[target].end)
        if pattern == nil, start == 0 { insertGap(.linkText, node, &selection) }
      } else {
        appendRow(key, view.tree.nodes[node].digest, node)
        selection.insert(node..<node + 1)
      }
    }
    guard hasRequired else {
      throw DockerfileFault(.missingSource, selector.source)
    }
    guard isKnown else { return nil }
    if rowCount == 1, let single { return single }
    return hash.digest(of: text)
  }

  /// Where the walk starts, and what has to match behind it.
  private func origin() throws(DockerfileFault) -> (start: Int, pattern: WildcardPath?) {
    guard selector.isWildcard else {
      let destination = view.tree.destination(
        of: selector.path, followsLast: false, isPresent: view.sent.isPresent)
      return (try view.entry(destination, selector), nil)
    }
    // The names in front that have no wildcard.
    var (end, index) = (0, 1)
    while index < selector.path.count {
      let start = index
      while index < selector.path.count, selector.path[index] != UInt8(ascii: "/") { index += 1 }
      let isWildcard = selector.path.withUnsafeBufferPointer {
        WildcardPath.isWildcard($0.slice(start, index))
      }
      if isWildcard { break }
      end = index
      index += 1
    }
    let parts = selector.path.withUnsafeBufferPointer { path in
      ([UInt8](path.upTo(end)), [UInt8](path.from(end + 1)))
    }
    let pattern = WildcardPath(pattern: parts.1)
    guard pattern.isWellFormed else { throw DockerfileFault(.badPattern, selector.source) }
    let destination = view.tree.destination(of: parts.0, isPresent: view.sent.isPresent)
    return (try view.entry(destination, selector), pattern)
  }

  private func pointee(of link: Int) throws(DockerfileFault) -> Int {
    try view.entry(view.tree.pointee(of: link, isPresent: view.sent.isPresent), selector)
  }

  /// `/a/b` as a key: with NULs for the slashes.
  private static func key(_ path: ByteView) -> [UInt8] {
    if path.isEmpty { return [0] }
    var key: [UInt8] = []
    for byte in path { key.append(byte == UInt8(ascii: "/") ? 0 : byte) }
    return key
  }

  private mutating func appendRow(_ key: [UInt8], _ digest: Digest?, _ node: Int) {
    rowCount += 1
    if !hasRequired, let required = selector.required {
      let path = view.tree.path(of: node)
      hasRequired = path.count >= required.count && path[..<required.count].elementsEqual(required)
    }
    guard let digest else {
      isKnown = false
      return
    }
    if rowCount == 1 {
      let base = selector.path.baseName
      let isNamed = view.tree.withName(of: node) { $0.elementsEqual(base) }
      single = isNamed ? digest : nil
    }
    text.append(key)
    BuildKitFormat.append(digest, to: &text)
    if text.count > 16 << 10 {
      text.withUnsafeBytes { hash.update($0) }
      text.removeAll(keepingCapacity: true)
    }
  }
}

extension RowWalk {
  /// The entry `node` is a source, or matches one, and does not count.
  private func noteGap(_ node: Int, _ selection: inout Selection, behindInclude: Bool) {
    if !behindInclude {
      insertGap(.excludedSource, node, &selection)
    } else if !selector.isWildcard {
      // The start itself, which is a link or a file: only a pattern finds something behind a link.
      guard view.tree.nodes[node].kind == .link, selector.required == nil else { return }
      insertGap(.parentsBehindLink, node, &selection)
    } else {
      insertGap(.parentsBesidePivot, node, &selection)
    }
  }

  private func insertGap(_ kind: DigestGap.Kind, _ node: Int, _ selection: inout Selection) {
    selection.insert(DigestGap(kind: kind, source: selector.source, path: view.tree.path(of: node)))
  }
}
