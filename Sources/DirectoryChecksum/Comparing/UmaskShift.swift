/// A change of the umask with which a tree was made: the commonest reason for many modes to
/// change at once. Files are made with 0666 (executables: 0777) and directories with 0777, less
/// the bits of the umask.
public struct UmaskShift: Equatable, Sendable {
  /// The umask before, nine bits.
  public let before: UInt16
  /// The umask after, nine bits.
  public let after: UInt16

  /// Finds the umasks that explain most of the changes of modes alone; nil where two changes at
  /// least are not explained so, or where too much kept a mode that the umask would have changed:
  /// then somebody changed single modes.
  init?(
    explaining changes: [Change], of before: Listing, _ after: Listing, scope: ComparisonScope
  ) {
    var best: UmaskShift?
    var bestCount = 1
    // Few pairs of modes occur, so the first changes name the umask; the limit keeps a tree of
    // odd modes from taking quadratic time.
    var candidates = 0
    for index in changes.indices where candidates < 16 {
      guard UmaskShift.isModeAlone(changes, index),
        let (old, new) = UmaskShift.records(changes[index], before, after),
        let shift = UmaskShift(old, new), shift != best
      else { continue }
      candidates += 1
      var count = 0
      for other in changes.indices where UmaskShift.isModeAlone(changes, other) {
        guard let (old, new) = UmaskShift.records(changes[other], before, after) else { continue }
        if shift.explains(old, new) { count += 1 }
      }
      if count > bestCount && shift.contradictions(in: scope) * 8 <= count {
        best = shift
        bestCount = count
      }
    }
    guard let best else { return nil }
    self = best
  }

  /// The umasks that one entry tells of, if any. What an entry without execute bits can't tell is
  /// taken from what umasks look like: who may neither read nor write may not execute either.
  private init?(_ old: Record, _ new: Record) {
    guard let oldMode = old.metadata?.mode, let newMode = new.metadata?.mode,
      let base = UmaskShift.base(old, new)
    else { return nil }
    before = UmaskShift.completed(base & ~oldMode, base)
    after = UmaskShift.completed(base & ~newMode, base)
    // No umask takes anything from the owner.
    guard before != after, (before | after) & 0o700 == 0, explains(old, new) else { return nil }
  }
}

extension UmaskShift {
  /// Whether the entry has the mode that a program which leaves it to the umask gives it, on both
  /// sides.
  func explains(_ old: Record, _ new: Record) -> Bool {
    guard let oldMode = old.metadata?.mode, let newMode = new.metadata?.mode else { return false }
    // Set-user-ID, set-group-ID and sticky are none of the umask's.
    guard oldMode & 0o7000 == newMode & 0o7000, let base = UmaskShift.base(old, new) else {
      return false
    }
    return oldMode & 0o777 == base & ~before && newMode & 0o777 == base & ~after
  }

  /// Whether the change at `index` is the only one of its path, and one of the mode.
  static func isModeAlone(_ changes: [Change], _ index: Int) -> Bool {
    let change = changes[index]
    guard change.aspect == .mode else { return false }
    if index > 0 && changes[index - 1].hasSameEntry(as: change) { return false }
    return index + 1 == changes.count || !changes[index + 1].hasSameEntry(as: change)
  }

  private static func records(
    _ change: Change, _ before: Listing, _ after: Listing
  ) -> (Record, Record)? {
    guard let old = change.before, let new = change.after else { return nil }
    return (before.records[old], after.records[new])
  }

  /// How many entries kept a mode that the shift would have changed.
  private func contradictions(in scope: ComparisonScope) -> Int {
    var count = 0
    for base: UInt16 in [0o666, 0o777] where base & ~before != base & ~after {
      count += scope.unchangedCount(base & ~before, isDirectory: false)
    }
    return count + scope.unchangedCount(0o777 & ~before, isDirectory: true)
  }

  /// The mode with which a program makes such an entry; nil where execute bits came or went,
  /// which no umask does.
  private static func base(_ old: Record, _ new: Record) -> UInt16? {
    let oldMode = old.metadata?.mode ?? 0
    let newMode = new.metadata?.mode ?? 0
    if old.kind == .directory || oldMode & newMode & 0o100 != 0 { return 0o777 }
    return (oldMode | newMode) & 0o111 == 0 ? 0o666 : nil
  }

  private static func completed(_ umask: UInt16, _ base: UInt16) -> UInt16 {
    guard base == 0o666 else { return umask }
    return umask | umask >> 1 & umask >> 2 & 0o111
  }
}
