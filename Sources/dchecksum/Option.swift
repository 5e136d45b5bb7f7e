import DirectoryChecksum

/// The options of all commands.
enum Option: UInt8 {
  case maxDepth, long, digest, dockerignore, exclude, oneFileSystem, jobs, output, json, null
  case color, help, version

  /// How an option is written.
  private struct Form {
    /// What stands behind `--`.
    let name: StaticString
    /// What stands behind `-`; NUL, which no argument holds, where there is no such letter.
    var letter: Unicode.Scalar = "\0"
    /// Whether a value has to follow.
    var needsValue = false
  }

  private var form: Form {
    switch self {
    case .maxDepth: Form(name: "max-depth", letter: "d", needsValue: true)
    case .long: Form(name: "long", letter: "l")
    case .digest: Form(name: "digest", needsValue: true)
    case .dockerignore: Form(name: "dockerignore")
    case .exclude: Form(name: "exclude", needsValue: true)
    case .oneFileSystem: Form(name: "one-file-system", letter: "x")
    case .jobs: Form(name: "jobs", letter: "j", needsValue: true)
    case .output: Form(name: "output", letter: "o", needsValue: true)
    case .json: Form(name: "json")
    case .null: Form(name: "null", letter: "0")
    case .color: Form(name: "color", needsValue: true)
    case .help: Form(name: "help", letter: "h")
    case .version: Form(name: "version", letter: "V")
    }
  }

  var needsValue: Bool { form.needsValue }

  /// Whether `command` has the option.
  func belongs(to command: Command) -> Bool {
    switch self {
    case .help, .version: true
    case .dockerignore, .exclude: command != .extract
    case .oneFileSystem, .jobs, .json: command == .scan || command == .diff
    case .color: command == .diff
    case .maxDepth, .long, .digest, .output, .null: command == .scan
    }
  }

  /// The option of `command` that `word` names: by its name or, as Go's `flag` package allows, by
  /// its letter.
  init?(_ word: ByteView, of command: Command) {
    var number: UInt8 = 0
    while let option = Option(rawValue: number) {
      let form = option.form
      if option.belongs(to: command),
        word.isLiteral(form.name) || word.count == 1 && UInt32(word[0]) == form.letter.value
      {
        self = option
        return
      }
      number += 1
    }
    return nil
  }
}
