/// Of which changes between two contexts it is known that the build before got something else.
///
/// Where the context before is known by a commit alone, that knows nothing of files that are not in
/// it: those that git tracks now have come since, the others may have been in both builds. Nor does
/// it know modes but the owner's execute bit of files.
package struct ProvenChanges: Sendable {
  /// Whether the context before is known by a commit alone.
  package let isOfCommit: Bool
  private var isProven: [Bool]

  /// - Parameters:
  ///   - tracked: What git tracks in the working tree that the context after lies in.
  ///   - prefix: Where in the working tree that is: empty, or a path that ends in `/`.
  package init(_ comparison: Comparison, tracked: GitIndex? = nil, below prefix: [UInt8] = []) {
    let changes = comparison.changes
    isOfCommit = comparison.unknown.contains(.groupModes)
    isProven = [Bool](repeating: !isOfCommit, count: changes.count)
    guard isOfCommit else { return }
    for (index, change) in changes.enumerated() { isProven[index] = change.isKnownByCommit }
    var last: [UInt8] = []
    tracked?.forEachPath { path in
      guard path.starts(with: prefix) else { return }
      var path = [UInt8](path[prefix.count...])
      Self.mark(path, in: changes, &isProven)
      // The directories that it lies in came with it.
      path.shorten(to: RecordPath.parentLength(path))
      if path == last { return }
      last = path
      while !path.isEmpty {
        Self.mark(path, in: changes, &isProven)
        path.shorten(to: RecordPath.parentLength(path))
      }
    }
  }

  /// The change with that number.
  package subscript(index: Int) -> Bool { isProven[index] }

  package var areAllProven: Bool { !isProven.contains(false) }

  /// Those of `changes`, which are the comparison's, that are proven.
  package func kept(of changes: [Change]) -> [Change] {
    var kept: [Change] = []
    for (index, change) in changes.enumerated() where isProven[index] { kept.append(change) }
    return kept
  }

  private static func mark(_ path: [UInt8], in changes: [Change], _ isProven: inout [Bool]) {
    var place = lowerBound(below: changes.count) { changes[$0].record.walkOrder(to: path) < 0 }
    while place < changes.count, changes[place].record.isAt(path) {
      if changes[place].aspect == .added { isProven[place] = true }
      place += 1
    }
  }
}

extension Change {
  /// Whether a commit that does not have what is there now proves the change.
  fileprivate var isKnownByCommit: Bool {
    if aspect == .added { return false }
    guard aspect == .mode, let old = before?.metadata, let new = after?.metadata else {
      return true
    }
    return record.kind == .file && (old.mode ^ new.mode) & 0o100 != 0
  }
}
