// What can be done to learn more than two logs tell: lines to paste, each a phrase.

extension StepRerun {
  /// What to do; none where all is known.
  func advice(_ comparison: StepComparison) -> [Phrase] {
    if failedBefore(comparison) { return [] }
    let earlier = before.map { comparison.before[$0] }
    switch evidence {
    case .noListing, .everythingRan, .equalResult:
      guard let step, let after else { return [] }
      let build = comparison.after[after]
      return build.filesAdvice(for: build.steps[step], since: earlier)
        + build.listingAdvice(for: step)
    case .environment:
      guard let step, let after else { return [] }
      let build = comparison.after[after]
      return build.valuesAdvice(for: build.steps[step], since: earlier)
    case .nothingCached:
      return [
        Phrase(
          .words("To use another one: --cache-to where it is made, --cache-from here."))
      ]
    case .missing:
      return [Phrase(.words("The log of a whole build: docker build --progress=plain . 2>&1"))]
    default: return []
    }
  }
}

extension Build {
  /// How to see the files of a COPY without another build: by the two images, where the logs tell
  /// their ids and the image has what the step's stage wrote; else by the commit of the first log.
  fileprivate func filesAdvice(for step: BuildStep, since before: Build?) -> [Phrase] {
    guard let (old, new) = images(with: step, since: before) else {
      return [
        Phrase(.words("To see which files, modes aside, in the second build's directory:")),
        Phrase(
          .command([UInt8]("git archive COMMIT-OF-THE-FIRST | dchecksum explain --since - ."))),
      ]
    }
    return [
      Phrase(.words("To see which files, where both images still are:")),
      Phrase(.command([UInt8]("dchecksum diff \\"))),
      Phrase(.command(saving(old) + [UInt8](" \\"))), Phrase(.command(saving(new))),
    ]
  }

  /// How to see with which values of variables a RUN was made: they are in the images' histories.
  fileprivate func valuesAdvice(for step: BuildStep, since before: Build?) -> [Phrase] {
    guard builder != .buildah, let (old, new) = images(with: step, since: before) else {
      return [
        Phrase(.words("To see the values: docker history --no-trunc IMAGE, of both images,")),
        Phrase(.words("if the step's stage is in them.")),
      ]
    }
    return [
      Phrase(.words("To see the values, where both images still are:")),
      Phrase(
        .command([UInt8]("h() { docker history --no-trunc --format '{{.CreatedBy}}' $1; }"))),
      Phrase(
        .command(
          [UInt8]("diff <(h ") + old + [UInt8](") <(h ") + new + [UInt8](")"))),
    ]
  }

  /// The ids of the images of an earlier build and of this one, where both are known, are two, and
  /// have what the step's stage wrote.
  private func images(
    with step: BuildStep, since before: Build?
  ) -> (old: [UInt8], new: [UInt8])? {
    let (old, new) = (before?.imageID.shortID ?? [], imageID.shortID)
    guard steps.last?.stage == step.stage, !old.isEmpty, !new.isEmpty, old != new else {
      return nil
    }
    return (old, new)
  }

  /// The shell's words for an archive of the image.
  private func saving(_ id: [UInt8]) -> [UInt8] {
    var words = [UInt8](builder == .buildah ? "  <(buildah push -q " : "  <(docker save ")
    words.append(contentsOf: id)
    words.append(builder == .buildah ? " docker-archive:/dev/stdout)" : ")")
    return words
  }

  /// How to see the files of the COPY at `index`: the lines to paste, in what the builder takes; or,
  /// where its stage has them already, which log tells more.
  fileprivate func listingAdvice(for index: Int) -> [Phrase] {
    let step = steps[index]
    for other in steps
    where other.stage == step.stage && other.target == step.target && other.place > step.place
      && other.runsListing
    {
      if other.hasBaseline {
        return [Phrase(.words("To see which files: the second log's RUN --baseline says it."))]
      }
      return [
        Phrase(
          .words("To see which files: a RUN behind it lists them. Both logs must be of builds in")),
        Phrase(.words("which that RUN ran; where it was CACHED, take an older log.")),
      ]
    }
    guard let directory = step.copiedDirectory else { return [] }
    // The classic builder and kaniko can't mount.
    let canMount = builder != .classic && builder != .kaniko
    var command = [UInt8](canMount ? "  [\"/dc/dchecksum\"" : "RUN [\"/dc\"")
    command.append(",\"-l\",\"-d\",\"all\",\"")
    command.append(directory)
    command.append("\"]")
    return [
      Phrase(.words("To see it in the next logs, behind that line of the Dockerfile")),
      Phrase(.words("(the README, Install, tells how to make the image dchecksum):")),
      Phrase(
        .command(
          [UInt8](
            canMount
              ? "RUN --mount=type=bind,from=dchecksum,target=/dc \\"
              : "COPY --from=dchecksum /dchecksum /dc"))),
      Phrase(.command(command)),
      Phrase(
        .words(
          builder == .buildkit
            ? "and build twice, with --progress=plain."
            : "and build twice.")),
    ]
  }
}

extension BuildStep {
  /// Whether it compares with a listing that it keeps, and so prints what changed.
  fileprivate var hasBaseline: Bool {
    text.withUnsafeBufferPointer { $0.firstIndex(of: "--baseline") != nil }
  }

  /// The directory that a COPY puts its files in; nil where it may be a file, which can't be listed,
  /// or is all of the image, of which a log has no room.
  fileprivate var copiedDirectory: [UInt8]? {
    var words: [[UInt8]] = []
    text.withUnsafeBufferPointer { text in
      var cursor = WordCursor(text)
      while let word = cursor.next() { words.append([UInt8](word)) }
    }
    guard words.count > 2, let last = words.last, let end = last.last else { return nil }
    let isWritten = last.first != UInt8(ascii: "\"") && end != UInt8(ascii: "]")
    guard isWritten, last != [UInt8(ascii: "/")] else { return nil }
    if end == UInt8(ascii: "/") || end == UInt8(ascii: ".") { return last }
    // A name with a dot in it is more often a file's.
    let name = words[words.count - 2].drop { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/") }
    return name.contains(UInt8(ascii: ".")) ? nil : last
  }
}

extension [UInt8] {
  /// The digits of an image's id that tools print; empty where it is none, so that nothing else of a
  /// log comes to stand in a shell's line.
  fileprivate var shortID: [UInt8] {
    let digits = [UInt8](dropFirst(hasPrefix("sha256:") ? 7 : 0).prefix(12))
    for byte in digits where !byte.isLowerHexadecimalDigit { return [] }
    return digits.count == 12 ? digits : []
  }
}
