extension ExplainReport.Since {
  /// The lines of the instructions that take what changed, ascending.
  func lines(of change: Int) -> [Int] {
    var lines: [Int] = []
    let steps = rerun.after.plan.steps
    for place in takers[change].after {
      lines.append(steps[rerun.after.takings[place].step].line)
    }
    // What is gone is told at the line that took it, where it stands now.
    for place in takers[change].before {
      let step = rerun.before.takings[place].step
      for (index, outcome) in rerun.outcomes.enumerated() where outcome.counterpart == step {
        lines.append(steps[index].line)
      }
    }
    sort(&lines) { $0 < $1 }
    var unique: [Int] = []
    for line in lines where unique.last != line { unique.append(line) }
    return unique
  }

  /// The changes of what the step with that index takes: those that are proven come first.
  func changes(of step: Int) -> [Int] {
    var own: Int?
    for (place, taking) in rerun.after.takings.enumerated() where taking.step == step {
      own = place
    }
    var old: Int?
    let counterpart = rerun.outcomes[step].counterpart
    for (place, taking) in rerun.before.takings.enumerated() where taking.step == counterpart {
      old = place
    }
    var (changes, others): ([Int], [Int]) = ([], [])
    for (index, takers) in takers.enumerated() {
      let isTaken = own.map { takers.after.contains($0) } ?? false
      let wasTaken = old.map { takers.before.contains($0) } ?? false
      guard isTaken || wasTaken else { continue }
      if comparison.isProven(index) { changes.append(index) } else { others.append(index) }
    }
    return changes + others
  }

  /// The changes that make nothing run again: those that no instruction takes, before or after, or,
  /// `areTaken`, those of facts of which BuildKit takes no notice. What is only not in a commit need
  /// be no change.
  func harmless(areTaken: Bool) -> [Int] {
    var changes: [Int] = []
    for (index, takers) in takers.enumerated() {
      let isTaken = !takers.after.isEmpty || !takers.before.isEmpty
      guard isTaken == areTaken, !comparison.isOpen(index) else { continue }
      if !isTaken, mayBeTaken(below: comparison.changes[index]) { continue }
      if !isTaken || !comparison.countsForBuildKit(comparison.changes[index]) {
        changes.append(index)
      }
    }
    return changes
  }

  /// Whether an instruction may take something of a directory of which nothing else is known.
  private func mayBeTaken(below change: Change) -> Bool {
    guard change.record.kind == .directory,
      change.aspect == .below || change.aspect == .unreadable
    else { return false }
    for side in [rerun.before, rerun.after] {
      for taking in side.takings {
        if let selection = taking.selection, selection.digest == nil { return true }
        if taking.fault?.kind == .unreadable { return true }
      }
    }
    return false
  }

  /// The lines that run again for nothing but changes that BuildKit overlooks in place.
  var overlookedLines: [Int] {
    var lines: [Int] = []
    for (index, outcome) in rerun.outcomes.enumerated() where outcome.causes == [.files] {
      // Of what no change tells nobody knows.
      var isOverlooked: Bool?
      for change in changes(of: index)
      where comparison.countsForBuildKit(comparison.changes[change]) {
        isOverlooked = isOverlooked != false && self.isOverlooked[change]
      }
      if isOverlooked == true { lines.append(rerun.after.plan.steps[index].line) }
    }
    return lines
  }

  /// Whether something that BuildKit counts was not compared, since a side does not know it.
  var isPartial: Bool { rerun.after.isPartial }

  /// The first step that runs again, or may: by line.
  func first(_ isWanted: (Bool?) -> Bool) -> Int? {
    for (index, outcome) in rerun.outcomes.enumerated() where isWanted(outcome.rerun) {
      return index
    }
    return nil
  }

  /// What the headline says of a step: it is the first only where all above it are known.
  func standing(of step: Int) -> StaticString {
    if rerun.outcomes[step].rerun == nil { return " may run again: " }
    for outcome in rerun.outcomes[..<step] where outcome.rerun == nil {
      return " runs again, maybe one above it: "
    }
    return " is the first to run again: "
  }

  /// `2 content, 1 added`: of those that are proven.
  func counts(of changes: [Int]) -> [UInt8] {
    var text: [UInt8] = []
    for aspect in Change.Aspect.allCases {
      var count = 0
      for index in changes
      where comparison.changes[index].aspect == aspect && comparison.isProven(index) {
        count += 1
      }
      if count == 0 { continue }
      if !text.isEmpty { text.append(", ") }
      text.append(decimal: UInt64(count))
      text.append(UInt8(ascii: " "))
      text.append(aspect.word)
    }
    return text
  }
}
