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
  private static func pointee(of link: Record, in records: RecordWalk) -> [UInt8]? {
    var current = link
    // As many links as Linux follows.
    for _ in 0..<40 {
      guard let target = current.target else { return nil }
      var leavesContext = target.first == UInt8(ascii: "/")
      var path = current.path
      path.shorten(to: leavesContext ? 0 : RecordPath.parentLength(path))
      var start = 0
      while start < target.count {
        var end = start
        var dots = 0
        while end < target.count && target[end] != UInt8(ascii: "/") {
          if target[end] == UInt8(ascii: ".") { dots += 1 }
          end += 1
        }
        let length = end - start
        if dots < length || dots > 1 {
          // A name or `..`; behind a link it is where the link leads, not where it is.
          if records.entry(at: path)?.kind == .link { return nil }
          if dots == 2 && length == 2 {
            if path.isEmpty { leavesContext = true }
            path.shorten(to: RecordPath.parentLength(path))
          } else {
            if !path.isEmpty { path.append(UInt8(ascii: "/")) }
            while start < end {
              path.append(target[start])
              start += 1
            }
          }
        }
        start = end + 1
      }
      if path.isEmpty { return nil }
      let entry = records.entry(at: path)
      if let entry {
        // Whether such a target is taken as one inside the context was not measured.
        if leavesContext || entry.kind == .socket { return nil }
        if entry.kind == .link {
          current = entry
          continue
        }
      }
      var pointee = [UInt8](entry == nil ? "-" as StaticString : "+")
      pointee.append(entry == nil ? link.path : path)
      return pointee
    }
    return nil
  }
}
