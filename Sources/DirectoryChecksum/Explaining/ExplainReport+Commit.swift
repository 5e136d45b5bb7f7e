// What is said beside a commit, which stands for the context of the build before and does not know
// all of it: files that it does not have may have been there, and modes were those of a umask.

extension ExplainReport.Since {
  /// What happened to an entry, as far as that is known.
  func word(of change: Int) -> StaticString {
    comparison.isUncommitted(change) ? "unknown" : comparison.changes[change].aspect.word
  }

  /// How many of some changes are of entries that are only not in the commit.
  func uncommitted(among changes: [Int]) -> Int {
    var count = 0
    for change in changes where comparison.isUncommitted(change) { count += 1 }
    return count
  }
}

extension ExplainReport {
  /// Appends what a commit can't tell of the build before, in one line or two: which of the files that
  /// are taken it does not have; nothing where the answer does not depend on it.
  func appendUncommitted(_ since: Since, asMarkdown: Bool, to output: inout [UInt8]) {
    guard since.comparison.isBesideCommit else { return }
    var taken: [Int] = []
    for index in since.comparison.changes.indices
    where since.comparison.isUncommitted(index) && since.isTaken[index] {
      taken.append(index)
    }
    let told = since.comparison.folded(taken)
    if told.isEmpty {
      guard !hasRerun else { return }
      return output.append("Not known by a commit: files that are not in it, modes by a umask.\n")
    }
    var phrase = Phrase(.words("Not in the commit: "))
    var width = 19
    for (place, index) in told.enumerated() {
      let record = since.comparison.changes[index].record
      var name = record.path
      name.appendSlash(of: record)
      if place == Self.shownPaths || place > 0 && width + name.count > 64 {
        phrase.add(" and {other|others}", count: told.count - place)
        width += 14
        break
      }
      if place > 0 { phrase.add(", ") }
      phrase.add(name: name)
      width += name.count + 2
    }
    phrase.add(width > 42 ? ";\n" : "; ")
    phrase.add(told.count == 1 ? "it" : "they")
    phrase.add(" may have been in both builds.\n")
    if asMarkdown { output.append(markdown: phrase) } else { output.append(phrase) }
  }
}
