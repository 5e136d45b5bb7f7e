import DirectoryChecksum

/// What a command line asks for: plain data, nothing looked up yet.
enum Command {
  case scan(ScanCommand.Options)
  case diff(DiffCommand.Options)
  case steps(StepsCommand.Options)
  case explain(ExplainCommand.Options)
  case why(WhyCommand.Options)
  case extract(ExtractCommand.Options)
  /// Help or the version.
  case answer([UInt8])
}

extension Command {
  /// `arguments` begins with the program's name.
  init(_ arguments: [[UInt8]]) throws(UsageError) {
    var parser = InvocationParser(arguments)
    let invocation = try parser.parse()
    if invocation.has(.version) {
      self = .answer(Help.version)
    } else if invocation.has(.help) {
      // `--help diff` means the same as `diff --help`.
      let named = arguments.count > 2 ? Verb(arguments[2]) : nil
      self = .answer(Help.text(of: invocation.verb == .scan ? named ?? .scan : invocation.verb))
    } else {
      try self.init(invocation)
    }
  }

  private init(_ invocation: Invocation) throws(UsageError) {
    switch invocation.verb {
    case .scan: self = .scan(try ScanCommand.Options(invocation))
    case .diff: self = .diff(try DiffCommand.Options(invocation))
    case .steps: self = .steps(try StepsCommand.Options(invocation))
    case .explain: self = .explain(try ExplainCommand.Options(invocation))
    case .why: self = .why(WhyCommand.Options(invocation))
    case .extract: self = .extract(ExtractCommand.Options(invocation))
    case .help: self = .answer(try Self.help(invocation.operands.first))
    }
  }

  /// The help of the command called `word`; all there is for scripts, where it is `--table`.
  private static func help(_ word: [UInt8]?) throws(UsageError) -> [UInt8] {
    guard let word else { return Help.text(of: .scan) }
    if word.isLiteral("table") { return Help.table }
    guard let verb = Verb(word) else { throw UsageError(.scan, .unknownCommand(word)) }
    return Help.text(of: verb)
  }
}
