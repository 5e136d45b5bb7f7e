/// Goes through the records of a tree in listing order.
package struct TreeRecords {
  /// The record that ``next()`` moved to.
  package private(set) var record: Record
  /// How many levels below the root it is.
  private(set) var depth = 0

  /// A directory that is being gone through, the index of its next entry, and the length of its
  /// path with the `/` behind it.
  private struct Level {
    let directory: Directory
    var index = 0
    let prefixLength: Int
  }

  private var root: Directory?
  private var path: [UInt8] = []
  private var levels: [Level] = []
  private var started = false

  package init(_ tree: Tree) {
    record = Record(
      digest: tree.digest, kind: .directory, path: [UInt8(ascii: ".")], metadata: tree.metadata)
    root = tree.root
  }
}

extension TreeRecords {
  /// Moves to the next record; false at the end.
  package mutating func next() -> Bool {
    guard started else {
      started = true
      if let root { levels.append(Level(directory: root, prefixLength: 0)) }
      return true
    }
    while var level = levels.popLast() {
      let directory = level.directory
      let index = level.index
      guard index < directory.count else { continue }
      level.index += 1
      levels.append(level)
      if directory.state(of: index) == .excluded { continue }
      depth = levels.count
      move(to: index, of: directory, prefixLength: level.prefixLength)
      if let child = directory.child(of: index) {
        levels.append(Level(directory: child, prefixLength: path.count + 1))
      }
      return true
    }
    return false
  }

  private mutating func move(to index: Int, of directory: Directory, prefixLength: Int) {
    if prefixLength == 0 {
      path.removeAll(keepingCapacity: true)
    } else if path.count >= prefixLength {
      path.shorten(to: prefixLength)
    } else {
      // The first entry of a directory comes right after the directory itself.
      path.append(UInt8(ascii: "/"))
    }
    path.append(directory.name(of: index))
    record = Record(
      digest: directory.digest(of: index), kind: directory.kind(of: index), path: path,
      metadata: directory.metadata(of: index), target: directory.target(of: index),
      inodeFacts: directory.facts(of: index))
  }
}
