/// How much of an archive's entries a tree is to hold.
package struct ArchiveExtent {
  /// How many levels below the root; nil: everything.
  package var maxDepth: Int?
  /// Mode, owner, attributes and the targets of links.
  package var metadata = true
  /// What no listing shows as well: hard links, devices, FIFOs.
  package var inodeFacts = false
  package var rules = IgnoreRules()

  package init() {}
}

extension ArchiveTree {
  /// The directory `root` and what is below it as a scan would give it, had the archive been
  /// extracted.
  func tree(
    at root: Int, _ format: DigestFormat, _ extent: ArchiveExtent, _ notices: inout ArchiveNotices
  ) throws(ArchiveError) -> Tree {
    do throws(IgnoreError) {
      let selection = try ArchiveSelection(self, root, format, extent, &notices)
      return ArchiveFold(self, root, format, extent, selection).tree()
    } catch {
      throw .rule(error)
    }
  }
}

/// Which entries of an archive are listed.
struct ArchiveSelection {
  enum State: UInt8 {
    case absent, present
    /// A directory that the ignore rules leave out unless something below it is kept.
    case excluded
    case deliveredEmpty
  }

  /// By the numbers of the nodes.
  var states: [State]

  /// Decides it of what is below `root`. A directory comes before what is in it.
  init(
    _ source: ArchiveTree, _ root: Int, _ format: DigestFormat, _ extent: ArchiveExtent,
    _ notices: inout ArchiveNotices
  ) throws(IgnoreError) {
    let rules = extent.rules
    states = [State](repeating: .absent, count: source.nodes.count)
    var hits = [HitList](repeating: HitList(), count: rules.isEmpty ? 0 : states.count)
    var scratch = MatchScratch()
    states[root] = .present
    for node in root + 1..<max(root + 1, states.count) {
      let parent = Int(source.nodes[node].parent)
      guard parent >= root, states[parent] == .present || states[parent] == .excluded,
        !source.has(ArchiveTree.Flag.isWhiteout | ArchiveTree.Flag.isHidden, node)
      else { continue }
      var state = State.present
      let kind = source.nodes[node].kind
      if !rules.isEmpty {
        let path = source.path(of: node, below: root)
        let verdict = try path.withBytes { (path) throws(IgnoreError) in
          try Self.judge(path, kind, rules, below: hits[parent], &hits[node], &scratch)
        }
        state = verdict.state
        if let rule = verdict.emptyingRule { notices.add(.deliveredEmpty(rule: rule), path) }
        guard state != .absent else { continue }
      }
      if format == .content, !extent.inodeFacts, !ContentFormat.counts(kind) {
        notices.add(.skipped(kind), source.path(of: node, below: root))
        continue
      }
      states[node] = state
    }
  }

  /// What the rules say of an entry; of a file that arrives empty also the rule that makes it so.
  private static func judge(
    _ path: ByteView, _ kind: EntryKind, _ rules: IgnoreRules, below above: HitList,
    _ hits: inout HitList, _ scratch: inout MatchScratch
  ) throws(IgnoreError) -> (state: State, emptyingRule: Int?) {
    let decision =
      kind == .directory
      ? try rules.evaluate(directory: path, below: above, hits: &hits, &scratch)
      : try rules.evaluate(path, below: above, &scratch)
    if decision.isExcluded {
      let isEntered = kind == .directory && rules.mayEnter(excludedDirectory: path)
      return (isEntered ? .excluded : .absent, nil)
    }
    guard kind == .file else { return (.present, nil) }
    let rule = rules.ruleThatEmpties(path, below: above, &scratch)
    return (rule == nil ? .present : .deliveredEmpty, rule)
  }
}

extension ArchiveTree {
  /// The path below the directory `root`.
  fileprivate func path(of node: Int, below root: Int) -> [UInt8] {
    let path = path(of: node)
    if root == 0 { return path }
    let length = self.path(of: root).count + 1
    return path.withUnsafeBufferPointer { [UInt8]($0.from(length)) }
  }
}
