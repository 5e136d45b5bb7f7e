/// A tree as kaniko sees it: a walk in the order of the names, and of each entry kind, mode, owner
/// and content, but not its name.
///
/// What the first entries, and the last ones, of two walks have in common takes no part in what
/// makes them differ. A directory whose children are not listed is one entry that stands for an
/// unknown number of them: among those that differ it leaves the question open.
enum NamelessWalk {
  /// Whether the walks differ; nil where the listings can't tell. With modes unknown, walks that
  /// are the same in what is known are called the same.
  static func differ(_ comparison: Comparison) -> Bool? {
    if comparison.scope.isIncomplete { return nil }
    let withSpecials =
      comparison.before.format == .buildkit
      || comparison.before.inodeFacts != nil && comparison.after.inodeFacts != nil
    let left = OrderedListing(comparison.before, withSpecials: withSpecials)
    let right = OrderedListing(comparison.after, withSpecials: withSpecials)
    var unlisted = unlistedDirectories(left)
    unlisted.append(contentsOf: unlistedDirectories(right))
    if unlisted.isEmpty && left.order.count != right.order.count { return true }
    var places = Array(unlisted.indices)
    sort(&places) { walkOrder(unlisted[$0], unlisted[$1]) < 0 }
    unlisted = places.map { unlisted[$0] }
    let old = walk(left, without: unlisted)
    let new = walk(right, without: unlisted)
    return differ(old, comparison.before, new, comparison.after)
  }

  private struct Step {
    var record: Int
    var isOpaque: Bool
  }

  private static func unlistedDirectories(_ listing: OrderedListing) -> [[UInt8]] {
    var paths: [[UInt8]] = []
    for position in listing.order.indices {
      let record = listing.listing.records[listing.order[position]]
      if record.kind == .directory && !listing.listsAll(at: position) { paths.append(record.path) }
    }
    return paths
  }

  /// The walk, without what is below the directories `unlisted`, which are sorted.
  private static func walk(_ listing: OrderedListing, without unlisted: [[UInt8]]) -> [Step] {
    let records = listing.listing.records
    var order = listing.order
    sort(&order) { walkOrder(records[$0].path, records[$1].path) < 0 }
    var steps: [Step] = []
    steps.reserveCapacity(order.count)
    var next = 0
    for index in order {
      let path = records[index].path
      while next < unlisted.count, walkOrder(unlisted[next], path) < 0,
        !isBelow(path, unlisted[next])
      {
        next += 1
      }
      guard next < unlisted.count else {
        steps.append(Step(record: index, isOpaque: false))
        continue
      }
      if isBelow(path, unlisted[next]) { continue }
      let isOpaque = records[index].kind == .directory && path == unlisted[next]
      steps.append(Step(record: index, isOpaque: isOpaque))
    }
    return steps
  }

  private static func differ(
    _ old: [Step], _ before: Listing, _ new: [Step], _ after: Listing
  ) -> Bool? {
    func isEqual(_ left: Step, _ right: Step) -> Bool {
      let (l, r) = (before.records[left.record], after.records[right.record])
      guard l.kind == r.kind, left.isOpaque == right.isOpaque else { return false }
      if l.kind.isSpecial || l.kind == .directory && !left.isOpaque {
        // Its own facts alone, which follow.
      } else if l.digest == nil || l.digest != r.digest {
        return false
      }
      guard let l = l.metadata, let r = r.metadata else { return true }
      return l.mode == r.mode && l.owner == r.owner && l.group == r.group
    }
    var start = 0
    while start < min(old.count, new.count), isEqual(old[start], new[start]) { start += 1 }
    if start == old.count && start == new.count { return false }
    var end = 0
    while end < min(old.count, new.count) - start,
      isEqual(old[old.count - 1 - end], new[new.count - 1 - end])
    {
      end += 1
    }
    let (oldRest, newRest) = (old[start..<old.count - end], new[start..<new.count - end])
    func isUnclear(_ step: Step, _ listing: Listing) -> Bool {
      let record = listing.records[step.record]
      return step.isOpaque || record.digest == nil && !record.kind.isSpecial
    }
    for step in oldRest where isUnclear(step, before) { return nil }
    for step in newRest where isUnclear(step, after) { return nil }
    // BuildKit's digests also cover attributes, which are none of kaniko's.
    return before.format == .buildkit && oldRest.count == newRest.count ? nil : true
  }
}
