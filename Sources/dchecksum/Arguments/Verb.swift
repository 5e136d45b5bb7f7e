import DirectoryChecksum

/// The first word of a command line: what the program is to do. None of them is a scan.
enum Verb: UInt8 {
  case scan, diff, steps, explain, why, extract, help
}

extension Verb {
  /// What the help says of a command. Man pages and completions are made of it as well.
  struct Form {
    /// Empty for a scan.
    var word: StaticString = ""
    let operands: StaticString
    /// How many operands there may be.
    let fewest: Int
    let most: Int
    /// One line without a full stop.
    let summary: StaticString
    /// Lines of at most 80 bytes.
    let description: StaticString
    let statuses: StaticString
  }

  @inline(never)
  var form: Form {
    switch self {
    case .scan:
      Form(
        operands: "[PATH]", fewest: 0, most: 1,
        summary: "list the checksums of PATH (default: .)",
        description: """
          Finds out which file, and what about it, made a container build run a COPY again.
          A listing has a line DIGEST KIND PATH for each entry of PATH, a directory or an
          archive; the digest of a directory covers all below it.
          A directory that is called like a command is listed as ./diff.

          """,
        statuses: "0 all read, 1 something could not be read, 2 usage, or PATH unreadable")
    case .diff:
      Form(
        word: "diff", operands: "BEFORE AFTER", fewest: 2, most: 2,
        summary: "what changed between two, and what it means",
        description: """
          Says which paths changed, and in what, and which builders would run a COPY again.
          BEFORE and AFTER are each a directory, a listing, the log of a build, an archive,
          an image, or - for standard input. LOG#2 is the second listing in a log.

          """,
        statuses: "0 the same, proven; 1 different; 2 trouble, or nothing proven")
    case .steps:
      Form(
        word: "steps", operands: "LOG [LOG]", fewest: 1, most: 2,
        summary: "which steps of a build ran, and why",
        description: """
          Lists the steps of a build: which came from the cache, which ran, for how long.
          Of two logs, the log of the build before first, it says which step ran again
          first, and why, as far as the logs tell. - is standard input.

          """,
        statuses: "0 nothing ran again, 1 something did, 2 trouble, or no steps found")
    case .explain:
      Form(
        word: "explain", operands: "[CONTEXT]", fewest: 0, most: 1,
        summary: "what each instruction of a Dockerfile takes",
        description: """
          Says for each instruction of the Dockerfile that takes something from the build
          context CONTEXT (default: .) which files that are, and BuildKit's digest of them;
          with --since, which instructions run again.

          """,
        statuses: "0 nothing runs again, 1 something does, 2 a wrong Dockerfile, trouble")
    case .why:
      Form(
        word: "why", operands: "PATH...", fewest: 1, most: .max,
        summary: "which ignore rule keeps or drops PATH",
        description: """
          Says for each PATH of the build context in the current directory whether a build
          gets it, and which rule decided: FILE:LINE:PATTERN<TAB>kept|ignored<TAB>PATH; '::'
          where no rule did.

          """,
        statuses: "0 each PATH was judged, 2 trouble")
    case .extract:
      Form(
        word: "extract", operands: "FILE", fewest: 1, most: 1,
        summary: "the listings in a log, the layers of an image",
        description: """
          Prints every listing found in FILE, the log of a build or an image (- is standard
          input), each behind a line '# listing N complete|clipped|damaged|partial STEP'.
          FILE#N prints the N-th alone, without that line.

          """,
        statuses: "0 found, 1 none in it, 2 trouble")
    case .help:
      Form(
        word: "help", operands: "[COMMAND]", fewest: 0, most: 1,
        summary: "how a command is used",
        description: "Prints what 'dchecksum COMMAND --help' prints.\n",
        statuses: "0, or 2 where there is no such command")
    }
  }

  /// In the order of the help.
  @inline(never)
  static var all: [Verb] {
    var all: [Verb] = []
    while let verb = Verb(rawValue: UInt8(all.count)) { all.append(verb) }
    return all
  }

  /// The set of it alone.
  var inSet: Verbs { Verbs(rawValue: 1 << rawValue) }

  /// The command that is called `word`.
  init?(_ word: [UInt8]) {
    guard !word.isEmpty else { return nil }
    for verb in Verb.all where word.isLiteral(verb.form.word) {
      self = verb
      return
    }
    return nil
  }

  /// The command that a mistyped `word` may have meant.
  static func nearest(to word: [UInt8]) -> Verb? {
    var spelling = Spelling(of: word)
    var best: Verb?
    for verb in Verb.all where spelling.improves(with: verb.form.word) { best = verb }
    return best
  }
}

/// Some of the commands.
struct Verbs: OptionSet {
  let rawValue: UInt8

  static let scan = Verb.scan.inSet
  static let diff = Verb.diff.inSet
  static let steps = Verb.steps.inSet
  static let explain = Verb.explain.inSet
  static let why = Verb.why.inSet
  static let all = Verbs(rawValue: .max)
}
