import DirectoryChecksum

/// The options of all commands.
enum Option: UInt8 {
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

  /// The letter behind `-`; NUL, which no argument holds, where there is none.
  var letter: UInt8 {
    switch self {
    case .maxDepth: UInt8(ascii: "d")
    case .long: UInt8(ascii: "l")
    case .oneFileSystem: UInt8(ascii: "x")
    case .jobs: UInt8(ascii: "j")
    case .output: UInt8(ascii: "o")
    case .null: UInt8(ascii: "0")
    case .help: UInt8(ascii: "h")
    case .version: UInt8(ascii: "V")
    case .digest, .dockerignore, .exclude, .json, .color: 0
    }
  }

  /// Whether a value has to follow.
  var needsValue: Bool {
    switch self {
    case .maxDepth, .digest, .exclude, .jobs, .output, .color: true
    case .long, .dockerignore, .oneFileSystem, .json, .null, .help, .version: false
    }
  }

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
  init?(_ word: UnsafeRawBufferPointer, of command: Command) {
    var number: UInt8 = 0
    while let option = Option(rawValue: number) {
      if option.belongs(to: command),
        word.isLiteral(option.name) || word.count == 1 && word[0] == option.letter
      {
        self = option
        return
      }
      number += 1
    }
    return nil
  }
}
