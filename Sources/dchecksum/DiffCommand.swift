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
  private let before: Operand
  private let after: Operand

  init(_ options: Options) throws(CommandError) {
    self.options = options
    before = try Operand(options.before)
    after = try Operand(options.after)
  }

  /// Compares the sides, reports, and tells what came of it.
  func run() throws(CommandError) -> ExitStatus {
    try load()
    warnOfDisplay(before)
    warnOfDisplay(after)
    let report = ChangeReport(
      Comparison(before: before.chosen, after: after.chosen),
      beforeName: before.name(of: before.choice), afterName: after.name(of: after.choice),
      usesColor: options.report.usesColor)
    do throws(Errno) { try write(report) } catch { throw Console.failedToWrite(error) }
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

  private func warnOfDisplay(_ side: Operand) {
    guard side.chosen.findings.isTerminalCapture else { return }
    Console.complain(
      Messages.about(
        side.name(of: side.choice),
        "a copy of BuildKit's display shows only its last lines; build with --progress=plain"))
  }

  private func write(_ report: ChangeReport) throws(Errno) {
    let isJSON = options.report.style == .json
    var writer = BufferedWriter(Console.standardOutput)
    if !isJSON { report.appendHead(to: &writer.buffer) }
    for index in report.comparison.changes.indices {
      if isJSON {
        report.appendJSON(ofChange: index, to: &writer.buffer)
      } else {
        report.appendText(ofChange: index, to: &writer.buffer)
      }
      try writer.flushIfFull()
    }
    if isJSON {
      report.appendJSONVerdicts(to: &writer.buffer)
    } else {
      report.appendFoot(to: &writer.buffer)
    }
    try writer.flush()
  }
}

extension DiffCommand {
  /// Gives each side its listing: first what has to be read, since it says which digests a scan of
  /// the other side has to make.
  private func load() throws(CommandError) {
    var format = DigestFormat.content
    if !before.isDirectory { format = try read(before) }
    if before.isSameText(as: after) {
      after.listings = before.listings
    } else if !after.isDirectory {
      format = try read(after)
    }
    noteIgnoreFiles()
    if before.isDirectory { try scan(before, format) }
    if after.isDirectory { try scan(after, format) }
    if !before.isDirectory, !after.isDirectory { try pair() }
  }

  /// Reads a text, and tells the format of the listing in it that is compared with a directory.
  private func read(_ side: Operand) throws(CommandError) -> DigestFormat {
    try side.read()
    guard !side.listings.isEmpty else { throw side.nothingFound }
    side.chooseLast()
    return side.chosen.format
  }

  /// Lists a directory.
  private func scan(_ side: Operand, _ format: DigestFormat) throws(CommandError) {
    // Whatever the other side shows, a directory can be compared with it.
    let extent = ScanSettings.Extent(format: format, inodeFacts: true)
    var settings = options.settings
    settings.ignore.mayLackOwnFile = hasIgnoreFile
    let listing = Listing(try settings.scan(side.name, extent).tree)
    side.listings = [listing.with(unknown: settings.ignore.unknown(for: side.name))]
  }

  /// The directories among the sides, each with the ignore file that a build of it takes.
  private var ignoreFiles: [(context: [UInt8], file: [UInt8]?)] {
    var files: [(context: [UInt8], file: [UInt8]?)] = []
    for side in [before, after] where side.isDirectory {
      files.append((side.name, IgnoreFileChoice(context: side.name).path))
    }
    return files
  }

  /// Whether a side has an ignore file.
  private var hasIgnoreFile: Bool { ignoreFiles.contains { $0.file != nil } }

  /// Says what is not applied, or not there.
  private func noteIgnoreFiles() {
    let ignore = options.settings.ignore
    guard ignore.file == nil, hasIgnoreFile else { return }
    for (context, file) in ignoreFiles {
      if let file, !ignore.usesOwnFile {
        Console.complain(Messages.about(file, "was not applied: add --dockerignore"))
        return
      }
      if file == nil, ignore.usesOwnFile {
        Console.complain(
          Messages.about(context, "has no ignore file: all of it counts, as in a build of it"))
      }
    }
  }

  /// Chooses which listings of two texts, or of one, are compared.
  private func pair() throws(CommandError) {
    if before.listings.count == 1, after.listings.count == 1 { return }
    let pairing =
      before.isSameText(as: after)
      ? Pairing.within(before.listings) : Pairing.between(before.listings, after.listings)
    switch pairing {
    case .pair(let pair):
      before.choice = pair.before
      after.choice = pair.after
    case .none: throw .noListing(before.name)
    case .choice(let pairs): throw .choice(pairs, before, after)
    }
  }
}
