extension ListingMerge {
  /// Decides of everything that one side alone has whether it changed its kind, moved, was
  /// removed or added.
  mutating func settleCounterparts() {
    var counterparts = Counterparts(
      before: before.listing, removed: onlyBefore, after: after.listing, added: onlyAfter)
    for pair in counterparts.takeKindChanges() {
      let (b, a) = (counterparts.removed[pair.removed], counterparts.added[pair.added])
      noteCounterpart(.kind, b, a)
    }
    for pair in counterparts.takeMovedDirectories() {
      noteCounterpart(.moved, counterparts.removed[pair.removed], counterparts.added[pair.added])
      compareMovedEntries(pair, of: counterparts)
    }
    for pair in counterparts.takeMovedFiles() {
      noteCounterpart(.moved, counterparts.removed[pair.removed], counterparts.added[pair.added])
    }
    for place in counterparts.removed.indices where !counterparts.isRemovedSettled[place] {
      changes.append(Change(.removed, before: counterparts.removed[place], after: nil))
    }
    for place in counterparts.added.indices where !counterparts.isAddedSettled[place] {
      changes.append(Change(.added, before: nil, after: counterparts.added[place]))
    }
  }

  private mutating func noteCounterpart(_ aspect: Change.Aspect, _ b: Int, _ a: Int) {
    changes.append(Change(aspect, before: b, after: a))
    compareMetadata(b, a)
  }

  /// What is below a directory that moved has the same names and contents on both sides; mode and
  /// owner may differ.
  private mutating func compareMovedEntries(
    _ pair: Counterparts.Pair, of counterparts: Counterparts
  ) {
    let removed = counterparts.removed
    let added = counterparts.added
    let oldPrefix = before.listing.records[removed[pair.removed]].path.count + 1
    let newPrefix = after.listing.records[added[pair.added]].path.count + 1
    var r = pair.removed + 1
    var a = pair.added + 1
    while r < counterparts.removedEnds[pair.removed] && a < counterparts.addedEnds[pair.added] {
      let order = before.listing.records[removed[r]].path.withUnsafeBytes { old in
        after.listing.records[added[a]].path.withUnsafeBytes { new in
          walkOrder(
            UnsafeRawBufferPointer(rebasing: old[oldPrefix...]),
            UnsafeRawBufferPointer(rebasing: new[newPrefix...]))
        }
      }
      if order == 0 { compareMetadata(removed[r], added[a]) }
      if order <= 0 { r += 1 }
      if order >= 0 { a += 1 }
    }
  }
}

extension ListingMerge {
  /// All changes, in the order in which they are told.
  func sortedChanges() -> [Change] {
    var order = Array(changes.indices)
    sort(&order) { left, right in
      let order = walkOrder(path(of: changes[left]), path(of: changes[right]))
      if order != 0 { return order < 0 }
      return changes[left].aspect.rawValue < changes[right].aspect.rawValue
    }
    return order.map { changes[$0] }
  }

  /// What could be seen, after ``run()``.
  var finishedScope: ComparisonScope {
    var scope = scope
    scope.isIncomplete = !before.isComplete || !after.isComplete
    return scope
  }

  private func path(of change: Change) -> [UInt8] {
    if let index = change.after { return after.listing.records[index].path }
    guard let index = change.before else { return [] }
    return before.listing.records[index].path
  }
}
