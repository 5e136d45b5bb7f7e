/// Which files of a tree are further names of a file that a walk has met before. Those go into a
/// tar archive as links.
struct HardLinks {
  /// Pairs of a path and the first path of the same inode, in walk order.
  private var links: [(path: [UInt8], first: [UInt8])] = []

  init(_ listing: Listing) {
    let facts = listing.inodeFacts ?? []
    var order = facts.indices.filter {
      facts[$0].sharedInode != 0 && listing.records.indices.contains(facts[$0].record)
    }
    func path(_ index: Int) -> [UInt8] { listing.records[facts[index].record].path }
    sort(&order) { left, right in
      let (old, new) = (facts[left].sharedInode, facts[right].sharedInode)
      return old == new ? walkOrder(path(left), path(right)) < 0 : old < new
    }
    var first: Int?
    var pairs: [(path: [UInt8], first: [UInt8])] = []
    for index in order {
      if let known = first, facts[known].sharedInode == facts[index].sharedInode {
        pairs.append((path(index), path(known)))
      } else {
        first = index
      }
    }
    var places = Array(pairs.indices)
    sort(&places) { walkOrder(pairs[$0].path, pairs[$1].path) < 0 }
    for place in places { links.append(pairs[place]) }
  }

  /// Whether two trees with the same files differ in this; nil where that is not known.
  static func differ(_ comparison: Comparison) -> Bool? {
    if comparison.before.inodeFacts != nil && comparison.after.inodeFacts != nil {
      return HardLinks(comparison.before).differ(from: HardLinks(comparison.after))
    }
    // Names of one inode are equal in all that a listing shows.
    return arePossible(in: comparison.before) || arePossible(in: comparison.after) ? nil : false
  }

  private func differ(from right: HardLinks) -> Bool {
    guard links.count == right.links.count else { return true }
    for index in links.indices {
      if links[index].path != right.links[index].path { return true }
      if links[index].first != right.links[index].first { return true }
    }
    return false
  }

  /// Whether two files are equal in everything that names of one inode have in common.
  static func arePossible(in listing: Listing) -> Bool {
    let records = listing.records
    var files = records.indices.filter { records[$0].kind == .file && records[$0].digest != nil }
    sort(&files) { inodeOrder(records[$0], records[$1]) < 0 }
    for place in files.indices.dropFirst()
    where inodeOrder(records[files[place - 1]], records[files[place]]) == 0 {
      return true
    }
    return false
  }

  /// Sorts by content, mode, owner and attributes.
  private static func inodeOrder(_ left: Record, _ right: Record) -> Int {
    guard let old = left.digest, let new = right.digest else { return 0 }
    let order = old.withUnsafeBytes { old in new.withUnsafeBytes { byteOrder(old, $0) } }
    guard order == 0, let old = left.metadata, let new = right.metadata else { return order }
    if old.mode != new.mode { return Int(old.mode) - Int(new.mode) }
    if old.owner != new.owner { return old.owner < new.owner ? -1 : 1 }
    if old.group != new.group { return old.group < new.group ? -1 : 1 }
    let (oldTag, newTag) = (old.attributesTag ?? 0, new.attributesTag ?? 0)
    return oldTag == newTag ? 0 : oldTag < newTag ? -1 : 1
  }
}
