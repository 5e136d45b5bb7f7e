/// A change of the umask with which a tree was made: the commonest reason for many modes to
/// change at once. Files are made with 0666 (executables: 0777) and directories with 0777, less
/// the bits of the umask.
public struct UmaskShift: Equatable, Sendable {
  /// The umask before, nine bits.
  public let before: UInt16
  /// The umask after, nine bits.
  public let after: UInt16
  /// How many directories kept a mode that it would have changed: those that a builder makes itself
  /// have one of its own.
  public private(set) var keptDirectories = 0

  /// Finds the umasks that explain most of the changes of modes alone; nil where two changes at
  /// least are not explained so, or where too much kept a mode that the umask would have changed:
  /// then somebody changed single modes. `unchanged` counts what kept its mode, by slot.
  init?(explaining changes: [Change], unchanged: [Int]) {
    var best: UmaskShift?
    var bestCount = 1
    // Few pairs of modes occur, so the first changes name the umask; the limit keeps a tree of
    // odd modes from taking quadratic time.
    var candidates = 0
    for index in changes.indices where candidates < 16 {
      guard let modes = Modes(changes, index), let shift = UmaskShift(modes),
        !shift.isSame(as: best)
      else {
        continue
      }
      candidates += 1
      var count = 0
      var files = 0
      for other in changes.indices where shift.explains(changes, other) {
        count += 1
        if changes[other].record.kind != .directory { files += 1 }
      }
      let kept = shift.kept(unchanged)
      // Directories alone may have been changed one by one.
      let contradictions = kept.files + (files > 1 ? 0 : kept.directories)
      if count > bestCount && contradictions * 8 <= count {
        best = shift
        best?.keptDirectories = kept.directories
        bestCount = count
      }
    }
    guard let best else { return nil }
    self = best
  }

  /// The umasks that one entry tells of, if any. What an entry without execute bits can't tell is
  /// taken from what umasks look like: who may neither read nor write may not execute either.
  private init?(_ modes: Modes) {
    before = Self.completed(modes.base & ~modes.old, modes.base)
    after = Self.completed(modes.base & ~modes.new, modes.base)
    // No umask takes anything from the owner.
    guard before != after, (before | after) & 0o700 == 0, explains(modes) else { return nil }
  }
}

extension UmaskShift {
  /// The modes before and after, where nothing but the mode of an entry changed, and the one with
  /// which a program makes such an entry.
  private struct Modes {
    let old: UInt16
    let new: UInt16
    let base: UInt16

    /// Nil where execute bits came or went, which no umask does.
    @inline(never)
    init?(_ changes: [Change], _ index: Int) {
      let change = changes[index]
      guard change.aspect == .mode, let old = change.before?.metadata?.mode,
        let new = change.after?.metadata?.mode,
        index == 0 || !changes[index - 1].hasSameEntry(as: change),
        index + 1 == changes.count || !changes[index + 1].hasSameEntry(as: change)
          || changes[index + 1].aspect == .owner
      else { return nil }
      self.old = old
      self.new = new
      if change.record.kind == .directory || old & new & 0o100 != 0 {
        base = 0o777
      } else if (old | new) & 0o111 == 0 {
        base = 0o666
      } else {
        return nil
      }
    }
  }

  /// Whether the change at `index` is the only one of its entry but for the owner, and the entry has
  /// the mode that a program which leaves it to the umask gives it, on both sides.
  func explains(_ changes: [Change], _ index: Int) -> Bool {
    Modes(changes, index).map { explains($0) } ?? false
  }

  private func explains(_ modes: Modes) -> Bool {
    // Set-user-ID, set-group-ID and sticky are none of the umask's.
    modes.old & 0o7000 == modes.new & 0o7000
      && modes.old & 0o777 == modes.base & ~before && modes.new & 0o777 == modes.base & ~after
  }

  /// How many places there are in counts of entries by kind and mode.
  static let slots = 8192

  /// The place of a mode in such counts: files first, then directories.
  static func slot(_ mode: UInt16, isDirectory: Bool) -> Int {
    Int(mode & 0o7777) + (isDirectory ? 4096 : 0)
  }

  /// How many files and directories kept a mode that the shift would have changed.
  private func kept(_ unchanged: [Int]) -> (files: Int, directories: Int) {
    let (file, executable) = (0o666 & ~before, 0o777 & ~before)
    var files = 0
    if file != 0o666 & ~after { files += unchanged[Self.slot(file, isDirectory: false)] }
    if executable != 0o777 & ~after {
      files += unchanged[Self.slot(executable, isDirectory: false)]
    }
    return (files, unchanged[Self.slot(executable, isDirectory: true)])
  }

  private func isSame(as other: UmaskShift?) -> Bool {
    before == other?.before && after == other?.after
  }

  private static func completed(_ umask: UInt16, _ base: UInt16) -> UInt16 {
    guard base == 0o666 else { return umask }
    return umask | umask >> 1 & umask >> 2 & 0o111
  }
}
