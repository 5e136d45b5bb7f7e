/// The records of one listing as a tree: who lists whom.
///
/// Made of records that are sorted in listing order, in one pass and without recursion, so that a
/// listing of any depth can be checked.
struct HashTree {
  /// The parent of a record whose directory has no record.
  static let orphan: Int32 = -2
  /// The parent of the root.
  static let none: Int32 = -1

  var records: [Record]
  /// For each record the index of its directory's.
  private(set) var parents: [Int32] = []
  /// For each record the number of components in its path.
  private(set) var depths: [Int32] = []
  /// The indices of all records that have a parent, those of one parent together and in order.
  private var children: [Int32] = []
  /// Where the children of each record begin in `children`; one more element than records.
  private var starts: [Int32] = []

  init(_ records: [Record]) {
    self.records = records
    link()
    group()
  }

  /// The indices of the records listed directly in the directory at `index`.
  func children(of index: Int) -> ArraySlice<Int32> {
    children[Int(starts[index])..<Int(starts[index + 1])]
  }

  /// The last component of the path at `index`.
  func withName<Result>(
    at index: Int, _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    let path = records[index].path
    let parent = RecordPath.parentLength(path)
    let start = parent > 0 ? parent + 1 : 0
    return path.withUnsafeBytes { body($0.from(start)) }
  }
}

extension HashTree {
  private mutating func link() {
    parents.reserveCapacity(records.count)
    depths.reserveCapacity(records.count)
    // The directories that the record before lies in, itself included.
    var open: [Int] = []
    for index in records.indices {
      let path = records[index].path
      while let last = open.last, !RecordPath.isBelow(path, records[last].path) {
        open.removeLast()
      }
      let depth = RecordPath.depth(path)
      var parent = Self.orphan
      if depth == 0 {
        parent = Self.none
      } else if let last = open.last, Int(depths[last]) == depth - 1 {
        parent = Int32(last)
      }
      parents.append(parent)
      depths.append(Int32(depth))
      if records[index].kind == .directory { open.append(index) }
    }
  }

  private mutating func group() {
    starts = [Int32](repeating: 0, count: records.count + 1)
    for parent in parents where parent >= 0 { starts[Int(parent) + 1] += 1 }
    for index in records.indices { starts[index + 1] += starts[index] }
    var next = starts
    children = [Int32](repeating: 0, count: Int(starts[records.count]))
    for (index, parent) in parents.enumerated() where parent >= 0 {
      children[Int(next[Int(parent)])] = Int32(index)
      next[Int(parent)] += 1
    }
  }
}
