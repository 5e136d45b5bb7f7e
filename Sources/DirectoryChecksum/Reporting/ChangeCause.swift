/// One thing that somebody did, and the many changes that it made.
struct ChangeCause {
  /// The word in front of the line that tells it.
  let word: StaticString
  /// `one umask`, for a sentence.
  let noun: StaticString
  /// From what to what: `022`, `002`.
  let before: [UInt8]
  let after: [UInt8]
  /// The indexes of the changes, ascending.
  let changes: [Int]
  /// What changed, each with its number: `21 files 0644 -> 0664`.
  let parts: [Phrase]
  /// What else is worth knowing.
  let note: Phrase?
  /// What to do about it.
  let advice: StaticString
}

extension ChangeCause {
  /// The causes of the changes that `comparison` found; no change has two.
  static func causes(of comparison: Comparison) -> [ChangeCause] {
    var causes: [ChangeCause] = []
    if let shift = comparison.umaskShift { causes.append(umask(shift, comparison)) }
    return causes
  }

  private static func umask(_ shift: UmaskShift, _ comparison: Comparison) -> ChangeCause {
    // By the mode before, files first; the mode after follows from it.
    var counts = [Int](repeating: 0, count: UmaskShift.slots)
    var explained: [Int] = []
    for index in comparison.changes.indices where shift.explains(comparison.changes, index) {
      guard let old = comparison.changes[index].before, let mode = old.metadata?.mode else {
        continue
      }
      explained.append(index)
      counts[UmaskShift.slot(mode, isDirectory: old.kind == .directory)] += 1
    }
    var parts: [Phrase] = []
    for slot in counts.indices where counts[slot] > 0 {
      let isDirectory = slot >= UmaskShift.slot(0, isDirectory: true)
      let mode = UInt16(slot & 0o7777)
      let base: UInt16 = isDirectory || mode & 0o111 != 0 ? 0o777 : 0o666
      parts.append(
        Phrase(
          .count(isDirectory ? "{directory|directories} " : "{file|files} ", counts[slot]),
          .name(octal(mode, digits: 4)), .words(" -> "),
          .name(octal(mode & 0o7000 | base & ~shift.after, digits: 4))))
    }
    return ChangeCause(
      word: "umask", noun: "one umask", before: octal(shift.before, digits: 3),
      after: octal(shift.after, digits: 3), changes: explained, parts: parts, note: nil,
      advice: """
        Set the umask before the checkout. COPY --chmod does not help with BuildKit,
        which hashes the modes in the context.

        """)
  }

  private static func octal(_ mode: UInt16, digits: UInt16) -> [UInt8] {
    var text: [UInt8] = []
    text.append(octal: mode, digits: digits)
    return text
  }
}
