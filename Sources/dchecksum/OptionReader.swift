import DirectoryChecksum

/// Takes a command line apart into options and operands.
///
/// Long options may have one dash or two, and a value behind `=` or in the next argument, as in
/// Go's `flag` package, which the original used; short ones may also stand together (`-lx`) with a
/// value right behind the last (`-d2`), as POSIX has it. `--` ends the options. Options may follow
/// operands.
struct OptionReader {
  /// One argument, or a part of one.
  enum Item {
    /// An option by its long name; `spelling` is what the user wrote.
    case option(Option, spelling: [UInt8])
    case operand([UInt8])
  }

  private let arguments: [[UInt8]]
  private let options: [Option]
  private var next: Int
  private var onlyOperands = false
  /// What is left of short options that stand together.
  private var cluster: ArraySlice<UInt8> = []
  /// The value behind `=`, until it is asked for.
  private var attachedValue: [UInt8]?
  private var spelling: [UInt8] = []

  init(_ arguments: [[UInt8]], from start: Int, options: [Option]) {
    self.arguments = arguments
    self.options = options
    next = start
  }
}

extension OptionReader {
  /// The next option or operand; nil at the end.
  mutating func read() throws(UsageError) -> Item? {
    if attachedValue != nil { throw .unexpectedValue(option: spelling) }
    if let letter = cluster.popFirst() { return try short(letter) }
    guard next < arguments.count else { return nil }
    let argument = arguments[next]
    next += 1
    let dash = UInt8(ascii: "-")
    guard !onlyOperands, argument.count > 1, argument[0] == dash else { return .operand(argument) }
    if argument.count == 2, argument[1] == dash {
      onlyOperands = true
      return try read()
    }
    let name = argument[(argument[1] == dash ? 2 : 1)...]
    if let item = long(name, of: argument) { return item }
    guard argument[1] != dash else { throw .unknownOption(argument) }
    cluster = argument[1...]
    return try read()
  }

  /// The value of the option that was read last: behind `=`, behind the letter, or the next
  /// argument.
  mutating func value() throws(UsageError) -> [UInt8] {
    if let value = optionalValue() { return value }
    if !cluster.isEmpty {
      let value = Array(cluster)
      cluster = []
      return value
    }
    guard next < arguments.count else { throw .missingValue(option: spelling) }
    next += 1
    return arguments[next - 1]
  }

  /// The value behind `=`, if there is one.
  mutating func optionalValue() -> [UInt8]? {
    attachedValue.take()
  }

  private mutating func long(_ name: ArraySlice<UInt8>, of argument: [UInt8]) -> Item? {
    let equals = name.firstIndex(of: UInt8(ascii: "="))
    let word = name[..<(equals ?? name.endIndex)]
    for option in options where option.isCalled(word) {
      spelling = Array(argument[..<(equals ?? argument.endIndex)])
      attachedValue = equals.map { Array(name[($0 + 1)...]) }
      return .option(option, spelling: spelling)
    }
    return nil
  }

  private mutating func short(_ letter: UInt8) throws(UsageError) -> Item {
    spelling = [UInt8(ascii: "-"), letter]
    for option in options where option.letter == letter {
      return .option(option, spelling: spelling)
    }
    throw .unknownOption(spelling)
  }
}

/// The options of all commands.
enum Option: Equatable {
  case maxDepth, long, digest, dockerignore, exclude, oneFileSystem, jobs, output, json, null
  case color, help, version

  /// The name behind `--`.
  var name: StaticString {
    switch self {
    case .maxDepth: "max-depth"
    case .long: "long"
    case .digest: "digest"
    case .dockerignore: "dockerignore"
    case .exclude: "exclude"
    case .oneFileSystem: "one-file-system"
    case .jobs: "jobs"
    case .output: "output"
    case .json: "json"
    case .null: "null"
    case .color: "color"
    case .help: "help"
    case .version: "version"
    }
  }

  /// The letter behind `-`.
  var letter: UInt8? {
    switch self {
    case .maxDepth: UInt8(ascii: "d")
    case .long: UInt8(ascii: "l")
    case .oneFileSystem: UInt8(ascii: "x")
    case .jobs: UInt8(ascii: "j")
    case .output: UInt8(ascii: "o")
    case .null: UInt8(ascii: "0")
    case .help: UInt8(ascii: "h")
    case .version: UInt8(ascii: "V")
    case .digest, .dockerignore, .exclude, .json, .color: nil
    }
  }

  /// Whether `word` is the name or, as Go's `flag` package allows, the letter.
  func isCalled(_ word: ArraySlice<UInt8>) -> Bool {
    if word.count == 1, word.first == letter { return true }
    return word.elementsEqual(
      UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
  }
}
