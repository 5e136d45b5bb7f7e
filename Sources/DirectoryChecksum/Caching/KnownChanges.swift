/// Which of some entries of a context a selection has.
package struct EntryPlaces: Sendable {
  private let groups: NumberGroups

  /// -1 stands for no entry.
  package init(_ entries: [Int]) {
    groups = NumberGroups(entries)
  }

  /// Their places, those of the first entry first.
  package func places(in selection: Selection?) -> [Int] {
    var places: [Int] = []
    for range in selection?.entries ?? [] {
      for place in groups.places(of: range) { places.append(groups.order[place]) }
    }
    return places
  }
}

/// A change of something that BuildKit's digests cover, by the entries of the contexts' trees.
struct KnownChange {
  let before: Int
  let after: Int
  /// Whether it is of an entry that both contexts have at one place.
  let isOfBoth: Bool

  /// Nil for a change that need not change any digest.
  init?(_ change: Change, _ before: BuildSide, _ after: BuildSide) {
    switch change.aspect {
    case .content, .kind, .target, .entry, .mode, .attributes: isOfBoth = true
    // Directories are not all known, where files are.
    case .added, .removed, .moved:
      if change.record.kind == .directory { return nil }
      isOfBoth = false
    case .owner, .below, .unreadable: return nil
    }
    // What the root is called and may do is not copied.
    if change.record.isRoot { return nil }
    self.before = before.entry(of: change.before)
    // Beside a commit, what moved may have been there before.
    let isNew = change.aspect == .moved && after.isOfGit
    self.after = isNew ? -1 : after.entry(of: change.after)
  }
}

/// The changes between two contexts that are known.
struct KnownChanges {
  private var changes: [KnownChange] = []
  private let before: EntryPlaces
  private let after: EntryPlaces

  init(_ all: [Change], _ before: BuildSide, _ after: BuildSide) {
    var (old, new): ([Int], [Int]) = ([], [])
    for change in all {
      guard let known = KnownChange(change, before, after) else { continue }
      changes.append(known)
      old.append(known.before)
      new.append(known.after)
    }
    self.before = EntryPlaces(old)
    self.after = EntryPlaces(new)
  }

  /// Whether one is of something that is in both selections, or, `withFiles`, of something that one
  /// context has alone and that is in its selection.
  func concern(_ new: Selection?, _ old: Selection?, withFiles: Bool) -> Bool {
    for place in after.places(in: new) {
      let change = changes[place]
      if change.isOfBoth ? old?.contains(change.before) ?? false : withFiles { return true }
    }
    for place in withFiles ? before.places(in: old) : [] where !changes[place].isOfBoth {
      return true
    }
    return false
  }
}
