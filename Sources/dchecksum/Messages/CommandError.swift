import DirectoryChecksum

/// Why a command cannot be carried out. Those who throw name the fact; the words for each are here.
struct CommandError: Error {
  let message: [UInt8]
}

/// What is wrong with the things that were named.
extension CommandError {
  /// What a user named cannot be read or written.
  static func failed(_ path: [UInt8], _ error: Errno) -> CommandError {
    CommandError(message: Messages.about(path, error.message))
  }

  /// No ignore file where the directory's own was asked for.
  static func noIgnoreFile(_ path: [UInt8]) -> CommandError {
    about(path, "No such file; --dockerignore=FILE names another one, --exclude needs none")
  }

  /// A directory without an ignore file, in another one that has one.
  static func partOfContext(_ path: [UInt8], _ whole: [UInt8]) -> CommandError {
    var reason = [UInt8]("No such file; name the whole context, which has one, instead: ")
    reason.append(Messages.shown(whole))
    return CommandError(message: Messages.about(path, reason))
  }

  /// A text in which nothing was found: what to do is in it, to be pasted.
  static func noListing(_ path: [UInt8]) -> CommandError {
    about(
      path,
      """
      no listing found in it. Behind the COPY, in the Dockerfile:
        RUN --mount=type=bind,from=dchecksum,target=/dc \\
          ["/dc/dchecksum", "--long", "--max-depth", "all", "/app"]
      and build with
        docker build --progress=plain . 2>&1 | tee build.log
      """)
  }

  /// A log in which no builder says anything of a step.
  static func noSteps(_ path: [UInt8]) -> CommandError {
    about(
      path,
      """
      no step of a build found in it. The log of a whole build is made by
        docker build --progress=plain . 2>&1 | tee build.log
      """)
  }

  /// A text without a byte.
  static func empty(_ path: [UInt8]) -> CommandError {
    about(
      path,
      """
      empty. docker build writes its progress to standard error:
        docker build --progress=plain . 2>&1 | tee build.log
      """)
  }

  /// A log in which there are only `count` listings.
  static func noSuchListing(_ path: [UInt8], count: Int) -> CommandError {
    var text = Messages.about(path, "no such listing; the log has ")
    text.append(decimal: UInt64(count))
    return CommandError(message: text)
  }

  static func notInContext(_ path: [UInt8], _ error: ContextPathError) -> CommandError {
    switch error {
    case .empty: about(path, "an empty path names nothing in the context")
    case .absolute: about(path, "not in the context; name it relative to the context's root")
    case .outside: about(path, "not in the context: the path leads out of it")
    }
  }

  /// What is wrong with a rule.
  static func rule(_ error: IgnoreError) -> CommandError {
    switch error {
    case .lineTooLong(let source, let line):
      var text = Messages.shown(source)
      text.append(UInt8(ascii: ":"))
      text.append(decimal: UInt64(line))
      text.append(": a line of more than 65535 bytes, which a build refuses")
      return CommandError(message: text)
    case .unusable(let rule, let fault):
      var text = Messages.place(of: rule)
      text.append(": ")
      text.append(words(for: fault))
      return CommandError(message: text)
    }
  }

  private static func words(for fault: PatternFault) -> StaticString {
    switch fault {
    case .emptyException: "illegal exclusion pattern: nothing behind the '!'"
    case .malformed, .malformedWhenUsed: "syntax error in pattern, with which a build fails as well"
    case .unicodeClass: "\\p and \\P are not supported here; name the characters in brackets"
    case .tooComplex: "the pattern is too complex"
    }
  }

  /// A file that is not what a baseline has to be, and that may be of use to somebody.
  static func noBaseline(_ path: [UInt8]) -> CommandError {
    about(path, "not a complete listing and nothing else; left as it is")
  }

  /// A baseline with digests of another kind than those asked for.
  static func otherDigests(_ path: [UInt8]) -> CommandError {
    about(path, "holds digests of another kind than --digest asks for; remove it to begin anew")
  }

  /// A log whose step that prints a listing came out of the cache.
  static func cached(_ path: [UInt8], _ listing: CachedListing) -> CommandError {
    var text = Messages.shown(path)
    text.append(": ")
    listing.append(to: &text)
    text.removeLast()
    return CommandError(message: text)
  }

  private static func about(_ path: [UInt8], _ reason: StaticString) -> CommandError {
    CommandError(message: Messages.about(path, reason))
  }
}
