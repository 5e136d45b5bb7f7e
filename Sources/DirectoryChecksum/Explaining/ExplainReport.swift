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
  package final class Since {
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
    /// For each step the changes of what it takes: those that are proven come first.
    let changes: [[Int]]
    /// Of each change whether an instruction takes it, or took it.
    let isTaken: [Bool]
    let wasTaken: [Bool]

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
      var (old, new): ([Int], [Int]) = ([], [])
      for change in comparison.changes {
        old.append(rerun.before.entry(of: change.before))
        new.append(rerun.after.entry(of: change.after))
      }
      let (before, after) = (EntryPlaces(old), EntryPlaces(new))
      let count = comparison.changes.count
      isTaken = Self.areTaken(after, count, rerun.after)
      wasTaken = Self.areTaken(before, count, rerun.before)
      var changes: [[Int]] = []
      for index in rerun.outcomes.indices {
        var taken = after.places(in: rerun.after.selection(of: index))
        if let old = rerun.outcomes[index].counterpart {
          taken += before.places(in: rerun.before.selection(of: old))
        }
        changes.append(comparison.sorted(taken))
      }
      self.changes = changes
    }

    private static func areTaken(
      _ places: EntryPlaces, _ count: Int, _ side: BuildSide
    ) -> [Bool] {
      var areTaken = [Bool](repeating: false, count: count)
      var requests = 0
      // Those that ask for the same take the same.
      for taking in side.takings where taking.request >= requests {
        requests = taking.request + 1
        for change in places.places(in: taking.selection) { areTaken[change] = true }
      }
      return areTaken
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
    use.place(of: step).map { use.takings[$0] }
  }
}
