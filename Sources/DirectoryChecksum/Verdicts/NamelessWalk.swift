/// A tree as kaniko sees it: a walk in the order of the names, and of each entry kind, mode, owner
/// and content, but not its name.
///
/// What the first entries, and the last ones, of two walks have in common takes no part in what
/// makes them differ. A directory whose children are not listed on a side is one entry that stands
/// for itself and an unknown number of them.
struct NamelessWalk {
  private let records: RecordWalk
  /// The places of the entries; of one that stands for more the complement, which is below 0.
  private var steps: [Int] = []

  private init(_ listing: OrderedListing, against other: OrderedListing) {
    records = listing.records
    var last: Record?
    for place in records.indices {
      let record = records[place]
      if let last, record.isBelow(last) { continue }
      var listsAll = record.kind != .directory || listing.listsAll(at: place)
      if let there = other.records.place(of: record.path),
        record.kind == .directory, other.records[there].kind == .directory
      {
        listsAll = listsAll && other.listsAll(at: there)
      }
      if !listsAll { last = record }
      steps.append(listsAll ? place : ~place)
    }
  }

  /// Whether the walks differ; nil where the listings can't tell. With modes unknown, walks that
  /// are the same in what is known are called the same.
  static func differ(_ comparison: Comparison) -> Bool? {
    if comparison.scope.isIncomplete { return nil }
    let old = NamelessWalk(comparison.orderedBefore, against: comparison.orderedAfter)
    let new = NamelessWalk(comparison.orderedAfter, against: comparison.orderedBefore)
    var start = 0
    var (oldEnd, newEnd) = (old.steps.count, new.steps.count)
    while start < oldEnd, start < newEnd {
      // As many entries are before the one as before the other.
      guard let isSame = old.isSame(start, new, start) else { break }
      if !isSame { return true }
      start += 1
    }
    if start == oldEnd || start == newEnd { return oldEnd != newEnd }
    while start < oldEnd, start < newEnd {
      guard let isSame = old.isSame(oldEnd - 1, new, newEnd - 1) else { break }
      oldEnd -= 1
      newEnd -= 1
      if !isSame { return old.steps[oldEnd] | new.steps[newEnd] < 0 ? nil : true }
    }
    if start == oldEnd || start == newEnd { return true }
    for step in start..<oldEnd where old.steps[step] < 0 { return nil }
    for step in start..<newEnd where new.steps[step] < 0 { return nil }
    return oldEnd != newEnd ? true : nil
  }
}

extension NamelessWalk {
  /// Whether two steps are the same. Those that stand for more entries differ only if the first of
  /// these, the directories themselves, do. Nil where that is not known.
  private func isSame(_ step: Int, _ other: NamelessWalk, _ otherStep: Int) -> Bool? {
    let (place, otherPlace) = (steps[step], other.steps[otherStep])
    let (left, right) = (records[max(place, ~place)], other.records[max(otherPlace, ~otherPlace)])
    if left.kind != right.kind { return false }
    if let old = left.metadata, let new = right.metadata,
      old.mode != new.mode || old.owner != new.owner || old.group != new.group
    {
      return false
    }
    if place ^ otherPlace < 0 { return nil }
    // Of a device or a listed directory only its own facts count.
    if place >= 0 && (left.kind.isSpecial || left.kind == .directory) { return true }
    if left.hasKnownDigest(of: right) { return true }
    // BuildKit's digests also cover attributes, which are none of kaniko's.
    let isKnown = left.digest?.byteCount == DigestFormat.content.byteCount && right.digest != nil
    return isKnown && place >= 0 ? false : nil
  }
}
