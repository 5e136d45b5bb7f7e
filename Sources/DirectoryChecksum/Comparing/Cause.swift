/// One thing that explains many changes at once, so that a report can tell it in one line.
public struct Cause: Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    /// Another umask; so many directories kept their mode, as those do that the builder makes.
    case umask(UmaskShift, keptDirectories: Int)
    /// Other owners: the same before, and the same after.
    case owner(from: Owner, to: Owner)
    /// The same names below another directory; empty for the root.
    case prefix(from: [UInt8], to: [UInt8])
    /// Files that differ in their line ends alone: LF or CR LF.
    case lineEnds
  }

  /// A user and a group.
  public struct Owner: Equatable, Sendable {
    public let user: UInt32
    public let group: UInt32
  }

  public let kind: Kind
  /// The changes that it explains: ascending indexes of ``Comparison/changes``, two at least.
  public let explained: [Int]
}

extension Cause {
  /// Whether the change at `index` is one of those.
  public func explains(_ index: Int) -> Bool {
    let place = lowerBound(below: explained.count) { explained[$0] < index }
    return place < explained.count && explained[place] == index
  }
}

extension Comparison {
  /// What explains several changes each, as far as the listings tell: one umask, owners, prefixes.
  public var causes: [Cause] {
    var causes: [Cause] = []
    if let umaskShift {
      var explained: [Int] = []
      for index in changes.indices where umaskShift.explains(changes, index) {
        explained.append(index)
      }
      causes.append(
        Cause(
          kind: .umask(umaskShift, keptDirectories: umaskShift.keptDirectories),
          explained: explained))
    }
    causes += ownerCauses
    if let cause = prefixCause { causes.append(cause) }
    return causes
  }

  /// The cause of those changes of content that are of line ends alone; nil where there are not two.
  package func lineEndCause(_ files: ChangedFiles) -> Cause? {
    var explained: [Int] = []
    var budget = ChangedFiles.byteBudget
    for index in changes.indices where changes[index].aspect == .content {
      if files.differInLineEnds(changes[index], budget: &budget) { explained.append(index) }
    }
    return explained.count > 1 ? Cause(kind: .lineEnds, explained: explained) : nil
  }
}

extension Comparison {
  /// One for each pair of owners that two changes have, the commonest first; three at most.
  private var ownerCauses: [Cause] {
    var indexes: [Int] = []
    for index in changes.indices where changes[index].aspect == .owner { indexes.append(index) }
    sort(&indexes) { ownerOrder($0, $1) < 0 }
    var causes: [Cause] = []
    var start = 0
    while start < indexes.count {
      var end = start + 1
      while end < indexes.count, ownerOrder(indexes[start], indexes[end]) == 0 { end += 1 }
      if end - start > 1, let old = changes[indexes[start]].before?.metadata,
        let new = changes[indexes[start]].after?.metadata
      {
        var explained = [Int](indexes[start..<end])
        sort(&explained) { $0 < $1 }
        causes.append(
          Cause(
            kind: .owner(
              from: Cause.Owner(user: old.owner, group: old.group),
              to: Cause.Owner(user: new.owner, group: new.group)), explained: explained))
      }
      start = end
    }
    var sorted: [Cause] = []
    for index in sortedIndexes(
      causes.count, by: { causes[$0].explained.count > causes[$1].explained.count })
    where sorted.count < 3 {
      sorted.append(causes[index])
    }
    return sorted
  }

  /// Sorts by owners before and after.
  private func ownerOrder(_ left: Int, _ right: Int) -> Int {
    let old = (changes[left].before?.ownerKey ?? 0, changes[right].before?.ownerKey ?? 0)
    let new = (changes[left].record.ownerKey, changes[right].record.ownerKey)
    if old.0 != old.1 { return old.0 < old.1 ? -1 : 1 }
    return new.0 == new.1 ? 0 : new.0 < new.1 ? -1 : 1
  }

  /// The prefix that all moves have in common, where there are two at least.
  private var prefixCause: Cause? {
    var explained: [Int] = []
    var prefixes: (from: [UInt8], to: [UInt8])?
    for index in changes.indices where changes[index].aspect == .moved {
      guard let (old, new) = changes[index].sides else { return nil }
      let found = RecordPath.withoutCommonEnd(old.path, new.path)
      if let prefixes, prefixes != found { return nil }
      prefixes = found
      explained.append(index)
    }
    guard let prefixes, explained.count > 1 else { return nil }
    // The directories that the prefixes name came or went with it.
    for index in changes.indices {
      let change = changes[index]
      guard change.aspect == .added || change.aspect == .removed, change.record.kind == .directory
      else { continue }
      let prefix = change.aspect == .added ? prefixes.to : prefixes.from
      if change.record.path == prefix || change.record.isAbove(prefix) { explained.append(index) }
    }
    sort(&explained) { $0 < $1 }
    return Cause(kind: .prefix(from: prefixes.from, to: prefixes.to), explained: explained)
  }
}

extension Record {
  /// A number for owner and group; 0 where they are not known.
  fileprivate var ownerKey: UInt64 { UInt64(head.owner) << 32 | UInt64(head.group) }

  /// Whether `path` lies below it.
  fileprivate func isAbove(_ other: [UInt8]) -> Bool {
    guard other.count > path.count, other[path.count] == UInt8(ascii: "/") else { return false }
    for index in path.indices where path[index] != other[index] { return false }
    return true
  }
}

extension RecordPath {
  /// What is left of two paths without the names that both end in; empty where nothing is.
  fileprivate static func withoutCommonEnd(
    _ left: [UInt8], _ right: [UInt8]
  ) -> (from: [UInt8], to: [UInt8]) {
    var (end, otherEnd) = (left.count, right.count)
    var (cut, otherCut) = (end, otherEnd)
    while end > 0, otherEnd > 0, left[end - 1] == right[otherEnd - 1] {
      end -= 1
      otherEnd -= 1
      if left[end] == UInt8(ascii: "/") { (cut, otherCut) = (end, otherEnd) }
    }
    // A whole path that is the end of the other, whose next byte in front is a `/`.
    if end == 0, otherEnd == 0 || right[otherEnd - 1] == UInt8(ascii: "/") {
      (cut, otherCut) = (0, max(0, otherEnd - 1))
    } else if otherEnd == 0, end > 0, left[end - 1] == UInt8(ascii: "/") {
      (cut, otherCut) = (end - 1, 0)
    }
    return ([UInt8](left[..<cut]), [UInt8](right[..<otherCut]))
  }
}
