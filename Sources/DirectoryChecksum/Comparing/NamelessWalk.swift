/// A tree as kaniko sees it: a walk in the order of the names, and of each entry kind, mode, owner
/// and content, but not its name.
///
/// What the first entries, and the last ones, of two walks have in common takes no part in what
/// makes them differ. A directory whose children are not listed on a side is one entry that stands
/// for an unknown number of them: among those that differ it leaves the question open.
final class NamelessWalk {
  private var steps: [Record] = []
  private var isOpaque: [Bool] = []

  private init(_ listing: OrderedListing, against other: OrderedListing) {
    var last: Record?
    for place in listing.records.indices {
      let record = listing.records[place]
      if let last, record.isBelow(last) { continue }
      var listsAll = true
      if record.kind == .directory {
        listsAll = listing.listsAll(at: place)
        if let there = other.records.place(of: record.path),
          other.records[there].kind == .directory, !other.listsAll(at: there)
        {
          listsAll = false
        }
      }
      if !listsAll { last = record }
      steps.append(record)
      isOpaque.append(!listsAll)
    }
  }

  /// Whether the walks differ; nil where the listings can't tell. With modes unknown, walks that
  /// are the same in what is known are called the same.
  static func differ(_ comparison: Comparison) -> Bool? {
    if comparison.scope.isIncomplete { return nil }
    let old = NamelessWalk(comparison.orderedBefore, against: comparison.orderedAfter)
    let new = NamelessWalk(comparison.orderedAfter, against: comparison.orderedBefore)
    let isAllListed = !old.isOpaque.contains(true) && !new.isOpaque.contains(true)
    if isAllListed && old.steps.count != new.steps.count { return true }
    var start = 0
    var (oldEnd, newEnd) = (old.steps.count, new.steps.count)
    while start < oldEnd, start < newEnd, old.isEqual(start, new, start) { start += 1 }
    if start == oldEnd && start == newEnd { return false }
    while start < oldEnd, start < newEnd, old.isEqual(oldEnd - 1, new, newEnd - 1) {
      oldEnd -= 1
      newEnd -= 1
    }
    if old.isUnclear(start..<oldEnd) || new.isUnclear(start..<newEnd) { return nil }
    // BuildKit's digests also cover attributes, which are none of kaniko's.
    return comparison.before.format == .buildkit && oldEnd == newEnd ? nil : true
  }
}

extension NamelessWalk {
  private func isEqual(_ step: Int, _ other: NamelessWalk, _ otherStep: Int) -> Bool {
    let (left, right) = (steps[step], other.steps[otherStep])
    guard left.kind == right.kind, isOpaque[step] == other.isOpaque[otherStep] else { return false }
    // Of a device or a directory only its own facts count, which follow.
    let hasContent = !left.kind.isSpecial && left.kind != .directory || isOpaque[step]
    if hasContent && !left.hasKnownDigest(of: right) { return false }
    guard let old = left.metadata, let new = right.metadata else { return true }
    return old.mode == new.mode && old.owner == new.owner && old.group == new.group
  }

  private func isUnclear(_ range: Range<Int>) -> Bool {
    for step in range {
      if isOpaque[step] || steps[step].digest == nil && !steps[step].kind.isSpecial { return true }
    }
    return false
  }
}
