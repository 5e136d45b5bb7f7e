/// Symbolic links as classic Docker sees them: followed inside the context. A link stands for the
/// entry that it leads to, or, where it leads to none, for its own path; its target text is
/// nothing. The digests of all entries are sorted, so that only the set of them counts.
enum LinkPointees {
  /// Whether the links among the changes stand for other entries than before; nil where the
  /// listings can't tell.
  static func differ(_ comparison: Comparison) -> Bool? {
    guard !comparison.scope.isIncomplete, !comparison.scope.hidesMetadata else { return nil }
    guard let old = pointees(of: comparison, isBefore: true),
      let new = pointees(of: comparison, isBefore: false)
    else { return nil }
    return old != new
  }

  /// What the links among the changes stand for, sorted; nil where that is not known.
  private static func pointees(of comparison: Comparison, isBefore: Bool) -> [[UInt8]]? {
    let records = isBefore ? comparison.orderedBefore.records : comparison.orderedAfter.records
    var found: [[UInt8]] = []
    for change in comparison.changes {
      switch change.aspect {
      case .added, .removed, .moved, .target: break
      default: continue
      }
      guard let link = isBefore ? change.before : change.after, link.kind == .link else { continue }
      guard let pointee = pointee(of: link, in: records) else { return nil }
      found.append(pointee)
    }
    var sorted: [[UInt8]] = []
    for index in sortedIndexes(found.count, by: { precedes(found[$0], found[$1]) }) {
      sorted.append(found[index])
    }
    return sorted
  }

  /// The path of the entry that `link` leads to, after a `+`, or the link's own after a `-`; nil
  /// where that takes more than the listing knows, or rules that were not measured.
  private static func pointee(of link: Record, in records: [Record]) -> [UInt8]? {
    var current = link
    // As many links as Linux follows.
    for _ in 0..<40 {
      guard let target = current.target else { return nil }
      var leavesContext = target.first == UInt8(ascii: "/")
      var path = leavesContext ? [] : parent(of: current.path)
      var start = 0
      while start < target.count {
        var end = start
        while end < target.count && target[end] != UInt8(ascii: "/") { end += 1 }
        let dots = dotCount(target, start, end)
        if dots < end - start || dots > 1 {
          // A name, or `..`: behind a link it is where the link leads, not where it is.
          if records.entry(at: path)?.kind == .link { return nil }
          if dots == 2 && end - start == 2 {
            if path.isEmpty { leavesContext = true }
            path = parent(of: path)
          } else {
            if !path.isEmpty { path.append(UInt8(ascii: "/")) }
            for index in start..<end { path.append(target[index]) }
          }
        }
        start = end + 1
      }
      if path.isEmpty { return nil }
      guard let entry = records.entry(at: path) else { return [UInt8(ascii: "-")] + link.path }
      // Whether such a target is taken as one inside the context was not measured.
      if leavesContext || entry.kind == .socket { return nil }
      guard entry.kind == .link else { return [UInt8(ascii: "+")] + path }
      current = entry
    }
    return nil
  }

  private static func dotCount(_ path: [UInt8], _ start: Int, _ end: Int) -> Int {
    var count = 0
    for index in start..<end where path[index] == UInt8(ascii: ".") { count += 1 }
    return count
  }

  private static func parent(of path: [UInt8]) -> [UInt8] {
    var parent = path
    parent.shorten(to: RecordPath.parentLength(path))
    return parent
  }
}
