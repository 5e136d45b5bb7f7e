import DirectoryChecksum

/// `dchecksum diff [OPTIONS] BEFORE AFTER`
struct DiffCommand {
  /// What the command line asks for.
  struct Options {
    let before: [UInt8]
    let after: [UInt8]
    let settings: ScanSettings
    let report: ReportSettings
    /// Whether the first line that differs is shown of each changed file.
    let showsLines: Bool

    init(_ invocation: Invocation) throws(UsageError) {
      before = invocation.operands[0]
      after = invocation.operands[1]
      settings = try ScanSettings(invocation)
      report = try ReportSettings(invocation)
      showsLines = invocation.has(.lines)
    }
  }

  let options: Options
  let before: Evidence
  let after: Evidence

  init(_ options: Options) throws(CommandError) {
    self.options = options
    before = try Evidence(options.before, piped: "diff - …")
    after = try Evidence(options.after, piped: "diff … -")
  }

  /// Compares the sides, reports, and tells what came of it.
  func run() throws(CommandError) -> ExitStatus {
    if options.showsLines, !before.isDirectory || !after.isDirectory {
      Console.complain(
        [UInt8](
          "--lines shows lines where both sides are directories: else there are digests alone"))
    }
    if try before.isText(), try after.isText() {
      return try LogDiff(before, after, options.report).run()
    }
    if try areWholeImages() { return try LogDiff(before, after, options.report).run() }
    try load()
    for side in [before, after] { side.warnOfDisplay(side.chosen, at: side.choice) }
    let rules = try rulesAtHand()
    let tree = after.isDirectory ? WorkingTree(around: after.name, beside: before.chosen) : nil
    tree?.warnOfWhole(before.chosen, before.name)
    // To two directories they were both applied.
    let listing = before.isDirectory ? after : before
    let isListed = options.settings.ignore.usesOwnFile ? try listing.isText() : false
    // Of an ignore file elsewhere the sides show nothing.
    let comparison = Comparison(
      before: before.chosen, after: after.chosen,
      hasPlainRules: options.settings.ignore.file == nil && !rules.isReadOtherwise,
      tree: tree, rules: isListed ? rules : IgnoreRules())
    let lines = lines(comparison)
    if comparison.outcome != .same { noteForgottenRules() }
    let report = ChangeReport(
      comparison, before: reportSide(before), after: reportSide(after), files: files,
      rules: rules, lines: lines, look: options.report.look)
    try options.report.print(report)
    try summarizeInstructions()
    return status(of: report)
  }

  private func status(of report: ChangeReport) -> ExitStatus {
    switch report.comparison.outcome {
    case .same: return .success
    case .different: return .difference
    case .undecided:
      if options.report.style == .json { Console.complain(report.doubtText) }
      return .trouble
    }
  }

  /// The files of what is a directory.
  private var files: ChangedFiles {
    ChangedFiles(
      before: before.isDirectory ? before.name : [], after: after.isDirectory ? after.name : [])
  }

  /// The rules of an ignore file that lies in a directory, applied or not.
  private func rulesAtHand() throws(CommandError) -> IgnoreRules {
    var ignore = options.settings.ignore
    ignore.usesOwnFile = ignore.file == nil
    ignore.mayLackOwnFile = true
    for side in [after, before] where side.isDirectory {
      do throws(CommandError) {
        let rules = try ignore.rules(for: side.name)
        if !rules.isEmpty { return rules }
      } catch {
        // Not applied, it need not be well-formed.
        if options.settings.ignore.usesOwnFile { throw error }
      }
    }
    return IgnoreRules()
  }

  /// Says which instructions of the Dockerfile in AFTER run again.
  private func summarizeInstructions() throws(CommandError) {
    guard options.report.style == .text, before.isDirectory, after.isDirectory,
      let summary = try RerunSummary(before.name, before.chosen, after.name, after.chosen)
    else { return }
    try Console.print(summary.text)
  }

  private func reportSide(_ side: Evidence) -> ChangeReport.Side {
    ChangeReport.Side(
      side.name(of: side.choice), isScan: side.isDirectory, instruction: side.instruction,
      ignoreFile: side.isDirectory ? ignoreFile(of: side) ?? [] : [], notes: side.notes)
  }

  /// Notes, once for both sides, which ignore files are there and were not applied.
  private func noteForgottenRules() {
    var note: [UInt8] = []
    for side in [before, after]
    where side.isDirectory && options.settings.ignore.forgetsOwnFile(of: side.name) {
      note.append(note.isEmpty ? "Not applied, though there; add --dockerignore: " : ", ")
      note.append(Messages.shown(IgnoreSettings.ownFile(of: side.name)))
    }
    if !note.isEmpty { after.notes.append(note) }
  }

  /// The ignore file that was applied to a directory.
  private func ignoreFile(of side: Evidence) -> [UInt8]? {
    let ignore = options.settings.ignore
    if let file = ignore.file { return file }
    return ignore.usesOwnFile ? IgnoreFileChoice(context: side.name).path : nil
  }

  /// The first lines that differ, of both sides' files as they lie there.
  private func lines(_ comparison: Comparison) -> LineDifferences {
    var lines = LineDifferences()
    guard options.showsLines, before.isDirectory, after.isDirectory else { return lines }
    for (index, change) in comparison.changes.enumerated() {
      guard change.aspect == .content, change.record.kind == .file else { continue }
      if lines.shown.count == LineDifference.mostFiles {
        lines.leftOut += 1
        continue
      }
      do throws(Errno) {
        let line = LineDifference(
          change: index, try Self.start(of: change.record.path, in: before),
          try Self.start(of: change.record.path, in: after))
        if let line { lines.shown.append(line) }
      } catch {
        // It changed since it was scanned, which that has told.
      }
    }
    return lines
  }

  private static func start(of path: [UInt8], in side: Evidence) throws(Errno) -> [UInt8] {
    try InputFile.start(
      of: side.name + [UInt8(ascii: "/")] + path, limit: LineDifference.mostBytes)
  }
}
