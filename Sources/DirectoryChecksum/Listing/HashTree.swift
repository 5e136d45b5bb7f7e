/// The records of one listing as a tree: who lists whom.
///
/// Made of records that are sorted in listing order, in one pass and without recursion, so that a
/// listing of any depth can be checked.
struct HashTree {
  /// The parent of a record whose directory has no record.
  static let orphan = -2
  /// The parent of the root.
  static let none = -1

  var entries: [Candidate]
  /// For each record the index of its directory's.
  private(set) var parents: [Int] = []
  /// For each record the number of components in its path.
  private(set) var depths: [Int] = []
  /// The indices of all records that have a parent, those of one parent together and in order.
  private var children: [Int] = []
  /// Where the children of each record begin in `children`; one more element than records.
  private var starts: [Int]

  init(_ entries: [Candidate]) {
    self.entries = entries
    starts = [Int](repeating: 0, count: entries.count + 1)
    link()
    group()
  }

  /// How many records are listed directly in the directory at `index`.
  func childCount(of index: Int) -> Int { starts[index + 1] - starts[index] }

  /// The index of a record listed directly in the directory at `index`, by its place there.
  func child(_ place: Int, of index: Int) -> Int { children[starts[index] + place] }

  func hasSamePath(_ index: Int, _ other: Int) -> Bool {
    entries[index].record.hasSamePath(as: entries[other].record)
  }

  /// The offset of the last component in the path at `index`.
  func nameStart(at index: Int) -> Int {
    let parent = RecordPath.parentLength(entries[index].record.path)
    return parent > 0 ? parent + 1 : 0
  }
}

extension HashTree {
  private mutating func link() {
    parents.reserveCapacity(entries.count)
    depths.reserveCapacity(entries.count)
    // The directories that the record before lies in, itself included.
    var open: [Int] = []
    for index in entries.indices {
      let path = entries[index].record.path
      while let last = open.last, !RecordPath.isBelow(path, entries[last].record.path) {
        if hasSamePath(last, index) { break }
        open.removeLast()
      }
      let depth = RecordPath.depth(path)
      var parent = Self.orphan
      // Of two records for one directory the first one has the children.
      var isSecond = false
      if depth == 0 {
        parent = Self.none
      } else if let last = open.last {
        isSecond = depths[last] == depth
        if depths[last] == depth - 1 { parent = last }
        if isSecond { parent = parents[last] }
      }
      parents.append(parent)
      depths.append(depth)
      if entries[index].record.kind == .directory, !isSecond { open.append(index) }
    }
  }

  private mutating func group() {
    for parent in parents where parent >= 0 { starts[parent + 1] += 1 }
    for index in entries.indices { starts[index + 1] += starts[index] }
    var next = starts
    children = [Int](repeating: 0, count: starts[entries.count])
    for index in parents.indices where parents[index] >= 0 {
      children[next[parents[index]]] = index
      next[parents[index]] += 1
    }
  }
}
