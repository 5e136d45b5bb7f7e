extension ExplainReport.Since {
  /// For each change the lines of the instructions that take it, ascending. What is gone is told at
  /// the line that took it, where it stands now.
  var lines: [[Int]] {
    var lines = [[Int]](repeating: [], count: comparison.changes.count)
    for (index, step) in rerun.after.plan.steps.enumerated() {
      for change in changes[index] where lines[change].last != step.line {
        lines[change].append(step.line)
      }
    }
    return lines
  }

  /// The changes that make nothing run again: those that no instruction takes, before or after, or,
  /// `areTaken`, those of facts of which BuildKit takes no notice. What is only not in a commit need
  /// be no change.
  func harmless(areTaken: Bool) -> [Int] {
    var changes: [Int] = []
    for index in comparison.changes.indices {
      let isTaken = self.isTaken[index] || wasTaken[index]
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
      for change in changes[index]
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

extension Comparison {
  /// Some changes, each once, in order, but those first that are proven.
  func sorted(_ indexes: [Int]) -> [Int] {
    var ordered = indexes
    sort(&ordered) { $0 < $1 }
    var (proven, others): ([Int], [Int]) = ([], [])
    var last = -1
    for index in ordered where index != last {
      last = index
      if isProven(index) { proven.append(index) } else { others.append(index) }
    }
    return proven + others
  }
}
