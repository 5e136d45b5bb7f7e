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
    let first = try read(options.logs[0])
    guard options.logs.count > 1 else { return try report(first) }
    let second = options.logs[1] == options.logs[0] ? first : try read(options.logs[1])
    return try report(first, second)
  }

  private func read(_ name: [UInt8]) throws(CommandError) -> BuildLog {
    let evidence = try Evidence(name, piped: "")
    guard try evidence.isText() else { throw .noSteps(name) }
    let log = try evidence.readLog()
    // Two logs are told of in any case.
    if evidence.isEmpty, options.logs.count == 1 { throw .empty(name) }
    return log
  }
}

extension StepsCommand {
  private func report(_ log: BuildLog) throws(CommandError) -> ExitStatus {
    guard log.hasSteps else { throw .noSteps(options.logs[0]) }
    try print(StepReport(log, name: options.logs[0], look: options.report.look))
    return .success
  }

  private func report(_ before: BuildLog, _ after: BuildLog) throws(CommandError) -> ExitStatus {
    let isSame = options.logs[0] == options.logs[1]
    let comparison = LogComparison(before, after, isSame: isSame).steps
    try print(
      StepReport(
        comparison, beforeName: options.logs[0], afterName: options.logs[1],
        look: options.report.look))
    for (log, name) in zip([before, after], options.logs) where !log.hasSteps {
      Console.complain(CommandError.noSteps(name).message)
    }
    if comparison.rerunCount > 0 { return .difference }
    return comparison.isOpen ? .trouble : .success
  }

  private func print(_ report: StepReport) throws(CommandError) {
    var output: [UInt8] = []
    switch options.report.style {
    case .text: report.appendText(to: &output)
    case .json: report.appendJSON(to: &output)
    case .markdown: report.appendMarkdown(to: &output)
    }
    try Console.print(output)
  }
}
