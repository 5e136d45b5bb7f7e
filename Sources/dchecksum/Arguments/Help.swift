import DirectoryChecksum

/// What `--help` and `--version` print: made of the tables of commands and options.
enum Help {
  static var version: [UInt8] { [UInt8]("dchecksum 2.0.0\n") }

  /// Where the column with what an option does begins.
  private static let column = 29

  static func text(of verb: Verb) -> [UInt8] {
    let form = verb.form
    var text = [UInt8]("Usage: ")
    appendUsage(of: verb, to: &text)
    text.append("\n")
    if verb == .scan { text.append("       dchecksum COMMAND [OPTIONS] ...\n") }
    text.append("\n")
    text.append(form.description)
    text.append("\n")
    if verb == .scan { appendCommands(to: &text) }
    for option in Option.all where option.belongs(to: verb) { append(option, to: &text) }
    text.append("\nStatus: ")
    text.append(form.statuses)
    text.append(".\n")
    return text
  }

  private static func appendUsage(of verb: Verb, to text: inout [UInt8]) {
    text.append("dchecksum ")
    if verb != .scan {
      text.append(verb.form.word)
      text.append(" ")
    }
    if verb != .help { text.append("[OPTIONS] ") }
    text.append(verb.form.operands)
  }

  private static func appendCommands(to text: inout [UInt8]) {
    text.append("Commands ('dchecksum help COMMAND' tells more):\n")
    for verb in Verb.all where verb != .scan {
      let form = verb.form
      let start = text.count
      text.append("  ")
      text.append(form.word)
      text.append(" ")
      text.append(form.operands)
      text.pad(from: start, to: column)
      text.append(form.summary)
      text.append("\n")
    }
    text.append("\nOptions of a listing:\n")
  }

  private static func append(_ option: Option, to text: inout [UInt8]) {
    let form = option.form
    let start = text.count
    if form.letter == "\0" {
      text.append("      ")
    } else {
      text.append("  -")
      text.append(UInt8(truncatingIfNeeded: form.letter.value))
      text.append(", ")
    }
    text.append("--")
    text.append(form.name)
    if option.takesValue {
      text.append(option.needsValue ? " " : "[=")
      for index in 0..<form.value.utf8CodeUnitCount {
        let byte = form.value.utf8Start[index]
        if byte != UInt8(ascii: "[") { text.append(byte) }
      }
    }
    text.pad(from: start, to: column)
    text.append(form.help)
    text.append("\n")
  }
}

extension Help {
  /// The tables for scripts, which make man pages and completions of them: a line for each command
  /// and each option, with a tab between the fields. Empty fields are written as `-`.
  ///
  ///     command  WORD  OPERANDS  SUMMARY  STATUSES
  ///     about    WORD  one line of the description
  ///     option   NAME  LETTER  VALUE  COMMANDS  HELP
  ///
  /// The command that is a scan has no word. COMMANDS are parted by commas, a VALUE in brackets may
  /// be left out, words with bars between them are all there are.
  static var table: [UInt8] {
    var text: [UInt8] = []
    for verb in Verb.all {
      let form = verb.form
      text.append("command")
      text.append(field: form.word)
      text.append(field: form.operands)
      text.append(field: form.summary)
      text.append(field: form.statuses)
      text.append("\n")
      var isStart = true
      for index in 0..<form.description.utf8CodeUnitCount {
        if isStart {
          text.append("about")
          text.append(field: form.word)
          text.append("\t")
        }
        let byte = form.description.utf8Start[index]
        text.append(byte)
        isStart = byte == UInt8(ascii: "\n")
      }
    }
    for option in Option.all {
      let form = option.form
      text.append("option")
      text.append(field: form.name)
      text.append(UInt8(ascii: "\t"))
      text.append(form.letter == "\0" ? UInt8(ascii: "-") : UInt8(form.letter.value & 0x7f))
      text.append(field: form.value)
      text.append(UInt8(ascii: "\t"))
      var isFirst = true
      for verb in Verb.all where option.belongs(to: verb) {
        if !isFirst { text.append(UInt8(ascii: ",")) }
        isFirst = false
        if verb == .scan { text.append("-") } else { text.append(verb.form.word) }
      }
      text.append(field: form.help)
      text.append("\n")
    }
    return text
  }
}

extension [UInt8] {
  fileprivate mutating func append(field: StaticString) {
    append(UInt8(ascii: "\t"))
    if field.utf8CodeUnitCount == 0 { append("-") } else { append(field) }
  }

  /// Appends blanks until the line that begins at `start` has reached `column`, on the next line
  /// where it has passed it.
  fileprivate mutating func pad(from start: Int, to column: Int) {
    var width = count - start
    if width + 1 > column {
      append(UInt8(ascii: "\n"))
      width = 0
    }
    for _ in width..<column { append(UInt8(ascii: " ")) }
  }
}
