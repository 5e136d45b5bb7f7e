/// Of which changes between two contexts it is known that the build before got something else.
///
/// Where the context before is known by a commit alone, that knows nothing of files that are not in
/// it: those that git tracks now have come since, the others may have been in both builds. Nor does
/// it know what a checkout converts or leaves out, or modes but the owner's execute bit of files.
struct ProvenChanges {
  private var doubts: [CommitDoubt?]

  /// `tree`: around the context after, where that is a directory. `rules`: those that leave entries out
  /// of one side alone.
  init(_ changes: [Change], besideCommit: Bool, _ tree: WorkingTree?, _ rules: IgnoreRules) {
    doubts = []
    doubts.reserveCapacity(changes.count)
    for change in changes {
      let isOneSided = change.aspect == .added || change.aspect == .removed
      if isOneSided, IgnoreHint.leavesOut(rules, change.record) {
        doubts.append(.ignored)
      } else {
        doubts.append(besideCommit ? change.commitDoubt(tree) : nil)
      }
    }
    guard besideCommit, let tree else { return }
    var last: [UInt8] = []
    tree.index?.forEachPath { path, isSkipped in
      guard path.starts(with: tree.prefix) else { return }
      var path = [UInt8](path[tree.prefix.count...])
      let isTree = path.last == UInt8(ascii: "/")
      if isTree { path.removeLast() }
      let doubt: CommitDoubt? =
        isSkipped ? .notCheckedOut : tree.habits.contains(.leavesOut) ? .leftOut : nil
      mark(path, doubt, withAllBelow: isTree, in: changes)
      // The directories that it lies in came, or were left out, with it.
      path.shorten(to: RecordPath.parentLength(path))
      if path == last, !isSkipped { return }
      last = path
      while !path.isEmpty {
        mark(path, doubt, in: changes)
        path.shorten(to: RecordPath.parentLength(path))
      }
    }
  }

  /// What leaves the change with that number open; nil where it is proven.
  subscript(index: Int) -> CommitDoubt? { doubts[index] }

  private mutating func mark(
    _ path: [UInt8], _ doubt: CommitDoubt?, withAllBelow: Bool = false, in changes: [Change]
  ) {
    let start = lowerBound(below: changes.count) { changes[$0].record.walkOrder(to: path) < 0 }
    for place in start..<changes.count {
      let record = changes[place].record
      let isBelow = withAllBelow && record.path.starts(with: path + [UInt8(ascii: "/")])
      guard record.isAt(path) || isBelow else { return }
      if changes[place].aspect == (doubt == .notCheckedOut ? .removed : .added) {
        doubts[place] = doubt
      }
    }
  }
}

extension ByteView {
  /// Whether a path is that of a file of attributes (gitattributes(5)).
  package var endsInAttributes: Bool { hasLiteral(".gitattributes", at: count - 14) }
}
