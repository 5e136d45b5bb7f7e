/// What a source with wildcards or filters selects, and its digest, which is that of rows: a directory
/// is its header, everything else its digest. A row that has no header above it and is a link gives
/// the digest of what it leads to.
struct RowWalk: ~Copyable {
  /// A directory that has been come to.
  private struct Header {
    let node: Int
    /// What the patterns said of it; nil where they were not asked.
    let includes: [Bool]
    let excludes: [Bool]?
    /// Whether it has been written.
    var isRow: Bool
  }

  private let view: ContextView
  private let selector: Selector
  /// Without patterns where everything counts.
  private var include: PathFilter
  private let includeNames: NamePatterns
  private var exclude: PathFilter
  /// Where the walk starts, and what the names behind that have to match; nil where none has to.
  private let start: Int
  private let pattern: WildcardPath?
  private var rows: RowDigest

  private init(
    _ view: ContextView, _ selector: Selector, include: PathFilter, exclude: PathFilter,
    from origin: (start: Int, pattern: WildcardPath?)
  ) {
    self.view = view
    self.selector = selector
    self.include = include
    includeNames = NamePatterns(include.plainPattern)
    self.exclude = exclude
    (start, pattern) = origin
    rows = RowDigest(view.tree, selector, start: start)
  }
}

extension RowWalk {
  /// Adds the entries that `selector` selects to `selection`, and gives their digest.
  static func digest(
    _ selector: Selector, _ view: ContextView, _ selection: inout Selection,
    _ matches: inout WildcardMatches
  ) throws(DockerfileFault) -> Digest? {
    var walk = RowWalk(
      view, selector, include: try PathFilter(selector.include.map { [$0] } ?? []),
      exclude: try PathFilter(selector.excludes), from: try view.origin(of: selector))
    return try walk.run(&selection, &matches)
  }

  private mutating func run(
    _ selection: inout Selection, _ matches: inout WildcardMatches
  ) throws(DockerfileFault) -> Digest? {
    guard let pattern else {
      try appendFiltered(start, &selection)
      if rows.hasRequired { return rows.digest }
      throw DockerfileFault(rows.isKnown ? .missingSource : .unreadable, selector.source)
    }
    let entries = matches.entries(pattern, below: start)
    rows.isKnown = entries.isKnown
    let tops = matches.tops(of: entries)
    var isWhole = selector.include == nil && exclude.count == 0
    for node in tops where isWhole { isWhole = view.sent.isWhole(node) }
    let known = isWhole && rows.isKnown ? matches.digest(of: entries, below: start) : nil
    for node in tops where view.sent.isPresent(node) {
      // A link is followed before anything is asked of it.
      let target = view.tree.nodes[node].kind == .link ? try pointee(of: node) : nil
      if !isWhole {
        try appendFiltered(node, &selection)
      } else if let target {
        selection.insert(view.all(of: target))
        if known == nil { rows.append(node, view.content(of: target)) }
      } else {
        selection.insert(node..<view.tree.nodes[node].end)
        if known == nil { for row in node..<view.tree.nodes[node].end { rows.append(row) } }
      }
    }
    if let known { return known }
    let digest = rows.digest
    if isWhole, rows.count > 1, let digest { matches.remember(digest, of: entries, below: start) }
    return digest
  }

  /// Appends what filters leave of an entry and all below it. They see the names behind it.
  private mutating func appendFiltered(
    _ top: Int, _ selection: inout Selection
  ) throws(DockerfileFault) {
    let tree = view.tree
    let nameStart = tree.path(of: top).count + 1
    var walk = TreeWalk(tree, from: top)
    var headers: [Header] = []
    var (includes, excludes): ([Bool], [Bool]) = ([], [])
    while let node = walk.next() {
      guard view.sent.isPresent(node) else {
        walk.skipEntries()
        continue
      }
      while let last = headers.last, tree.nodes[last.node].end <= node { headers.removeLast() }
      if node > top, includeNames.areKnown, headers.last?.includes.first != true,
        !includeNames.matches(node, in: tree, at: walk.depth)
      {
        walk.skipEntries()
        continue
      }
      if tree.nodes[node].hidesEntries { rows.isKnown = false }
      if node == 0 { continue }
      var isIn = true
      if selector.include != nil {
        isIn = try include.matches(
          &walk, from: nameStart, above: headers.last?.includes, hits: &includes)
      }
      let knowsExcludes = isIn
      if isIn, exclude.count > 0 {
        isIn = try !exclude.matches(
          &walk, from: nameStart, above: headers.last?.excludes, hits: &excludes)
      }
      let isDirectory = tree.nodes[node].kind == .directory
      if isDirectory {
        headers.append(
          Header(
            node: node, includes: includes, excludes: knowsExcludes ? excludes : nil, isRow: false))
      }
      guard isIn else {
        if !isDirectory, node == top { noteGap(node, &selection, behindInclude: !knowsExcludes) }
        continue
      }
      for index in headers.indices where !headers[index].isRow {
        headers[index].isRow = true
        rows.append(headers[index].node)
        selection.insert(headers[index].node..<headers[index].node + 1)
      }
      if isDirectory { continue }
      if headers.isEmpty, tree.nodes[node].kind == .link {
        let target = try pointee(of: node)
        rows.append(node, view.content(of: target))
        selection.insert(view.all(of: target))
        if !selector.isWildcard, start == 0 { insertGap(.linkText, node, &selection) }
      } else {
        rows.append(node)
        selection.insert(node..<node + 1)
      }
    }
  }

  private func pointee(of link: Int) throws(DockerfileFault) -> Int {
    try view.entry(view.tree.pointee(of: link, isPresent: view.sent.isPresent), selector)
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

extension ContextView {
  /// Where the walk of a source starts, and what has to match behind it.
  fileprivate func origin(
    of selector: Selector
  ) throws(DockerfileFault) -> (start: Int, pattern: WildcardPath?) {
    guard selector.isWildcard else {
      let destination = tree.destination(
        of: selector.path, followsLast: false, isPresent: sent.isPresent)
      return (try entry(destination, selector), nil)
    }
    // The names in front that have no wildcard.
    var (end, index) = (0, 1)
    while index < selector.path.count {
      let start = index
      let isWildcard = selector.path.withUnsafeBufferPointer { path in
        index = path.nameEnd(from: start)
        return WildcardPath.isWildcard(path.slice(start, index))
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
    let destination = tree.destination(of: parts.0, isPresent: sent.isPresent)
    return (try entry(destination, selector), pattern)
  }
}
