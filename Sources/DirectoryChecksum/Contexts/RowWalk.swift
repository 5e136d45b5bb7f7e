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
    /// The length of its path.
    let pathCount: Int
    /// What the patterns said of it; nil where they were not asked.
    let includes: [Bool]
    let excludes: [Bool]?
    /// Whether it has been written.
    var isRow: Bool
  }

  private let view: ContextView
  private let selector: Selector
  /// The length of the path where the walk starts.
  private var prefixCount = 0
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
    let includeNames = include?.names ?? NamePatterns(nil)
    var exclude = try PathFilter(selector.excludes)
    let (start, pattern) = try origin()
    let patternNames = NamePatterns(pattern)
    var walk = TreeWalk(view.tree, from: start)
    prefixCount = view.tree.path(of: start).count
    /// Where the names begin that filters see: behind what has matched, or behind the start.
    var (nameStart, nameDepth) = (prefixCount, 0)
    var matchedEnd = pattern == nil ? view.tree.nodes[start].end : 0
    var (includes, excludes): ([Bool], [Bool]) = ([], [])
    while let node = walk.next() {
      guard view.sent.isPresent(node) else {
        walk.skipEntries()
        continue
      }
      while let last = headers.last, view.tree.nodes[last.node].end <= node { headers.removeLast() }
      let isDirectory = view.tree.nodes[node].kind == .directory
      let isStart = pattern == nil ? node == start : node >= matchedEnd
      var fit = NamePatterns.Fit.whole
      if isStart, node == start {
        fit = pattern == nil ? .whole : .onTheWay
      } else if isStart, patternNames.areKnown {
        fit = patternNames.fit(of: node, in: view.tree, at: walk.depth)
      } else if isStart, let pattern {
        let isMatch = walk.withPath { pattern.matches($0.from(prefixCount + 1)) }
        fit = isMatch ? .whole : .onTheWay
      } else if includeNames.areKnown, headers.last?.includes.first != true {
        fit = includeNames.fit(of: node, in: view.tree, at: walk.depth - nameDepth)
      }
      if fit == .none {
        walk.skipEntries()
        continue
      }
      if view.tree.nodes[node].hidesEntries { isKnown = false }
      if node == 0 { continue }
      let isLink = view.tree.nodes[node].kind == .link
      if isStart, pattern != nil {
        guard fit == .whole else { continue }
        matchedEnd = view.tree.nodes[node].end
        nameStart = walk.withPath { $0.count }
        nameDepth = walk.depth
        // A link is followed before anything is asked of it.
        if isLink { _ = try pointee(of: node) }
      }
      let above = headers.last
      var isIn = true
      var knowsExcludes = true
      if include != nil {
        isIn = try walk.withPath { (path) throws(DockerfileFault) in
          let name = path.from(min(nameStart + 1, path.count))
          return try include?.matches(name, above: above?.includes, hits: &includes) ?? true
        }
        knowsExcludes = isIn
      }
      if isIn, exclude.count > 0 {
        let isOut = try walk.withPath { (path) throws(DockerfileFault) in
          let name = path.from(min(nameStart + 1, path.count))
          return try exclude.matches(name, above: above?.excludes, hits: &excludes)
        }
        isIn = !isOut
      }
      if isDirectory {
        headers.append(
          Header(
            node: node, pathCount: walk.withPath { $0.count }, includes: includes,
            excludes: knowsExcludes ? excludes : nil, isRow: false))
      }
      guard isIn else {
        if !isDirectory, isStart { noteGap(node, &selection, behindInclude: !knowsExcludes) }
        continue
      }
      var target: Int?
      if isLink, headers.isEmpty { target = try pointee(of: node) }
      walk.withPath { path in
        for index in headers.indices where !headers[index].isRow {
          headers[index].isRow = true
          let header = headers[index].node
          appendRow(path.upTo(headers[index].pathCount), view.tree.header(of: header), header)
          selection.insert(header..<header + 1)
        }
        if isDirectory { return }
        appendRow(path, target.map { view.content(of: $0) } ?? view.tree.nodes[node].digest, node)
      }
      if let target {
        selection.insert((target == 0 ? 1 : target)..<view.tree.nodes[target].end)
        if pattern == nil, start == 0 { insertGap(.linkText, node, &selection) }
      } else if !isDirectory {
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

  private mutating func appendRow(_ path: ByteView, _ digest: Digest?, _ node: Int) {
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
    appendKey(path.from(prefixCount))
    BuildKitFormat.append(digest, to: &text)
    if text.count > 16 << 10 {
      text.withUnsafeBytes { hash.update($0) }
      text.removeAll(keepingCapacity: true)
    }
  }

  /// Appends what of a path is behind the start, with NULs for the slashes.
  private mutating func appendKey(_ path: ByteView) {
    if path.isEmpty { text.append(0) }
    let start = text.count
    text.append(path)
    for index in start..<text.count where text[index] == UInt8(ascii: "/") { text[index] = 0 }
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
