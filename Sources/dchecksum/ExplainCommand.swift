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

  func run() throws(CommandError) -> ExitStatus {
    throw .missing(.explain)
  }
}
