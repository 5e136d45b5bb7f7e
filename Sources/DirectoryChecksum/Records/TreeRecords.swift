/// Goes through the records of a tree in listing order.
package struct TreeRecords {
  private let tree: Tree
  /// The path of the record that ``next()`` moved to.
  private(set) var path = [UInt8(ascii: ".")]
  /// How many levels below the root it is.
  private(set) var depth = 0

  /// A directory that is being gone through, the index of its next entry, and the length of its
  /// path with the `/` behind it.
  private struct Level {
    let directory: Directory
    var index = 0
    let prefixLength: Int
  }

  /// The directory that lists it, and where; nil for the root.
  private var directory: Directory?
  private var index = 0
  private var levels: [Level] = []
  private var started = false

  package init(_ tree: Tree) {
    self.tree = tree
  }
}

extension TreeRecords {
  /// Moves to the next record; false at the end.
  package mutating func next() -> Bool {
    guard started else {
      started = true
      if let root = tree.root { levels.append(Level(directory: root, prefixLength: 0)) }
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
      self.directory = directory
      self.index = index
      enter(directory.name(of: index), prefixLength: level.prefixLength)
      if let child = directory.child(of: index) {
        levels.append(Level(directory: child, prefixLength: path.count + 1))
      }
      return true
    }
    return false
  }

  private mutating func enter(_ name: ByteView, prefixLength: Int) {
    if prefixLength == 0 {
      path.removeAll(keepingCapacity: true)
    } else if path.count >= prefixLength {
      path.shorten(to: prefixLength)
    } else {
      // The first entry of a directory comes right after the directory itself.
      path.append(UInt8(ascii: "/"))
    }
    path.append(name)
  }
}

extension TreeRecords {
  /// The record that ``next()`` moved to.
  package var record: Record {
    guard let directory else {
      return Record(
        digest: tree.digest, kind: .directory, path: path, metadata: tree.metadata,
        inodeFacts: tree.rootFacts)
    }
    return Record(
      digest: directory.digest(of: index), kind: directory.kind(of: index), path: path,
      metadata: metadata, target: target, inodeFacts: directory.facts(of: index))
  }

  // What else is asked of a record without making one.
  var metadata: Metadata? {
    if let directory { directory.metadata(of: index) } else { tree.metadata }
  }

  var target: [UInt8]? { directory?.target(of: index) }
}
