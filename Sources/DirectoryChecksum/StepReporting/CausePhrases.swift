// The words for a cause.

extension StepRerun {
  /// The name of the cause in JSON.
  var word: StaticString {
    switch cause {
    case .baseImage: "base-image"
    case .instruction: "instruction"
    case .files: "files"
    case .notTheFiles: "not-the-files"
    case .environment: "environment"
    case .noCache: "no-cache"
    case .upstreamStage: "upstream-stage"
    case .nothing: "nothing"
    case .unknown: "unknown"
    }
  }

  /// Why the first step ran again, as far as it is known.
  func phrase(_ comparison: StepComparison) -> Phrase {
    if failedBefore(comparison) {
      return Phrase(.words("it failed in the first log, and what fails is never in the cache"))
    }
    let steps = after.map { comparison.after[$0].steps } ?? []
    switch evidence {
    case .none:
      return Phrase(.words(cause == .nothing ? "nothing ran again" : "the logs do not tell why"))
    case .images(let name, let before, let after):
      return Phrase(
        .words("another image is behind "), .name(name), .words(": was "), .digest(before),
        .words(", is "), .digest(after))
    case .bases(let before, let after):
      if before.isEmpty { return Phrase(.words("another base image: is "), .name(after)) }
      if after.isEmpty { return Phrase(.words("another base image: was "), .name(before)) }
      return Phrase(
        .words("another base image: was "), .name(before), .words(", is "), .name(after))
    case .changed(let step, let before):
      if step == self.step {
        // BuildKit writes the values into the text.
        let isRun =
          after.map { comparison.after[$0].builder == .buildkit } == true
          && steps[step].isInstruction("RUN")
        let words: StaticString =
          isRun ? "the instruction, or an ARG in it, changed" : "the instruction changed"
        let (was, isNow) = Self.excerpts(before, steps[step].text)
        var phrase = Phrase(.words(words), .words("; it was: "), .name(was))
        if was != before {
          phrase.add("; is: ")
          phrase.add(name: isNow)
        }
        return phrase
      }
      return Phrase(
        .words("an instruction above it changed: "), .name(steps[step].text), .words("; it was: "),
        .name(before))
    case .added(let step):
      if step == self.step { return Phrase(.words("the instruction is new here")) }
      return Phrase(.words("an instruction above it is new: "), .name(steps[step].text))
    case .moved(let step):
      if step == self.step { return Phrase(.words("the instruction stood at another place")) }
      return Phrase(.words("an instruction above it moved: "), .name(steps[step].text))
    case .removed(let before):
      return Phrase(.words("an instruction above it is gone: "), .name(before))
    case .paths(let count, let first):
      if first.isLiteral(".") {
        return Phrase(.words("its files; the lines that say which are missing in a listing"))
      }
      if count == 1 { return Phrase(.words("a file: "), .name(first)) }
      return Phrase(
        .count("{path differs|paths differ}", count), .words(", the first: "), .name(first))
    case .equalListings:
      return Phrase(
        .words(
          "not the files: the listings below it are equal; what else decides is their mode and"),
        .words(" owner in the context, --chmod, --chown, "),
        .words(
          mayBeNoCache(comparison) ? "--no-cache, and every step above" : "and every step above"))
    case .noListing:
      return Phrase(
        .words(mayBeNoCache(comparison) ? "its files, or --no-cache" : "its files"),
        .words("; no listing in the logs says which"))
    case .equalKeys:
      return Phrase(
        .words("the layer's key is as before, and the cache no longer has the layer"))
    case .mount:
      return Phrase(
        .words("what is mounted into it, or a build argument; the log shows neither"))
    case .environment:
      return Phrase(
        .words(
          "a build argument, a secret, an ENV, SHELL, USER or WORKDIR above it, or other files"),
        .words(" that a cached step above it took; the log shows none of these"))
    case .environmentOrImage(let name):
      return Phrase(
        .words("a build argument or an ENV above it, or the image "), .name(name),
        .words(", which it takes files from; the log shows neither"))
    case .nothingCached(let mayHaveOtherBase):
      return Phrase(
        .words("no step came from a cache: a new or pruned machine, nothing imported, --no-cache"),
        .words(mayHaveOtherBase ? ", or another image behind its FROM" : ""))
    case .importFailed(let line):
      return Phrase(.words("no cache: its import failed: "), .name(line))
    case .withoutLayers:
      return Phrase(.words("built without --layers, so that Buildah uses no cache"))
    case .entryMissing(let mayHaveOtherBase):
      return Phrase(
        .words("its entry is no longer in the cache (pruned), or --no-cache-filter"),
        .words(mayHaveOtherBase ? ", or another image behind its FROM" : ""))
    case .stage(let name):
      return Phrase(.words("stage "), .name(name), .words(" ran again, and it takes files from it"))
    case .image(let name):
      return Phrase(
        .words("the image "), .name(name), .words(", which it takes files from, is another"))
    case .cachedSource(let name):
      return Phrase(
        .words("not known: stage "), .name(name),
        .words(", from which it copies, came from the cache"))
    case .triggers:
      return Phrase(
        .words("ONBUILD triggers of the base image ran: their files changed, or the base image did")
      )
    case .everythingRan(let mayHaveOtherBase):
      return Phrase(
        .words("its files, --no-cache, or a cache that is new or was pruned"),
        .words(mayHaveOtherBase ? ", or another image behind its FROM" : ""))
    case .equalResult(let name):
      return Phrase(
        .words("its files, or --no-cache-filter; what others copy from stage "), .name(name),
        .words(" is as before"))
    case .notShown:
      return Phrase(.words("not known: the first log does not show this step, nor the build's end"))
    case .stopped:
      return Phrase(
        .words("nothing ran again as far as the log goes; it ends before the build does"))
    case .error(let line):
      return Phrase(
        .words(step == nil ? "the build came to no step: " : "it failed: "), .name(line))
    case .otherBuilder:
      return Phrase(.words("the logs are of two builders, which share no cache"))
    case .missing(let inSecond):
      return Phrase(
        .words(inSecond ? "the second log has no steps of it" : "the first log has no steps of it"))
    }
  }

  /// Whether the step failed in the first log, and nothing else is sure.
  func failedBefore(_ comparison: StepComparison) -> Bool {
    guard !isSure, let before, let counterpart else { return false }
    return comparison.before[before].steps[counterpart].state == .failed
  }

  /// How sure the phrase is.
  func certainty(_ comparison: StepComparison) -> StaticString {
    if isSure || failedBefore(comparison) { return "because" }
    switch evidence {
    case .everythingRan, .equalResult: return "perhaps"
    case .error: return "because"
    default: return cause == .unknown ? "because" : "most likely"
    }
  }

  /// Two texts; where they differ only behind what a report's first line has room for, a part of
  /// each from there on.
  private static func excerpts(
    _ before: [UInt8], _ after: [UInt8]
  ) -> (before: [UInt8], after: [UInt8]) {
    var start = 0
    while start < min(before.count, after.count), before[start] == after[start] { start += 1 }
    while start > 0, before[start - 1] != 0x20 { start -= 1 }
    guard start > 40 else { return (before, after) }
    func part(_ text: [UInt8]) -> [UInt8] {
      [UInt8]("...") + BuildStep([UInt8](text[start...])).shownText(limit: 100)
    }
    return (part(before), part(after))
  }

  /// Whether nothing that the second log shows speaks against `--no-cache`.
  private func mayBeNoCache(_ comparison: StepComparison) -> Bool {
    after.map { comparison.after[$0].ranAllButWorkdirs } ?? false
  }
}
