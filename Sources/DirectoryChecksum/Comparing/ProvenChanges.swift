/// Of which changes between two contexts it is known that the build before got something else.
///
/// Where the context before is known by a commit alone, that knows nothing of files that are not in
/// it: those that git tracks now have come since, the others may have been in both builds. Nor does
/// it know modes but the owner's execute bit of files.
struct ProvenChanges {
  private var isProven: [Bool]

  /// `tracked`: around the context after, where that is a directory.
  init(_ changes: [Change], besideCommit: Bool, _ tracked: TrackedFiles?) {
    isProven = changes.map { !besideCommit || $0.isKnownByCommit }
    guard besideCommit, let tracked else { return }
    var last: [UInt8] = []
    tracked.index.forEachPath { path in
      guard path.starts(with: tracked.prefix) else { return }
      var path = [UInt8](path[tracked.prefix.count...])
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

  subscript(index: Int) -> Bool { isProven[index] }

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
