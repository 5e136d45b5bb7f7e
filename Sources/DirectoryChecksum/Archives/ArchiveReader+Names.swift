// Members that say something of another entry: hard links, and the whiteouts of layers.

extension ArchiveReader {
  /// A hard link is another name of what its target is now, whatever becomes of that.
  func addHardLink(
    _ existing: Int?, _ start: Int, in directory: Int
  ) throws(ArchiveError) {
    var target: [UInt8] = []
    guard try MemberName.clean(tar.member.target, into: &target) == nil, !target.isEmpty,
      let other = tree.entry(at: target), tree.nodes[other].kind != .directory,
      !tree.has(ArchiveTree.Flag.isWhiteout, other), other != existing
    else {
      return refuse(.target, below: directory)
    }
    if let existing, tree.has(ArchiveTree.Flag.hasEntries, existing) {
      return refuse(.overDirectory, below: directory)
    }
    let node = if let existing { existing } else { try newEntry(start, in: directory) }
    tree.link(node, to: other)
    for index in keeping.indices where keeping[index] == clean {
      kept[index] = nil
      for source in keeping.indices where keeping[source] == target { kept[index] = kept[source] }
    }
  }

  /// Takes a name as a whiteout if it is one.
  func addWhiteout(_ start: Int, in directory: Int) -> Bool {
    let hidden: Int? = clean.withUnsafeBufferPointer { clean in
      guard clean.hasLiteral(".wh.", at: start) else { return nil }
      return clean.hasLiteral(".wh.", at: start + 4) ? 0 : start + 4
    }
    guard let hidden else { return false }
    if hidden == 0 {
      // What else begins so is a union file system's own.
      let isOpaque = clean.withUnsafeBufferPointer { $0.from(start).isLiteral(".wh..wh..opq") }
      if isOpaque { tree.set(ArchiveTree.Flag.isOpaque, of: directory) }
      return true
    }
    return hidden < clean.count && hide(hidden, in: directory)
  }

  private func hide(_ start: Int, in directory: Int) -> Bool {
    if let existing = clean.withUnsafeBufferPointer({ tree.entry($0.from(start), in: directory) }) {
      if tree.nodes[existing].kind == .directory {
        tree.set(ArchiveTree.Flag.isOpaque, of: existing)
      }
      return true
    }
    do throws(ArchiveError) {
      tree.set(ArchiveTree.Flag.isWhiteout, of: try newEntry(start, in: directory))
    } catch {
      return false
    }
    return true
  }
}
