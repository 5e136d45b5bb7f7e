/// Files that are further names of a file that a walk has met before. Those go into a tar archive
/// as links.
enum HardLinks {
  /// Whether two trees with the same files differ in this; nil where that is not known.
  static func differ(_ comparison: Comparison) -> Bool? {
    let (before, after) = (comparison.orderedBefore, comparison.orderedAfter)
    guard comparison.knowsInodes else {
      // Names of one inode are equal in all that a listing shows.
      return arePossible(in: before) || arePossible(in: after) ? nil : false
    }
    let old = links(in: before.records)
    let new = links(in: after.records)
    guard old.count == new.count else { return true }
    for place in old.indices where old[place].walkOrder(to: new[place]) != 0 { return true }
    return false
  }

  /// Each further name, and the first name of the same inode, in walk order.
  private static func links(in records: RecordWalk) -> [Record] {
    var inodes: [UInt64] = []
    for record in records { inodes.append(record.inodeFacts?.sharedInode ?? 0) }
    var firsts = [Int](repeating: 0, count: records.count)
    var first = 0
    for place in sortedIndexes(records.count, by: { inodes[$0] < inodes[$1] }) {
      if inodes[place] == 0 || inodes[place] != inodes[first] { first = place }
      firsts[place] = first
    }
    var links: [Record] = []
    for place in records.indices where firsts[place] != place {
      links.append(records[place])
      links.append(records[firsts[place]])
    }
    return links
  }

  /// Whether two files are equal in content, mode, owner and attributes.
  private static func arePossible(in listing: OrderedListing) -> Bool {
    var files: [Int] = []
    for place in listing.records.indices where listing.records[place].kind == .file {
      if listing.records[place].hasDigest { files.append(place) }
    }
    let keys = listing.records.contentKeys
    func order(_ left: Int, _ right: Int) -> Int {
      if keys[left] != keys[right] { return keys[left] < keys[right] ? -1 : 1 }
      let (left, right) = (listing.records[left], listing.records[right])
      let order = left.digestOrder(to: right)
      guard order == 0, let old = left.metadata, let new = right.metadata else { return order }
      return old.order(to: new)
    }
    sort(&files) { order($0, $1) < 0 }
    for index in files.indices.dropFirst() where order(files[index - 1], files[index]) == 0 {
      return true
    }
    return false
  }
}
