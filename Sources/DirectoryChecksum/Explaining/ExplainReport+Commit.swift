// What is said beside a commit, which stands for the context of the build before and does not know
// all of it.

extension ExplainReport.Since {
  /// What happened to an entry, as far as that is known.
  func word(of change: Int) -> StaticString {
    comparison.isOpen(change) ? "unknown" : comparison.changes[change].aspect.word
  }

  /// How many of what the step with that index takes need be no change, for that reason.
  func count(of doubt: CommitDoubt, in step: Int) -> Int {
    var count = 0
    for change in changes[step] where comparison.doubt(about: change) == doubt { count += 1 }
    return count
  }
}

extension ExplainReport {
  /// Appends what a commit can't tell of the build before of what is taken; nothing where the answer
  /// does not depend on it.
  func appendOpen(_ since: Since, asMarkdown: Bool, to output: inout [UInt8]) {
    guard since.comparison.isBesideCommit else { return }
    var taken: [Int] = []
    for index in since.comparison.changes.indices
    where since.isTaken[index] || since.wasTaken[index] {
      taken.append(index)
    }
    let isOpen = since.comparison.appendDoubts(
      about: taken, asMarkdown: asMarkdown, to: &output)
    if isOpen || hasRerun { return }
    output.append("Not known by a commit: files that are not in it, modes by a umask.\n")
  }
}
