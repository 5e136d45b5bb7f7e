import DirectoryChecksum

/// `dchecksum steps [OPTIONS] LOG [LOG]`
struct StepsCommand {
  /// What the command line asks for.
  struct Options {
    /// One log, or the one before and the one after.
    let logs: [[UInt8]]
    let report: ReportSettings

    init(_ invocation: Invocation) throws(UsageError) {
      logs = invocation.operands
      report = try ReportSettings(invocation)
    }
  }

  private let options: Options

  init(_ options: Options) {
    self.options = options
  }

  func run() throws(CommandError) -> ExitStatus {
    throw .missing(.steps)
  }
}
