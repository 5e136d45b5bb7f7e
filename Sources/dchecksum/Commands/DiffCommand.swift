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

  private let options: Options
  private let before: Evidence
  private let after: Evidence

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
    warnOfDisplay(before)
    warnOfDisplay(after)
    let rules = try rulesAtHand()
    // Of another file the sides show nothing.
    let comparison = Comparison(
      before: before.chosen, after: after.chosen,
      hasPlainRules: options.settings.ignore.file == nil && !rules.isReadOtherwise)
    if comparison.changes.contains(where: { !$0.isProven(besideCommit: before.isCommit) }) {
      before.notes.append(
        [UInt8]("What is only not in the commit (added) may have been in an earlier build, too."))
    }
    let lines = lines(comparison)
    noteForgottenRules()
    let report = ChangeReport(
      comparison, before: reportSide(before), after: reportSide(after), files: files,
      rules: rules, lines: lines.shown, linesLeftOut: lines.more,
      usesColor: options.report.usesColor,
      listsAll: options.report.listsAll)
    try options.report.print(report)
    try summarizeInstructions()
    switch report.comparison.outcome {
    case .same: return .success
    case .different: return .difference
    case .undecided:
      if options.report.style == .json {
        var doubt: [UInt8] = []
        report.appendDoubt(to: &doubt)
        Console.complain(doubt)
      }
      return .trouble
    }
  }

  /// What both sides are, where they are directories.
  private var files: ChangedFiles? {
    guard before.isDirectory, after.isDirectory else { return nil }
    return ChangedFiles(before: before.name, after: after.name)
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

  private func warnOfDisplay(_ side: Evidence) {
    guard side.chosen.findings.isTerminalCapture else { return }
    Console.complain(
      Messages.about(
        side.name(of: side.choice),
        "a copy of BuildKit's display shows only its last lines; build with --progress=plain"))
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
  private func lines(_ comparison: Comparison) -> (shown: [LineDifference], more: Int) {
    guard options.showsLines, before.isDirectory, after.isDirectory else { return ([], 0) }
    var lines: [LineDifference] = []
    var more = 0
    for (index, change) in comparison.changes.enumerated() {
      guard change.aspect == .content, change.record.kind == .file else { continue }
      if lines.count == LineDifference.mostFiles {
        more += 1
        continue
      }
      do throws(Errno) {
        let line = LineDifference(
          change: index, try Self.start(of: change.record.path, in: before),
          try Self.start(of: change.record.path, in: after))
        if let line { lines.append(line) }
      } catch {
        // It changed since it was scanned, which that has told.
      }
    }
    return (lines, more)
  }

  private static func start(of path: [UInt8], in side: Evidence) throws(Errno) -> [UInt8] {
    try InputFile.start(
      of: side.name + [UInt8(ascii: "/")] + path, limit: LineDifference.mostBytes)
  }
}

extension DiffCommand {
  /// Gives each side its listing: first what is text, since it says which digests the other side
  /// has to have.
  private func load() throws(CommandError) {
    var format = DigestFormat.content
    let sides = [before, after]
    for side in sides where try side.isText() { format = try read(side) }
    for side in sides where try side.isArchive() && side.archive == nil { try read(side, format) }
    if before.isDirectory { try scan(before, format, beside: after) }
    if after.isDirectory { try scan(after, format, beside: before) }
    if before.archive != nil, after.archive != nil {
      // Of an image it is the other side that says which layer is compared.
      for side in sides where side.isChosen || side.archive?.isImage == false { try side.listAll() }
    }
    try settleArchives()
  }

  /// Reads both sides where they are archives, and tells whether they are images, of neither of which
  /// a layer was asked for.
  private func areWholeImages() throws(CommandError) -> Bool {
    guard try before.isArchive(), try after.isArchive() else { return false }
    var areWhole = true
    for side in [before, after] {
      try read(side, .content)
      if side.isChosen || side.archive?.isImage == false { areWhole = false }
    }
    return areWhole
  }

  /// Lists what archives have, now that the other side is known.
  private func settleArchives() throws(CommandError) {
    var sides = [(before, after), (after, before)]
    if after.listings.isEmpty { sides.swapAt(0, 1) }
    for (side, other) in sides where side.archive != nil {
      guard !other.listings.isEmpty else { throw other.nothingFound }
      try side.list(beside: other.chosen, try options.settings.ignore.rules(of: side))
    }
    for (side, other) in sides where side.archive != nil {
      side.adoptModes(beside: other.chosen)
      guard let place = side.place, !place.isWhole else { continue }
      other.notes.append(
        Messages.sentence("Of it was compared what is taken by ", side.instruction))
      // The rules are in the whole, which other builders may read in their own way.
      let whole = other.chosen
      other.listings[other.choice] = place.part(of: whole).with(
        unknown: whole.hasIgnoreFile
          ? [.rulesOfBuildah, .rulesOfKaniko, .rulesOfClassicDocker] : [])
    }
  }

  private func read(_ side: Evidence, _ format: DigestFormat) throws(CommandError) {
    try side.read(format, keeping: IgnoreSettings.ownFiles)
  }

  /// Reads a text, and tells the format of the listing in it that is compared with a directory.
  private func read(_ side: Evidence) throws(CommandError) -> DigestFormat {
    let log = try side.readLog()
    try side.listAll()
    guard !side.listings.isEmpty else {
      if let place = log.cachedListing { throw .cached(side.name, CachedListing(log, place)) }
      throw side.nothingFound
    }
    side.chooseLast()
    return side.chosen.format
  }

  /// Lists a directory.
  private func scan(
    _ side: Evidence, _ format: DigestFormat, beside other: Evidence
  ) throws(CommandError) {
    // Whatever the other side shows, a directory can be compared with it.
    let extent = ScanSettings.Extent(format: format, inodeFacts: true)
    var settings = options.settings
    let own = IgnoreSettings.ownFile(of: side.name)
    if settings.ignore.usesOwnFile, other.isDirectory, !IgnoreSettings.hasOwnFile(side.name),
      IgnoreSettings.hasOwnFile(other.name)
    {
      settings.ignore.mayLackOwnFile = true
      side.notes.append(Messages.sentence("Not there, so that nothing was left out: ", own))
    }
    let listing = Listing(try settings.scan(side.name, extent).tree)
    side.listings = [listing.with(unknown: settings.ignore.unknown(for: side.name))]
    if try !other.isArchive() { side.warnOfImage(format) }
  }
}
