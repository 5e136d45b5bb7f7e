import DirectoryChecksum

/// Turns a command line into ``Options``.
///
/// Long options may have one dash or two, and a value behind `=` or in the next argument, as in
/// Go's `flag` package, which the original used; short ones may also stand together (`-lx`) with a
/// value right behind the last (`-d2`), as POSIX has it. `--` ends the options. Options may follow
/// operands.
final class CommandParser {
  private let arguments: [[UInt8]]
  /// The index of the argument to be read next; the program's name is behind us.
  private var next = 1
  private var onlyOperands = false
  /// The option that is being read, as the user wrote it.
  private var spelling: [UInt8] = []
  private let options = Options()

  /// `arguments` begins with the program's name.
  init(_ arguments: [[UInt8]]) {
    self.arguments = arguments
  }
}

extension CommandParser {
  /// Reads all; nothing behind a request for help or for the version.
  func parse() throws(CommandError) -> Options {
    readCommand()
    while next < arguments.count {
      try read(takeArgument())
      if options.answer != nil { return options }
    }
    let count = options.operands.count
    switch options.command {
    case .scan:
      if count == 0 { options.operands = [[UInt8(ascii: ".")]] }
    case .diff:
      if count != 2 { throw .usage("diff compares two listings: diff BEFORE AFTER") }
    case .extract:
      if count != 1 { throw .usage("extract reads one log: extract LOG (- is stdin)") }
    case .why:
      if count == 0 { throw .usage("why needs the path that is in question: why PATH...") }
    }
    return options
  }

  private func readCommand() {
    guard arguments.count > 1 else { return }
    let word = arguments[1]
    if word.isLiteral("diff") {
      options.command = .diff
    } else if word.isLiteral("extract") {
      options.command = .extract
    } else if word.isLiteral("why") {
      options.command = .why
    } else {
      return
    }
    next = 2
  }

  private func takeArgument() -> [UInt8] {
    next += 1
    return arguments[next - 1]
  }

  private func read(_ argument: [UInt8]) throws(CommandError) {
    // `-#2` is an operand: the second listing on standard input.
    if onlyOperands || argument.count < 2 || argument[0] != UInt8(ascii: "-")
      || argument[1] == UInt8(ascii: "#")
    {
      options.operands.append(argument)
      guard options.command == .scan, options.operands.count == 2 else { return }
      throw .tooManyPaths(options.operands[0], argument)
    } else if argument.isLiteral("--") {
      onlyOperands = true
    } else if try !readLong(argument) {
      try readShort(argument)
    }
  }

  /// Reads `--NAME`, `-NAME` or one of them with `=VALUE`; false where it may be short options.
  private func readLong(_ argument: [UInt8]) throws(CommandError) -> Bool {
    let start = argument[1] == UInt8(ascii: "-") ? 2 : 1
    var end = start
    while end < argument.count, argument[end] != UInt8(ascii: "=") { end += 1 }
    guard let option = option(argument, start, end) else {
      if start == 2 { throw .unknownOption(argument) }
      return false
    }
    spelling = argument.part(0, end)
    try apply(option, end < argument.count ? argument.part(end + 1, argument.count) : nil)
    return true
  }

  /// Reads letters behind one dash, the last of them perhaps with its value.
  private func readShort(_ argument: [UInt8]) throws(CommandError) {
    var index = 1
    while index < argument.count, options.answer == nil {
      spelling = [UInt8(ascii: "-"), argument[index]]
      guard let option = option(argument, index, index + 1) else {
        throw .unknownOption(spelling)
      }
      index += 1
      var value: [UInt8]?
      if option.needsValue, index < argument.count {
        value = argument.part(index, argument.count)
        index = argument.count
      }
      try apply(option, value)
    }
  }

  private func option(_ argument: [UInt8], _ start: Int, _ end: Int) -> Option? {
    argument.withUnsafeBufferPointer { Option($0.slice(start, end), of: options.command) }
  }
}

extension CommandParser {
  /// Notes what `option` asks for. `attached` is the value that stands in the same argument.
  private func apply(_ option: Option, _ attached: [UInt8]?) throws(CommandError) {
    var value = attached ?? []
    if attached == nil, option.needsValue {
      guard next < arguments.count else { throw .missingValue(spelling) }
      value = takeArgument()
    }
    switch option {
    case .maxDepth: options.maxDepth = try depth(value)
    case .digest: options.format = try format(value)
    case .exclude: options.patterns.append(value)
    case .jobs: options.jobs = try jobCount(value)
    case .output: options.output = value
    case .color: options.color = try color(value)
    case .dockerignore:
      options.usesOwnIgnoreFile = attached == nil
      options.ignoreFile = attached
      return
    case .long: options.isLong = true
    case .oneFileSystem: options.oneFileSystem = true
    case .json: try setStyle(.json)
    case .null: try setStyle(.nullTerminated)
    case .help: options.answer = Help.text(of: options.command)
    case .version: options.answer = Help.version
    }
    if attached != nil, !option.needsValue, options.answer == nil {
      throw .unexpectedValue(spelling)
    }
  }

  private func setStyle(_ style: RecordWriter.Style) throws(CommandError) {
    if options.style != .lines, options.style != style { throw .conflictOfStyles }
    options.style = style
  }

  /// A number of levels, or nil for `all`.
  private func depth(_ value: [UInt8]) throws(CommandError) -> Int? {
    if value.isLiteral("all") { return nil }
    guard let depth = value.number(from: 0) else {
      throw .badValue(spelling, value, wanted: " wants a number of levels from 0, or 'all', not ")
    }
    return depth
  }

  private func jobCount(_ value: [UInt8]) throws(CommandError) -> Int {
    guard let jobs = value.number(from: 0), jobs > 0 else {
      throw .badValue(spelling, value, wanted: " wants a number of threads from 1, not ")
    }
    // More are never of use, and would only be refused later.
    return min(jobs, 1024)
  }

  private func format(_ value: [UInt8]) throws(CommandError) -> DigestFormat {
    if value.isLiteral("content") { return .content }
    if value.isLiteral("buildkit") { return .buildkit }
    throw .badValue(spelling, value, wanted: " wants 'content' or 'buildkit', not ")
  }

  private func color(_ value: [UInt8]) throws(CommandError) -> ColorChoice {
    if value.isLiteral("auto") { return .auto }
    if value.isLiteral("always") { return .always }
    if value.isLiteral("never") { return .never }
    throw .badValue(spelling, value, wanted: " wants 'auto', 'always' or 'never', not ")
  }
}
