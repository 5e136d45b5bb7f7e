extension Listing {
  /// Takes all records of a tree, in listing order.
  public convenience init(_ tree: Tree) {
    var records: [Record] = []
    var next = TreeRecords(tree)
    while next.next() { records.appendShared(next.record) }
    self.init(
      format: tree.format, records: records, hasInodeFacts: tree.hasInodeFacts,
      unknown: tree.unknown)
  }
}
