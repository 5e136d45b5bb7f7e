/// One name in a directory, as the scan keeps it: eight bytes, since there may be millions.
struct Entry {
  /// What became of the entry.
  enum State: UInt8 {
    /// Listed, with a digest once it has been read.
    case present
    /// Listed without a digest: it could not be read, or something below it could not.
    case unreadable
    /// Listed without a digest: of a kind that the digests of this tree do not cover.
    case uncovered
    /// A directory that the ignore rules leave out unless something below it is kept.
    case excluded
    /// A file that is hashed as if it were empty, since that is how BuildKit delivers it.
    case deliveredEmpty
  }

  /// Where the name begins among the directory's names, in bytes. A directory whose names take
  /// more than 4 GiB cannot be read.
  let nameOffset: UInt32
  /// Its length, without the NUL behind it.
  let nameLength: UInt16
  let kind: EntryKind
  var state: State
}

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
