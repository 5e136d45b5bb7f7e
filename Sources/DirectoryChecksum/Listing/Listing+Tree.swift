extension Listing {
  /// Takes all records of a tree, in listing order.
  package convenience init(_ tree: Tree) {
    var records: [Record] = []
    var facts: [InodeFacts] = []
    var next = TreeRecords(tree)
    while next.next() {
      if var fact = next.inodeFacts {
        fact.record = records.count
        facts.append(fact)
      }
      records.append(next.record)
    }
    self.init(
      format: tree.format, records: records, inodeFacts: tree.hasInodeFacts ? facts : nil)
  }

  /// The facts of the record at `index`; without any where none are kept.
  func facts(ofRecord index: Int) -> InodeFacts {
    guard let facts = inodeFacts else { return InodeFacts(record: index) }
    var low = 0
    var high = facts.count
    while low < high {
      let middle = low + (high - low) / 2
      if facts[middle].record < index { low = middle + 1 } else { high = middle }
    }
    guard low < facts.count, facts[low].record == index else { return InodeFacts(record: index) }
    return facts[low]
  }
}
