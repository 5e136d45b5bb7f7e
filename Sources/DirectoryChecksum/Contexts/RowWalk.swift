/// What a source with wildcards or filters selects, and its digest.
///
/// It is spelled out in rows: a directory is its header, everything else its digest. The digest of
/// the source is the SHA-256 of KEY TEXT for each row in order, where TEXT is `sha256:` and the
/// digits, and KEY the path behind the part of the source without wildcards, each name with a NUL in
/// front; a single NUL for that part itself. No row: the SHA-256 of nothing. A single row whose last
/// name is the last one of the source: its digest itself.
///
/// A row that has no header above it and is a link gives the digest of what it leads to.
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
  /// Where the walk starts, and the length of its path.
  private var start = 0
  private var prefixCount = 0
  private var hash = HashFunction.sha256
  private var text: [UInt8] = []
  /// What is before the last name in the keys of the entries of one directory.
  private var key: [UInt8] = []
  private var keyDirectory = -1
  private var rowCount = 0
  private var isKnown = true
  private var hasRequired: Bool
  /// The digest of the first row where its name is the source's.
  private var single: Digest?

  private init(
    _ view: ContextView, _ selector: Selector, include: PathFilter, exclude: PathFilter
  ) {
    self.view = view
    self.selector = selector
    self.include = include
    includeNames = NamePatterns(include.plainPattern)
    self.exclude = exclude
    hasRequired = selector.required == nil
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
      exclude: try PathFilter(selector.excludes))
    return try walk.run(&selection, &matches)
  }

  private mutating func run(
    _ selection: inout Selection, _ matches: inout WildcardMatches
  ) throws(DockerfileFault) -> Digest? {
    let pattern: WildcardPath?
    (start, pattern) = try origin()
    prefixCount = view.tree.path(of: start).count
    guard let pattern else {
      try appendFiltered(start, &selection)
      guard hasRequired else { throw DockerfileFault(.missingSource, selector.source) }
      return digest
    }
    let entries = matches.entries(pattern, below: start)
    isKnown = entries.isKnown
    let tops = matches.tops(of: entries)
    var isWhole = selector.include == nil && exclude.count == 0
    for node in tops where isWhole { isWhole = view.sent.isWhole(node) }
    let known = isWhole && isKnown ? matches.digest(of: entries, below: start) : nil
    for node in tops where view.sent.isPresent(node) {
      // A link is followed before anything is asked of it.
      let target = view.tree.nodes[node].kind == .link ? try pointee(of: node) : nil
      if !isWhole {
        try appendFiltered(node, &selection)
      } else if let target {
        selection.insert(view.all(of: target))
        if known == nil { appendRow(node, view.content(of: target)) }
      } else {
        selection.insert(node..<view.tree.nodes[node].end)
        if known == nil { for row in node..<view.tree.nodes[node].end { appendRow(row) } }
      }
    }
    if let known { return known }
    let digest = digest
    if isWhole, rowCount > 1, let digest { matches.remember(digest, of: entries, below: start) }
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
      if tree.nodes[node].hidesEntries { isKnown = false }
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
        appendRow(headers[index].node)
        selection.insert(headers[index].node..<headers[index].node + 1)
      }
      if isDirectory { continue }
      if headers.isEmpty, tree.nodes[node].kind == .link {
        let target = try pointee(of: node)
        appendRow(node, view.content(of: target))
        selection.insert(view.all(of: target))
        if !selector.isWildcard, start == 0 { insertGap(.linkText, node, &selection) }
      } else {
        appendRow(node)
        selection.insert(node..<node + 1)
      }
    }
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

  /// Appends the row of an entry by its own digest, or that of a directory's header.
  private mutating func appendRow(_ node: Int) {
    let isDirectory = view.tree.nodes[node].kind == .directory
    if view.tree.nodes[node].hidesEntries { isKnown = false }
    appendRow(node, isDirectory ? view.tree.header(of: node) : view.tree.contents[node].digest)
  }

  private mutating func appendRow(_ node: Int, _ digest: Digest?) {
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
    if node != start { appendDirectoryKey(view.tree.nodes[node].parent) }
    text.append(0)
    if node != start { view.tree.withName(of: node) { text.append($0) } }
    BuildKitFormat.append(digest, to: &text)
    if text.count > 16 << 10 {
      text.withUnsafeBytes { hash.update($0) }
      text.removeAll(keepingCapacity: true)
    }
  }

  /// Appends what of a directory's path is behind the start, with NULs for the slashes.
  private mutating func appendDirectoryKey(_ directory: Int) {
    if directory != keyDirectory {
      keyDirectory = directory
      let path = view.tree.path(of: directory)
      key.removeAll(keepingCapacity: true)
      for byte in path[prefixCount...] { key.append(byte == UInt8(ascii: "/") ? 0 : byte) }
    }
    text.append(key)
  }

  /// The digest of all rows.
  private var digest: Digest? {
    guard isKnown else { return nil }
    return rowCount == 1 && single != nil ? single : hash.digest(of: text)
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
