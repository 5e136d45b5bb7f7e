import DirectoryChecksum

/// An option of one command or of several.
enum Option: UInt8 {
  case maxDepth, long, digest
  case file, target, buildArgument, since, sinceFile
  case dockerignore, exclude, oneFileSystem, jobs
  case output, baseline, exitCode
  case list, lines, json, markdown, null, color
  case help, version
}

extension Option {
  /// How an option is written, and what the help says of it. Man pages and completions are made of
  /// it as well.
  struct Form {
    /// What stands behind `--`.
    let name: StaticString
    /// What stands behind `-`; NUL, which no argument holds, where there is no such letter.
    var letter: Unicode.Scalar = "\0"
    /// What stands for the value, in capitals, or the words among which to choose; empty where
    /// there is none. In brackets where the option may stand alone.
    var value: StaticString = ""
    let verbs: Verbs
    /// One line without a full stop.
    let help: StaticString
  }

  @inline(never)
  var form: Form {
    switch self {
    case .maxDepth:
      Form(
        name: "max-depth", letter: "d", value: "N", verbs: [.scan],
        help: "print N levels below PATH (default 2), or 'all'")
    case .long:
      Form(
        name: "long", letter: "l", verbs: [.scan],
        help: "show mode, owner, attributes, targets as well")
    case .digest:
      Form(
        name: "digest", value: "content|buildkit", verbs: [.scan],
        help: "buildkit: by which BuildKit keys a COPY")
    case .file:
      Form(
        name: "file", letter: "f", value: "FILE", verbs: [.explain, .why],
        help: "the Dockerfile (default: Dockerfile in CONTEXT)")
    case .target:
      Form(
        name: "target", value: "STAGE", verbs: [.explain],
        help: "the stage that is built (default: the last)")
    case .buildArgument:
      Form(
        name: "build-arg", value: "NAME=VALUE", verbs: [.explain],
        help: "a build argument; repeatable")
    case .since:
      Form(
        name: "since", value: "BEFORE", verbs: [.explain],
        help: "which instructions run again since BEFORE")
    case .sinceFile:
      Form(
        name: "since-file", value: "FILE", verbs: [.explain],
        help: "the Dockerfile of BEFORE, where it lies elsewhere")
    case .dockerignore:
      Form(
        name: "dockerignore", value: "[FILE]", verbs: [.scan, .diff, .why],
        help: "leave out what the ignore file leaves out")
    case .exclude:
      Form(
        name: "exclude", value: "PATTERN", verbs: [.scan, .diff, .why],
        help: "leave out what matches; repeatable")
    case .oneFileSystem:
      Form(
        name: "one-file-system", letter: "x", verbs: [.scan, .diff],
        help: "do not enter other file systems")
    case .jobs:
      Form(
        name: "jobs", letter: "j", value: "N", verbs: [.scan, .diff, .explain],
        help: "use up to N threads")
    case .output:
      Form(
        name: "output", letter: "o", value: "FILE", verbs: [.scan],
        help: "write to FILE, whole or not at all")
    case .baseline:
      Form(
        name: "baseline", value: "FILE", verbs: [.scan, .explain],
        help: "what changed since FILE, which is then replaced")
    case .exitCode:
      Form(
        name: "exit-code", verbs: [.scan, .explain],
        help: "with --baseline: status 1 for a difference")
    case .list:
      Form(
        name: "list", verbs: [.scan, .diff, .steps, .explain],
        help: "show each path, however many there are")
    case .lines:
      Form(name: "lines", verbs: [.diff], help: "show the first line that differs in each file")
    case .json:
      Form(
        name: "json", verbs: [.scan, .diff, .steps, .explain],
        help: "one JSON object a line")
    case .markdown:
      Form(
        name: "markdown", verbs: [.scan, .diff, .steps, .explain],
        help: "a report for a job summary or a comment")
    case .null:
      Form(name: "null", letter: "0", verbs: [.scan], help: "records end in NUL, names are raw")
    case .color:
      Form(
        name: "color", value: "auto|always|never", verbs: [.scan, .diff, .steps, .explain],
        help: "colours in a report (auto: on a terminal)")
    case .help:
      Form(name: "help", letter: "h", verbs: .all, help: "show this help")
    case .version:
      Form(name: "version", letter: "V", verbs: .all, help: "show the version")
    }
  }

  /// In the order of the help.
  @inline(never)
  static var all: [Option] {
    var all: [Option] = []
    while let option = Option(rawValue: UInt8(all.count)) { all.append(option) }
    return all
  }

  func belongs(to verb: Verb) -> Bool { form.verbs.contains(verb.inSet) }

  /// Whether a value has to follow.
  var needsValue: Bool {
    let value = form.value
    return value.utf8CodeUnitCount > 0 && value.utf8Start[0] != UInt8(ascii: "[")
  }

  /// Whether a value may follow.
  var takesValue: Bool { form.value.utf8CodeUnitCount > 0 }

  /// The option of `verb` that `word` names: by its name or, as Go's `flag` package allows, by its
  /// letter.
  init?(_ word: ByteView, of verb: Verb) {
    for option in Option.all where option.belongs(to: verb) {
      let form = option.form
      if word.isLiteral(form.name) || word.count == 1 && UInt32(word[0]) == form.letter.value {
        self = option
        return
      }
    }
    return nil
  }

  /// The option of `verb` that a mistyped `word` may have meant.
  static func nearest(to word: [UInt8], of verb: Verb) -> Option? {
    var spelling = Spelling(of: word)
    var best: Option?
    for option in Option.all
    where option.belongs(to: verb) && spelling.improves(with: option.form.name) {
      best = option
    }
    return best
  }
}
