/// What is known of the inodes of a directory's entries beyond their metadata: of most nothing.
struct EntryFacts {
  private struct Fact {
    let entry: Int
    let known: InodeFacts
  }

  /// By entry, once ``sort()`` was called.
  private var list: [Fact] = []

  /// What is known of the entry at `index`. Only after ``sort()``.
  func facts(of index: Int) -> InodeFacts? {
    let place = lowerBound(below: list.count) { list[$0].entry < index }
    return place < list.count && list[place].entry == index ? list[place].known : nil
  }

  mutating func add(_ known: InodeFacts, of index: Int) {
    list.append(Fact(entry: index, known: known))
  }

  mutating func sort() {
    let found = list
    list.removeAll(keepingCapacity: true)
    for place in sortedIndexes(found.count, by: { found[$0].entry < found[$1].entry }) {
      list.append(found[place])
    }
  }
}
