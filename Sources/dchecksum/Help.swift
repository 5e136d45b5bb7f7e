import DirectoryChecksum

/// What `--help` and `--version` print.
enum Help {
  static let version: StaticString = "dchecksum 1.0.0\n"

  static func text(of command: Command) -> StaticString {
    switch command {
    case .scan: scan
    case .diff: diff
    case .extract: extract
    case .why: why
    }
  }

  private static let scan: StaticString = """
    Usage: dchecksum [OPTIONS] [PATH]               list the checksums of a directory
           dchecksum diff [OPTIONS] BEFORE AFTER    what changed between two listings
           dchecksum extract LOG                    the listings found in a CI log
           dchecksum why [OPTIONS] PATH...          which .dockerignore rule decides on PATH

    Finds out which file, and what about it, made a container build run a COPY again.
    Each line of a listing is DIGEST KIND PATH; a directory's digest covers all below it.

      -d, --max-depth N        print N levels below PATH (default 2; 'all': everything)
      -l, --long               show mode, owner, attributes and link targets as well
          --digest FORMAT      'content' (default), or 'buildkit': the SHA-256 with which
                               BuildKit keys a COPY of the build context
          --dockerignore[=FILE]  leave out what FILE leaves out (default: PATH/.dockerignore)
          --exclude PATTERN    leave out what this .dockerignore pattern matches; repeatable
      -x, --one-file-system    do not enter other file systems
      -j, --jobs N             use up to N threads (default: 16, or 8 on one processor)
      -o, --output FILE        write the listing to FILE, whole or not at all
          --json               one JSON object a line
      -0, --null               end records in NUL and leave names as they are
      -h, --help               show this help; 'dchecksum diff --help' and so on show more
      -V, --version            show the version

    A directory called like a command is listed as ./diff.
    Status: 0 all read, 1 something could not be read, 2 usage or PATH unreadable.

    """

  private static let diff: StaticString = """
    Usage: dchecksum diff [OPTIONS] BEFORE AFTER

    Says which paths changed, and in what, and which builders would run a COPY again.
    BEFORE and AFTER are each a directory, a listing, a CI log, or - for standard input;
    LOG#2 is the second listing in a log ('dchecksum extract LOG' shows them).

          --json               one JSON object a line
          --color WHEN         'auto' (default), 'always' or 'never'
          --dockerignore[=FILE], --exclude PATTERN, -x, -j N
                               as for a listing, where a side is a directory

    Status: 0 the same, proven; 1 different; 2 trouble, or nothing proven.

    """

  private static let extract: StaticString = """
    Usage: dchecksum extract LOG

    Prints every listing found in LOG (- is standard input), each behind a header
    '# listing N complete|clipped|damaged|partial STEP'. LOG#N prints the N-th alone,
    without a header.

    Status: 0 found, 1 none in it, 2 trouble.

    """

  private static let why: StaticString = """
    Usage: dchecksum why [OPTIONS] PATH...

    Says for each PATH of the build context in the current directory whether COPY . takes it,
    and which rule decided: FILE:LINE:PATTERN<TAB>kept|ignored<TAB>PATH; '::' where no rule did.

          --dockerignore=FILE  the rules to apply (default: .dockerignore)
          --exclude PATTERN    one more rule behind them; repeatable

    Status: 0 each PATH was judged, 2 trouble.

    """
}
