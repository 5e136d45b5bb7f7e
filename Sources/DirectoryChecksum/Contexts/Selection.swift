/// What an instruction takes from a context.
package struct Selection: Sendable {
  /// BuildKit's digest of it, without `sha256:`; nil where something in it has none.
  package var digest: Digest?
  /// The entries whose own facts are in the digest, as ranges of numbers, ascending.
  private(set) var entries: [Range<Int>] = []
  /// Where something is copied that the digest does not cover.
  package private(set) var gaps: [DigestGap] = []

  /// Puts ranges in order that came in any.
  fileprivate mutating func normalize() {
    var isOrdered = true
    for index in entries.indices.dropFirst() {
      isOrdered = isOrdered && entries[index - 1].lowerBound <= entries[index].lowerBound
    }
    if !isOrdered { sort(&entries) { $0.lowerBound < $1.lowerBound } }
    var merged: [Range<Int>] = []
    for range in entries {
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    entries = merged
  }

  mutating func insert(_ range: Range<Int>) {
    if let last = entries.last, last.upperBound == range.lowerBound {
      entries[entries.count - 1] = last.lowerBound..<range.upperBound
    } else if !range.isEmpty {
      entries.append(range)
    }
  }

  mutating func insert(_ gap: DigestGap) {
    for known in gaps where known.kind == gap.kind && known.source == gap.source { return }
    gaps.append(gap)
  }

  /// Whether the entry `node` is in it.
  package func contains(_ node: Int) -> Bool {
    let place = lowerBound(below: entries.count) { entries[$0].upperBound <= node }
    return place < entries.count && entries[place].contains(node)
  }
}

/// Something that an instruction copies although BuildKit's digest of the instruction does not cover
/// it: when it changes, the old state comes from the cache.
package struct DigestGap: Equatable, Sendable {
  package enum Kind: UInt8, Sendable {
    /// `--parents LINK/./*.c`: nothing behind the link is covered.
    case parentsBehindLink
    /// `--parents */./main.c`: files that match in front of the pivot are copied.
    case parentsBesidePivot
    /// `--exclude=* FILE`: the file is copied all the same.
    case excludedSource
    /// `--exclude=… .` and `--parents LINK`: a link at the top is copied, what it leads to covered.
    case linkText
  }

  package let kind: Kind
  /// The source as it is written, variables replaced.
  package let source: [UInt8]
  /// The path of an entry that it concerns.
  package let path: [UInt8]
}

/// A context and what a client sends of it, to be asked what instructions take.
struct ContextView {
  let tree: ContextTree
  let sent: SentEntries

  /// - Throws: What an instruction fails with: a source that is missing, a link that leads in a
  ///   circle, a malformed pattern, or what the tree does not know.
  func selection(
    _ selectors: [Selector], _ matches: inout WildcardMatches
  ) throws(DockerfileFault) -> Selection {
    var selection = Selection()
    for selector in selectors where selector.isPlain { _ = try entry(of: selector) }
    var text: [UInt8] = []
    var isKnown = true
    for selector in Selector.ordered(selectors) {
      let digest: Digest?
      if selector.isPlain {
        let node = try entry(of: selector)
        digest = content(of: node)
        selection.insert(all(of: node))
      } else {
        digest = try RowWalk.digest(selector, self, &selection, &matches)
      }
      if !text.isEmpty { text.append(0) }
      if let digest { BuildKitFormat.append(digest, to: &text) } else { isKnown = false }
    }
    selection.digest = isKnown ? HashFunction.sha256(of: text) : nil
    selection.normalize()
    return selection
  }

  /// The entry that a plain path leads to.
  private func entry(of selector: Selector) throws(DockerfileFault) -> Int {
    try entry(tree.destination(of: selector.path, isPresent: sent.isPresent), selector)
  }

  func entry(
    _ destination: ContextTree.Destination, _ selector: Selector
  ) throws(DockerfileFault) -> Int {
    switch destination {
    case .entry(let node): return node
    case .missing: throw DockerfileFault(.missingSource, selector.source)
    case .loop: throw DockerfileFault(.linkLoop, selector.source)
    case .unknown: throw DockerfileFault(.unreadable, selector.source)
    }
  }

  /// An entry and all below it, without the root, of which nothing counts.
  func all(of node: Int) -> Range<Int> { max(node, 1)..<tree.nodes[node].end }

  /// The digest of an entry and all below it, of what is sent.
  func content(of node: Int) -> Digest? {
    if tree.nodes[node].kind != .directory || sent.isWhole(node) {
      return tree.contents[node].digest
    }
    var partial = tree
    partial.foldDirectories(from: node, isPresent: sent.isPresent)
    return partial.contents[node].digest
  }
}
