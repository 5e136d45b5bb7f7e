import DirectoryChecksum

/// What is wrong with a command line.
struct UsageError: Error {
  /// The options are named as the user wrote them.
  enum Fault {
    case unknownOption([UInt8])
    case missingValue([UInt8])
    case unexpectedValue([UInt8])
    /// `wanted` says in the user's words what would do.
    case badValue([UInt8], [UInt8], wanted: StaticString)
    /// `words` are parted by bars.
    case badChoice([UInt8], [UInt8], of: StaticString)
    /// The two exclude each other.
    case conflict(Option, Option)
    /// An option that has no meaning without another one.
    case missing(Option, with: Option)
    /// Two operands where one is wanted.
    case onlyOne([UInt8], [UInt8])
    /// Too few operands, or too many.
    case operandCount
    /// Neither a command nor a path.
    case unknownCommand([UInt8])
  }

  let verb: Verb
  let fault: Fault

  init(_ verb: Verb, _ fault: Fault) {
    self.verb = verb
    self.fault = fault
  }
}

extension UsageError {
  /// One line for the user, with the help that tells more.
  var message: [UInt8] {
    var text: [UInt8] = []
    var guess: [UInt8] = []
    switch fault {
    case .unknownOption(let option):
      text.append("unknown option ", quoted: option)
      guess = self.guess(for: option)
    case .missingValue(let option):
      text.append("option ", quoted: option)
      text.append(" needs a value")
    case .unexpectedValue(let option):
      text.append("option ", quoted: option)
      text.append(" takes no value")
    case .badValue(let option, let value, let wanted):
      text.append("option ", quoted: option)
      text.append(" wants ")
      text.append(wanted)
      text.append(", not ", quoted: value)
    case .badChoice(let option, let value, let words):
      text.append("option ", quoted: option)
      text.append(" wants ")
      text.append(choiceOf: words)
      text.append(", not ", quoted: value)
    case .conflict(let one, let other):
      text.append(option: one)
      text.append(" and ")
      text.append(option: other)
      text.append(" exclude each other")
    case .missing(let other, let option):
      text.append(option: option)
      text.append(" goes with ")
      text.append(option: other)
    case .onlyOne(let first, _) where verb == .scan && Verb(first) != nil:
      text.append("a command comes before its options: dchecksum ")
      text.append(first)
    case .onlyOne(let first, let second):
      text.append(onlyOneOf)
      text.append(", not ", quoted: first)
      text.append(" and ", quoted: second)
    case .operandCount:
      text.append(verb.form.word)
      text.append(" wants ")
      text.append(verb.form.operands)
    case .unknownCommand(let word):
      text.append("unknown command ", quoted: word)
      if let verb = Verb.nearest(to: word) {
        guess = [UInt8](verb.form.word)
      } else {
        text.append("; say ")
        text.append(choiceOf: "diff|steps|explain|why|extract")
      }
    }
    return appendingHint(guess, to: text)
  }

  /// `text (did you mean GUESS? see 'dchecksum VERB --help')`
  private func appendingHint(_ guess: [UInt8], to text: [UInt8]) -> [UInt8] {
    var text = text
    text.append(" (")
    if !guess.isEmpty {
      text.append("did you mean ")
      text.append(guess)
      text.append("? ")
    }
    text.append("see 'dchecksum ")
    if verb != .scan {
      text.append(verb.form.word)
      text.append(" ")
    }
    text.append("--help')")
    return text
  }

  private var onlyOneOf: StaticString {
    switch verb {
    case .scan: "only one PATH can be listed"
    case .extract: "only one FILE can be read"
    case .explain: "there is only one CONTEXT"
    default: "only one command can be explained"
    }
  }

  /// The option that was meant: one of the command in hand, or where another command has it.
  private func guess(for option: [UInt8]) -> [UInt8] {
    var start = 0
    while start < option.count, option[start] == UInt8(ascii: "-") { start += 1 }
    let word = option.part(start, option.count)
    var guess: [UInt8] = []
    if let near = Option.nearest(to: word, of: verb) {
      guess.append(option: near)
      return guess
    }
    // Of several commands that have it none is likelier than the others.
    var owners: [Verb] = []
    for other in Verb.all where word.count > 1 {
      if word.withUnsafeBufferPointer({ Option($0, of: other) != nil }) { owners.append(other) }
    }
    guard owners.count == 1 else { return guess }
    guess.append("'dchecksum ")
    if owners[0] != .scan {
      guess.append(owners[0].form.word)
      guess.append(" ")
    }
    guess.append(option)
    guess.append("'")
    return guess
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ words: StaticString, quoted name: [UInt8]) {
    append(words)
    append(quoted: name)
  }

  fileprivate mutating func append(option: Option) {
    append("--")
    append(option.form.name)
  }

  /// Appends `'a', 'b' or 'c'` for `a|b|c`.
  fileprivate mutating func append(choiceOf words: StaticString) {
    var bars = 0
    for index in 0..<words.utf8CodeUnitCount where words.utf8Start[index] == UInt8(ascii: "|") {
      bars += 1
    }
    append(UInt8(ascii: "'"))
    for index in 0..<words.utf8CodeUnitCount {
      let byte = words.utf8Start[index]
      if byte == UInt8(ascii: "|") {
        bars -= 1
        append(bars == 0 ? "' or '" : "', '")
      } else {
        append(byte)
      }
    }
    append(UInt8(ascii: "'"))
  }
}
