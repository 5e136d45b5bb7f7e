import DirectoryChecksum

/// `dchecksum explain [OPTIONS] [CONTEXT]`
struct ExplainCommand {
  /// What the command line asks for.
  struct Options {
    let context: [UInt8]
    /// The Dockerfile; nil for the one in the context.
    let file: [UInt8]?
    /// The stage that is built; nil for the last.
    let target: [UInt8]?
    /// `NAME=VALUE`, as they were given.
    let buildArguments: [[UInt8]]
    /// What the context is compared with.
    let since: [UInt8]?
    /// The Dockerfile that belongs to it, where it does not lie at the usual place.
    let sinceFile: [UInt8]?
    /// The listing that the context is compared with and that is then replaced.
    let baseline: [UInt8]?
    /// Whether a difference to the baseline changes the status.
    let exitCode: Bool
    let settings: ScanSettings
    let report: ReportSettings

    init(_ invocation: Invocation) throws(UsageError) {
      try invocation.exclude(.since, .baseline)
      try invocation.require(.baseline, with: .exitCode)
      if !invocation.has(.baseline) { try invocation.require(.since, with: .sinceFile) }
      context = invocation.operands.first ?? [UInt8(ascii: ".")]
      file = invocation.value(.file)
      target = invocation.value(.target)
      buildArguments = invocation.values(.buildArgument)
      since = invocation.value(.since)
      sinceFile = invocation.value(.sinceFile)
      baseline = invocation.value(.baseline)
      exitCode = invocation.has(.exitCode)
      settings = try ScanSettings(invocation)
      report = try ReportSettings(invocation)
    }
  }

  private let options: Options

  init(_ options: Options) {
    self.options = options
  }

  /// Explains, and tells how it went.
  func run() throws(CommandError) -> ExitStatus {
    let files = try BuildFiles(options.file, in: options.context)
    let plan = try files.plan(target: options.target, arguments: options.buildArguments)
    if plan.dockerfile.hasForeignSyntax {
      Console.complain(Messages.otherFrontend(plan, files.path))
    }
    for step in plan.steps {
      for name in step.unsetArguments {
        Console.complain(Messages.unset(name, step.line, files.path))
      }
    }
    let baseline = try options.baseline.map { (path) throws(CommandError) in
      try Baseline(path, of: options.context)
    }
    let scan = try options.scan(
      options.context, files, .buildkit, withFacts: true, leavingOut: baseline?.leftOut)
    let use = ContextUse(plan, ContextTree(scan.tree))
    var since = try options.since.map { (since) throws(CommandError) in
      try EarlierBuild(since, files, plan, options).compare(with: scan)
    }
    var remembered: Scan?
    if let baseline {
      try baseline.noteOwnPath(files.ignoreSettings, in: options.context)
      let today = try options.scan(options.context, files, baseline.extent(nil))
      if let listing = baseline.listing {
        since = try EarlierBuild(listing, name: baseline.path, files, plan, options)
          .compare(with: scan, content: today)
      }
      remembered = today
    }
    let report = ExplainReport(
      use, dockerfile: files.path, context: options.context, ignoreFile: files.ignoreFile ?? [],
      hints: IgnoreHint.hints(for: use, changes: since?.comparison.changes), since: since,
      look: options.report.look)
    try write(report)
    var isKept = true
    if let baseline, let remembered { isKept = try baseline.replace(by: remembered) }
    if !isKept || !scan.isComplete || report.hasFailure { return .difference }
    return report.hasRerun && (baseline == nil || options.exitCode) ? .difference : .success
  }

  private func write(_ report: ExplainReport) throws(CommandError) {
    var writer = BufferedWriter(Console.standardOutput)
    switch options.report.style {
    case .text: report.appendText(to: &writer.buffer)
    case .json: report.appendJSON(to: &writer.buffer)
    case .markdown: report.appendMarkdown(to: &writer.buffer)
    }
    do throws(Errno) { try writer.flush() } catch { throw Console.failedToWrite(error) }
  }
}

extension ExplainCommand.Options {
  /// Scans what a build with `files` gets of `context`.
  func scan(
    _ context: [UInt8], _ files: BuildFiles, _ format: DigestFormat, withFacts: Bool,
    leavingOut leftOut: [UInt8]? = nil
  ) throws(CommandError) -> Scan {
    try scan(
      context, files,
      ScanSettings.Extent(format: format, inodeFacts: withFacts, leftOut: leftOut))
  }

  fileprivate func scan(
    _ context: [UInt8], _ files: BuildFiles, _ extent: ScanSettings.Extent
  ) throws(CommandError) -> Scan {
    var settings = settings
    settings.ignore = files.ignoreSettings
    return try settings.scan(context, extent)
  }
}
