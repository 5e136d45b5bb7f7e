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
  /// The causes of the changes that `comparison` found, of line ends as well where `files` are at
  /// hand; no change has two.
  static func causes(of comparison: Comparison, _ files: ChangedFiles?) -> [ChangeCause] {
    var all = comparison.causes
    if let files, let cause = comparison.lineEndCause(files) { all.append(cause) }
    var causes: [ChangeCause] = []
    for cause in all {
      switch cause.kind {
      case .umask(let shift, let kept): causes.append(umask(shift, kept: kept, comparison))
      case .owner(let from, let to):
        causes.append(
          ChangeCause(
            word: "owner", noun: "one owner", before: text(from), after: text(to),
            changes: cause.explained, parts: [count("{entry|entries}", cause)], note: nil,
            advice: "")
        )
      case .prefix(let from, let to):
        causes.append(
          ChangeCause(
            word: "moved", noun: "one prefix", before: directory(from), after: directory(to),
            changes: cause.explained, parts: [count("{entry|entries}", cause)], note: nil,
            advice: "")
        )
      case .lineEnds:
        causes.append(
          ChangeCause(
            word: "content", noun: "line ends", before: [UInt8]("one of LF, CR LF" as StaticString),
            after: [UInt8]("the other" as StaticString), changes: cause.explained,
            parts: [count("{file|files}", cause)], note: nil,
            advice: """
              Line ends are the checkout's doing: see core.autocrlf and .gitattributes of git.

              """)
        )
      }
    }
    return causes
  }

  private static func count(_ text: StaticString, _ cause: Cause) -> Phrase {
    Phrase(.count(text, cause.explained.count))
  }

  private static func text(_ owner: Cause.Owner) -> [UInt8] {
    var text: [UInt8] = []
    text.append(decimal: UInt64(owner.user))
    text.append(UInt8(ascii: ":"))
    text.append(decimal: UInt64(owner.group))
    return text
  }

  /// A prefix of paths, `./` for the root.
  private static func directory(_ path: [UInt8]) -> [UInt8] {
    (path.isEmpty ? [UInt8(ascii: ".")] : path) + [UInt8(ascii: "/")]
  }

  private static func umask(
    _ shift: UmaskShift, kept: Int, _ comparison: Comparison
  ) -> ChangeCause {
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
      after: octal(shift.after, digits: 3), changes: explained, parts: parts,
      note: kept == 0 ? nil : Phrase(.count("{directory|directories} kept the mode", kept)),
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
