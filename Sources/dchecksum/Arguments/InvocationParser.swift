import DirectoryChecksum

/// Takes a command line apart, by the tables of commands and options.
///
/// Long options may have one dash or two, and a value behind `=` or in the next argument, as in
/// Go's `flag` package, which the original used; short ones may also stand together (`-lx`) with a
/// value right behind the last (`-d2`), as POSIX has it. `--` ends the options. Options may follow
/// operands.
struct InvocationParser {
  private let arguments: [[UInt8]]
  /// The index of the argument to be read next; the program's name is behind us.
  private var next = 1
  private var onlyOperands = false
  /// Help or the version was asked for: what follows does not matter.
  private var isAnswered = false
  private var invocation = Invocation()

  /// `arguments` begins with the program's name.
  init(_ arguments: [[UInt8]]) {
    self.arguments = arguments
  }
}

extension InvocationParser {
  /// Reads all; nothing behind a request for help or for the version.
  mutating func parse() throws(UsageError) -> Invocation {
    if arguments.count > 1, let verb = Verb(arguments[1]) {
      invocation.verb = verb
      next = 2
    }
    while next < arguments.count, !isAnswered {
      next += 1
      try read(arguments[next - 1])
    }
    if isAnswered { return invocation }
    let form = invocation.verb.form
    let operands = invocation.operands
    if operands.count > form.most, form.most == 1 {
      throw error(.onlyOne(operands[0], operands[1]))
    }
    guard form.fewest <= operands.count, operands.count <= form.most else {
      throw error(.operandCount)
    }
    return invocation
  }

  private mutating func read(_ argument: [UInt8]) throws(UsageError) {
    // `-#2` is an operand: the second listing on standard input.
    if onlyOperands || argument.count < 2 || argument[0] != UInt8(ascii: "-")
      || argument[1] == UInt8(ascii: "#")
    {
      invocation.operands.append(argument)
    } else if argument.isLiteral("--") {
      onlyOperands = true
    } else if try !readLong(argument) {
      try readShort(argument)
    }
  }

  /// Reads `--NAME`, `-NAME` or one of them with `=VALUE`; false where it may be short options.
  private mutating func readLong(_ argument: [UInt8]) throws(UsageError) -> Bool {
    let start = argument[1] == UInt8(ascii: "-") ? 2 : 1
    var end = start
    while end < argument.count, argument[end] != UInt8(ascii: "=") { end += 1 }
    guard let option = option(argument, start, end) else {
      if start == 2 { throw error(.unknownOption(argument.part(0, end))) }
      return false
    }
    try take(
      option, argument.part(0, end),
      end < argument.count ? argument.part(end + 1, argument.count) : nil)
    return true
  }

  /// Reads letters behind one dash, the last of them perhaps with its value.
  private mutating func readShort(_ argument: [UInt8]) throws(UsageError) {
    var index = 1
    while index < argument.count, !isAnswered {
      let letter = [UInt8(ascii: "-"), argument[index]]
      guard let option = option(argument, index, index + 1) else {
        // Of a word with one dash the whole word is what was mistyped.
        let isWord = index == 1 && argument.count > 3
        throw error(.unknownOption(isWord ? argument : letter))
      }
      index += 1
      var value: [UInt8]?
      if option.needsValue, index < argument.count {
        value = argument.part(index, argument.count)
        index = argument.count
      }
      try take(option, letter, value)
    }
  }

  private func error(_ fault: UsageError.Fault) -> UsageError {
    UsageError(invocation.verb, fault)
  }

  private func option(_ argument: [UInt8], _ start: Int, _ end: Int) -> Option? {
    let verb = invocation.verb
    return argument.withUnsafeBufferPointer { Option($0.slice(start, end), of: verb) }
  }

  /// Notes an option. `attached` is the value that stands in the same argument.
  private mutating func take(
    _ option: Option, _ spelling: [UInt8], _ attached: [UInt8]?
  ) throws(UsageError) {
    isAnswered = option == .help || option == .version
    if attached != nil, !option.takesValue, !isAnswered {
      throw error(.unexpectedValue(spelling))
    }
    var value = attached
    if attached == nil, option.needsValue {
      guard next < arguments.count else {
        throw error(.missingValue(spelling))
      }
      value = arguments[next]
      next += 1
    }
    invocation.settings.append(
      Invocation.Setting(option: option, spelling: spelling, value: value))
  }
}
