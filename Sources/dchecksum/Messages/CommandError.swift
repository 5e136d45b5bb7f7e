import DirectoryChecksum

/// Why a command cannot be carried out. Those who throw name the fact; the words for each are here.
struct CommandError: Error {
  let message: [UInt8]
}

/// What is wrong with the things that were named.
extension CommandError {
  /// What a user named is not there. Where it may be the name of an image, `words` are those behind
  /// `dchecksum` that read it from a pipe, if an image is of use.
  static func missing(
    _ name: [UInt8], _ error: Errno, image words: StaticString
  ) -> CommandError {
    var text = Messages.about(name, error.message)
    if error == .noSuchFile, words.utf8CodeUnitCount > 0, name.mayNameImage {
      text.append("; for an image: docker save ")
      text.append(name)
      text.append(" | dchecksum ")
      text.append(words)
    }
    return CommandError(message: text)
  }

  /// What can't be listed: a log or another file.
  static func notDirectory(_ path: [UInt8]) -> CommandError {
    about(path, "Not a directory, nor an archive; of a log, see 'dchecksum steps' and 'extract'")
  }

  /// What a user named cannot be read or written.
  static func failed(_ path: [UInt8], _ error: Errno) -> CommandError {
    CommandError(message: Messages.about(path, error.message))
  }

  /// No ignore file where the directory's own was asked for.
  static func noIgnoreFile(_ path: [UInt8], _ kind: EntryKind?) -> CommandError {
    let reason: StaticString =
      switch kind {
      case nil: "No such file"
      case .link?: "a link to no file in the context"
      default: "not a file"
      }
    var text = Messages.about(path, reason)
    text.append(
      """
      , so that a build gets everything; leave --dockerignore out, or name one: \
      --dockerignore=FILE
      """)
    return CommandError(message: text)
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

  /// A text without a byte. Where a command should have written it, that is what went wrong.
  static func empty(_ path: [UInt8]) -> CommandError {
    if path.isLiteral("-") || path.hasPrefix("/dev/fd/") || path.hasPrefix("/proc/self/fd/") {
      return about(
        path,
        """
        empty: the command that should have written it failed (its own message says why), \
        or wrote to standard error, as a build does: 2>&1
        """)
    }
    return about(
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

extension [UInt8] {
  /// Whether it has the form of an image's name, and not that of a file or an address: small letters,
  /// digits, and a tag or a digest, or neither a dot nor a slash.
  fileprivate var mayNameImage: Bool {
    var (isTagged, isPlain) = (false, true)
    for (index, byte) in enumerated() {
      switch byte {
      case UInt8(ascii: "@") where !part(index, Swift.min(index + 8, count)).isLiteral("@sha256:"):
        return false
      case UInt8(ascii: "/") where index + 1 < count && self[index + 1] == byte: return false
      case UInt8(ascii: ":"), UInt8(ascii: "@"): isTagged = true
      case UInt8(ascii: "."), UInt8(ascii: "/"): isPlain = false
      case UInt8(ascii: "A")...UInt8(ascii: "Z") where isTagged: break
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "_"), UInt8(ascii: "-"):
        break
      default: return false
      }
    }
    guard let first, first != UInt8(ascii: "."), first != UInt8(ascii: "/") else { return false }
    return first != UInt8(ascii: "-") && (isTagged || isPlain)
  }
}
