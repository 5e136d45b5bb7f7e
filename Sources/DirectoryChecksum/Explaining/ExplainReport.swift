/// Says what the instructions of a Dockerfile take from a context, and which of them run again.
package struct ExplainReport {
  /// What is known of the Dockerfile before.
  package enum EarlierText: Sendable {
    case known
    /// The state before shows nothing of it: it is taken to be today's.
    case assumed
    /// It was another one, and not more is known.
    case changed
  }

  /// The build before, and what came of the comparison with it. A class: it
  /// never changes, and copying so many fields wherever it is asked takes kilobytes of code.
  package struct Since {
    package let rerun: Rerun
    /// Of the two contexts, as the builds get them.
    package let comparison: Comparison
    /// What the command line calls the context before.
    let name: [UInt8]
    let text: EarlierText
    /// What else is to be said: sentences.
    let notes: [[UInt8]]
    /// Of each change whether BuildKit overlooks it in a directory that it has built from before.
    let isOverlooked: [Bool]
    /// The places, among the takings after and those before, of who takes what changed.
    let takers: [(after: [Int], before: [Int])]

    /// `files`: what both sides are, where they are directories.
    package init(
      _ rerun: Rerun, _ comparison: Comparison, name: [UInt8],
      text: EarlierText = .known, notes: [[UInt8]] = [], files: ChangedFiles? = nil
    ) {
      self.rerun = rerun
      self.comparison = comparison
      self.name = name
      self.text = text
      self.notes = notes
      isOverlooked = comparison.changes.map { change in
        guard let files else { return false }
        return change.isOverlookedInPlace
          || change.aspect == .content && files.haveSameSizeAndTime(change)
      }
      var takers: [(after: [Int], before: [Int])] = []
      for change in comparison.changes {
        takers.append(
          (rerun.after.takers(of: change.after), rerun.before.takers(of: change.before)))
      }
      self.takers = takers
    }
  }

  let use: ContextUse
  /// What the command line calls the Dockerfile, and the context.
  let dockerfile: [UInt8]
  let context: [UInt8]
  /// The ignore file that was applied; empty for none.
  let ignoreFile: [UInt8]
  /// Lines that the ignore file lacks.
  let hints: [IgnoreHint]
  package let since: Since?
  let look: ReportLook

  package init(
    _ use: ContextUse, dockerfile: [UInt8], context: [UInt8], ignoreFile: [UInt8],
    hints: [IgnoreHint], since: Since? = nil, look: ReportLook = ReportLook()
  ) {
    self.use = use
    self.dockerfile = dockerfile
    self.context = context
    self.ignoreFile = ignoreFile
    self.hints = hints
    self.since = since
    self.look = look
  }
}

extension ExplainReport {
  /// Whether an instruction fails.
  package var hasFailure: Bool {
    for taking in use.takings where taking.fault != nil { return true }
    return false
  }

  /// Whether something runs again, or may.
  package var hasRerun: Bool {
    for outcome in since?.rerun.outcomes ?? [] where outcome.rerun != false { return true }
    return false
  }

  /// What the step with that index takes.
  func taking(of step: Int) -> ContextUse.Taking? {
    for taking in use.takings where taking.step == step { return taking }
    return nil
  }
}
