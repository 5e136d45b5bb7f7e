/// Symbolic links as classic Docker sees them: followed inside the context. A link stands for the
/// entry that it leads to, or, where it leads to none, for its own path; its target text is
/// nothing. The digests of all entries are sorted, so that only the set of them counts.
enum LinkPointees {
  /// Whether the links among the changes stand for other entries than before; nil where the
  /// listings can't tell.
  static func differ(_ comparison: Comparison) -> Bool? {
    let before = WalkIndex(comparison.before, withSpecials: true)
    let after = WalkIndex(comparison.after, withSpecials: true)
    guard !comparison.scope.isIncomplete, !comparison.scope.hidesMetadata else { return nil }
    var old: [[UInt8]] = []
    var new: [[UInt8]] = []
    for change in comparison.changes {
      switch change.aspect {
      case .added, .removed, .moved, .target: break
      default: continue
      }
      if let index = change.before, comparison.before.records[index].kind == .link {
        guard let pointee = pointee(of: comparison.before.records[index], in: before) else {
          return nil
        }
        old.append(pointee)
      }
      if let index = change.after, comparison.after.records[index].kind == .link {
        guard let pointee = pointee(of: comparison.after.records[index], in: after) else {
          return nil
        }
        new.append(pointee)
      }
    }
    guard old.count == new.count else { return true }
    return sorted(old) != sorted(new)
  }

  private static func sorted(_ paths: [[UInt8]]) -> [[UInt8]] {
    var places = Array(paths.indices)
    sort(&places) { precedes(paths[$0], paths[$1]) }
    return places.map { paths[$0] }
  }

  /// The path of the entry that `link` leads to, after a `+`, or the link's own after a `-`; nil
  /// where that takes more than the listing knows, or rules that were not measured.
  private static func pointee(of link: Record, in index: WalkIndex) -> [UInt8]? {
    var current = link
    // As many links as Linux follows.
    for _ in 0..<40 {
      guard let target = current.target else { return nil }
      let isAbsolute = target.first == UInt8(ascii: "/")
      var path = isAbsolute ? [] : parent(of: current.path)
      var leavesContext = isAbsolute
      var start = 0
      while start < target.count {
        var end = start
        while end < target.count && target[end] != UInt8(ascii: "/") { end += 1 }
        let name = target[start..<end]
        start = end + 1
        if name.isEmpty || name.count == 1 && name.first == UInt8(ascii: ".") { continue }
        if name.count == 2 && name.first == UInt8(ascii: ".") && name.last == UInt8(ascii: ".") {
          // `..` behind a link is where the link leads, not where it is.
          if index.find(path)?.kind == .link { return nil }
          if path.isEmpty { leavesContext = true }
          path = parent(of: path)
          continue
        }
        if index.find(path)?.kind == .link { return nil }
        if !path.isEmpty { path.append(UInt8(ascii: "/")) }
        path.append(contentsOf: name)
      }
      guard !path.isEmpty else { return nil }
      guard let entry = index.find(path) else { return [UInt8(ascii: "-")] + link.path }
      // Whether such a target is taken as one inside the context was not measured.
      if leavesContext || entry.kind == .socket { return nil }
      guard entry.kind == .link else { return [UInt8(ascii: "+")] + path }
      current = entry
    }
    return nil
  }

  private static func parent(of path: [UInt8]) -> [UInt8] {
    let start = path.withUnsafeBytes { startOfName($0) }
    return start == 0 ? [] : Array(path[..<(start - 1)])
  }
}
