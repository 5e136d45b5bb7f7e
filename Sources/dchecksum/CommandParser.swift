import DirectoryChecksum

/// Turns a command line into a ``Command``.
enum CommandParser {
  /// `arguments` begins with the program's name.
  static func parse(_ arguments: [[UInt8]]) throws(UsageError) -> Command {
    guard arguments.count > 1 else { return .scan(ScanCommand()) }
    let word = arguments[1]
    if word == [UInt8]("diff") { return try parseDiff(arguments) }
    if word == [UInt8]("extract") { return try parseExtract(arguments) }
    if word == [UInt8]("why") { return try parseWhy(arguments) }
    return try parseScan(arguments)
  }

  private static func parseScan(_ arguments: [[UInt8]]) throws(UsageError) -> Command {
    var command = ScanCommand()
    var path: [UInt8]?
    var reader = OptionReader(
      arguments, from: 1,
      options: [
        .maxDepth, .long, .digest, .dockerignore, .exclude, .oneFileSystem, .jobs, .output, .json,
        .null, .help, .version,
      ])
    while let item = try reader.read() {
      switch item {
      case .operand(let operand):
        if let path { throw .tooManyPaths(first: path, second: operand) }
        path = operand
      case .option(.help, _): return .help(.all)
      case .option(.version, _): return .version
      case .option(.maxDepth, let spelling):
        command.maxDepth = try depth(reader.value(), option: spelling)
      case .option(.long, _): command.isLong = true
      case .option(.digest, let spelling):
        command.format = try format(reader.value(), option: spelling)
      case .option(.output, _): command.output = try reader.value()
      case .option(.json, _):
        if command.style == .nullTerminated { throw .conflict("--json", "--null") }
        command.style = .json
      case .option(.null, _):
        if command.style == .json { throw .conflict("--json", "--null") }
        command.style = .nullTerminated
      case .option(let option, let spelling):
        try readShared(
          option, spelling, &reader, &command.ignoring, &command.oneFileSystem, &command.jobs)
      }
    }
    if let path { command.path = path }
    return .scan(command)
  }

  private static func parseDiff(_ arguments: [[UInt8]]) throws(UsageError) -> Command {
    var command = DiffCommand()
    var operands: [[UInt8]] = []
    var reader = OptionReader(
      arguments, from: 2,
      options: [.dockerignore, .exclude, .oneFileSystem, .jobs, .json, .color, .help, .version])
    while let item = try reader.read() {
      switch item {
      case .operand(let operand): operands.append(operand)
      case .option(.help, _): return .help(.diff)
      case .option(.version, _): return .version
      case .option(.json, _): command.isJSON = true
      case .option(.color, let spelling):
        command.color = try color(reader.value(), option: spelling)
      case .option(let option, let spelling):
        try readShared(
          option, spelling, &reader, &command.ignoring, &command.oneFileSystem, &command.jobs)
      }
    }
    guard operands.count == 2 else {
      throw .wrongNumberOfOperands(wanted: "diff compares two listings: diff BEFORE AFTER")
    }
    command.before = operands[0]
    command.after = operands[1]
    return .diff(command)
  }

  private static func parseExtract(_ arguments: [[UInt8]]) throws(UsageError) -> Command {
    var operands: [[UInt8]] = []
    var reader = OptionReader(arguments, from: 2, options: [.help, .version])
    while let item = try reader.read() {
      switch item {
      case .operand(let operand): operands.append(operand)
      case .option(.help, _): return .help(.extract)
      default: return .version
      }
    }
    guard operands.count == 1 else {
      throw .wrongNumberOfOperands(wanted: "extract reads one log: extract LOG (- is stdin)")
    }
    return .extract(ExtractCommand(log: operands[0]))
  }

  private static func parseWhy(_ arguments: [[UInt8]]) throws(UsageError) -> Command {
    var command = WhyCommand()
    var oneFileSystem = false
    var jobs: Int?
    var reader = OptionReader(
      arguments, from: 2, options: [.dockerignore, .exclude, .help, .version])
    while let item = try reader.read() {
      switch item {
      case .operand(let operand): command.paths.append(operand)
      case .option(.help, _): return .help(.why)
      case .option(.version, _): return .version
      case .option(let option, let spelling):
        try readShared(option, spelling, &reader, &command.ignoring, &oneFileSystem, &jobs)
      }
    }
    guard !command.paths.isEmpty else {
      throw .wrongNumberOfOperands(wanted: "why needs the path that is in question: why PATH...")
    }
    return .why(command)
  }

  /// The options that more than one command has.
  private static func readShared(
    _ option: Option, _ spelling: [UInt8], _ reader: inout OptionReader,
    _ ignoring: inout IgnoreOptions, _ oneFileSystem: inout Bool, _ jobs: inout Int?
  ) throws(UsageError) {
    switch option {
    case .dockerignore:
      ignoring.file = reader.optionalValue().map { .path($0) } ?? .inContext
    case .exclude: ignoring.patterns.append(try reader.value())
    case .oneFileSystem: oneFileSystem = true
    case .jobs: jobs = try jobCount(reader.value(), option: spelling)
    default: throw .unknownOption(spelling)
    }
  }
}
