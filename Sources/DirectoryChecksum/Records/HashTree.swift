/// The records of one listing as a tree: who lists whom.
///
/// Made of records that are sorted in listing order, in one pass and without recursion, so that a
/// listing of any depth can be checked.
struct HashTree {
  /// The parent of a record whose directory has no record.
  static let orphan = -2
  /// The parent of the root.
  static let none = -1

  var records: [Record]
  /// For each record whether it does not count as one of the listing; empty where all do.
  var isOmitted: [Bool] = []
  /// For each record the index of its directory's.
  private(set) var parents: [Int] = []
  /// For each record the number of components in its path.
  private(set) var depths: [Int] = []
  /// The indices of all records that have a parent, those of one parent together and in order.
  private var children: [Int] = []
  /// Where the children of each record begin in `children`; one more element than records.
  private var starts: [Int]

  init(_ records: [Record]) {
    self.records = records
    starts = [Int](repeating: 0, count: records.count + 1)
    link()
    group()
  }

  /// How many records are listed directly in the directory at `index`.
  func childCount(of index: Int) -> Int { starts[index + 1] - starts[index] }

  /// The index of a record listed directly in the directory at `index`, by its place there.
  func child(_ place: Int, of index: Int) -> Int { children[starts[index] + place] }

  func isListed(_ index: Int) -> Bool { isOmitted.isEmpty || !isOmitted[index] }

  func hasSamePath(_ index: Int, _ other: Int) -> Bool {
    records[index].hasSamePath(as: records[other])
  }
}

extension HashTree {
  private mutating func link() {
    parents.reserveCapacity(records.count)
    depths.reserveCapacity(records.count)
    // The directories that the record before lies in, itself included.
    var open: [Int] = []
    for index in records.indices {
      while let last = open.last, !records[index].isBelow(records[last]) {
        if hasSamePath(last, index) { break }
        open.removeLast()
      }
      let depth = records[index].depth
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
      if records[index].kind == .directory, !isSecond { open.append(index) }
    }
  }

  private mutating func group() {
    for parent in parents where parent >= 0 { starts[parent + 1] += 1 }
    for index in records.indices { starts[index + 1] += starts[index] }
    var next = starts
    children = [Int](repeating: 0, count: starts[records.count])
    for index in parents.indices where parents[index] >= 0 {
      children[next[parents[index]]] = index
      next[parents[index]] += 1
    }
  }
}
