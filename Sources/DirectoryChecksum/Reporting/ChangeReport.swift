/// Says what a comparison found: for people, for programs, or for a job summary.
package struct ChangeReport {
  /// One of the two that were compared.
  package struct Side {
    /// What the command line calls it.
    let name: [UInt8]
    /// Whether it is a directory that was scanned for this, so that nothing of it can be missing.
    let isScan: Bool
    /// The ignore file that was applied; empty for none.
    let ignoreFile: [UInt8]
    /// What else is to be said of it: sentences, each a line.
    let notes: [[UInt8]]
    /// The instruction whose layer it is, where that is no COPY of a whole context; else empty.
    let instruction: [UInt8]

    package init(
      _ name: [UInt8], isScan: Bool = false, instruction: [UInt8] = [],
      ignoreFile: [UInt8] = [], notes: [[UInt8]] = []
    ) {
      self.name = name
      self.isScan = isScan
      self.instruction = instruction
      self.ignoreFile = ignoreFile
      self.notes = notes
    }
  }

  package let comparison: Comparison
  let before: Side
  let after: Side
  /// What a log says that a builder did, which no prediction replaces.
  let copy: LoggedCopy?
  let look: ReportLook
  /// How many changed files have the same size and time on both sides.
  let sameTimeCount: Int
  /// The rules of an ignore file that is there, applied or not.
  let rules: IgnoreRules
  let lines: LineDifferences

  /// The step that the listings are of, where there are several; JSON alone shows it.
  package var label: [UInt8] = []

  let causes: [ChangeCause]
  /// Whether one of the causes explains the change with that index.
  let isExplained: [Bool]
  let verdicts: [Verdict]

  /// `predicts`: whether it is said what builders would do. In a step of a build, which ran because
  /// the COPY above it did, that is not the question.
  package init(
    _ comparison: Comparison, before: Side, after: Side, copy: LoggedCopy? = nil,
    files: ChangedFiles? = nil, rules: IgnoreRules = IgnoreRules(),
    lines: LineDifferences = LineDifferences(), predicts: Bool = true,
    look: ReportLook = ReportLook()
  ) {
    self.comparison = comparison
    self.before = before
    self.after = after
    self.copy = copy
    self.look = look
    self.lines = lines
    verdicts = predicts ? comparison.verdicts : []
    self.rules = rules
    causes = ChangeCause.causes(of: comparison, files)
    sameTimeCount = files.map { Self.sameTimeCount(comparison, $0) } ?? 0
    isExplained = Self.isExplained(comparison, by: causes)
  }

  private static func sameTimeCount(_ comparison: Comparison, _ files: ChangedFiles) -> Int {
    var count = 0
    for change in comparison.changes where change.aspect == .content {
      if files.haveSameSizeAndTime(change) { count += 1 }
    }
    return count
  }

  private static func isExplained(_ comparison: Comparison, by causes: [ChangeCause]) -> [Bool] {
    var isExplained = [Bool](repeating: false, count: comparison.changes.count)
    for cause in causes {
      for index in cause.changes { isExplained[index] = true }
    }
    return isExplained
  }
}

extension ChangeReport {
  /// What builders are asked about; empty for the COPY of a whole context.
  var instruction: [UInt8] {
    let named = before.instruction.isEmpty ? after.instruction : before.instruction
    var shown: [UInt8] = []
    shown.append(shown: named.collapsed, atMost: 40)
    return shown
  }

  /// Whether the sides could be compared at all.
  var hasAnswer: Bool {
    switch comparison.outcome {
    case .undecided(.formats), .undecided(.nothingListed): false
    default: true
    }
  }

  /// How many changes there are of one aspect.
  func count(of aspect: Change.Aspect) -> Int {
    var count = 0
    for change in comparison.changes where change.aspect == aspect { count += 1 }
    return count
  }

  /// Why nothing can be said, without a line feed; empty where something can.
  package var doubtText: [UInt8] { doubt.map { [UInt8]($0) } ?? [] }

  /// Why nothing can be said; nil where something can.
  var doubt: StaticString? {
    guard case .undecided(let doubt) = comparison.outcome else { return nil }
    return switch doubt {
    case .formats: "one side has content digests, the other BuildKit's: they can't be compared"
    case .nothingListed: "a side lists nothing"
    case .noRoot: "nothing listed differs, but a side lost its root line, which would prove it"
    case .strayLines: "what differs stands among lost lines, and may be another run's"
    case .unreadable: "nothing else differs, but not everything could be read"
    case .missingLines: "the content is the same, but a side lost lines, and with them modes"
    }
  }
}
