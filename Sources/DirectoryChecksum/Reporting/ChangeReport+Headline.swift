extension ChangeReport {
  /// The answer, in one sentence without a full stop.
  var headline: Phrase {
    switch comparison.outcome {
    case .same:
      guard let copy, copy.ranAgain else {
        if !instruction.isEmpty {
          var phrase = Phrase(.words("No difference in what "))
          phrase.add(name: instruction)
          phrase.add(" takes; the rest was not compared")
          return phrase
        }
        if comparison.unknown.contains(.submodules) {
          return Phrase(.words("No difference in what was compared: submodules were not"))
        }
        return Phrase(
          .words(
            comparison.scope.uncomparedDirectories > 0
              ? "No difference in the files: each is the same, proven by its digest"
              : "No difference: the content is the same, proven by the digest of the root"))
      }
      var phrase = Phrase(.words("The files are the same, proven, and yet "))
      append(copy, to: &phrase)
      return phrase
    case .undecided:
      var phrase = Phrase(.words("Not settled: "))
      phrase.add(doubt ?? "")
      return phrase
    case .different:
      return copy.map { headline(about: $0) } ?? prediction
    }
  }

  private func headline(about copy: LoggedCopy) -> Phrase {
    var phrase = subject(startsSentence: true)
    if copy.ranAgain {
      phrase.add(copy.isByFiles ? " made " : ", and ")
      phrase.add(copy.builder.name)
      phrase.add(copy.isByFiles ? " run " : " ran ")
    } else {
      phrase.add(", and yet ")
      phrase.add(copy.builder.name)
      phrase.add(" took from its cache ")
    }
    phrase.add(name: copy.instruction)
    if copy.ranAgain { phrase.add(" again") }
    appendStep(of: copy, to: &phrase)
    return phrase
  }

  private func append(_ copy: LoggedCopy, to phrase: inout Phrase) {
    phrase.add(copy.builder.name)
    phrase.add(" ran ")
    phrase.add(name: copy.instruction)
    phrase.add(" again")
    appendStep(of: copy, to: &phrase)
  }

  private func appendStep(of copy: LoggedCopy, to phrase: inout Phrase) {
    if !copy.step.isEmpty {
      phrase.add(" (")
      phrase.add(name: copy.step)
      phrase.add(")")
    }
    if copy.ranAgain, copy.stepsBehind > 0 {
      phrase.add(", and {step|steps} behind it", count: copy.stepsBehind)
    }
  }

  /// `3 changes`, with the cause of most of them.
  private func subject(startsSentence: Bool) -> Phrase {
    let count = comparison.changes.count
    if count == self.count(of: .below), let change = comparison.changes.first {
      var phrase = Phrase(.words(startsSentence ? "Something below " : "something below "))
      if count == 1 {
        phrase.add(name: change.record.path)
      } else {
        phrase.add("{directory|directories}", count: count)
      }
      return phrase
    }
    var phrase = Phrase(.count("{change|changes}", count))
    guard let cause = causes.first else { return phrase }
    if cause.changes.count == count {
      phrase.add(", all of them ")
    } else {
      phrase.add(", ")
      phrase.add(number: cause.changes.count)
      phrase.add(" of them ")
    }
    phrase.add(cause.noun)
    phrase.add(" (")
    phrase.add(name: cause.before)
    phrase.add(" -> ")
    phrase.add(name: cause.after)
    phrase.add(")")
    return phrase
  }

  /// What builders would do, as far as it can be said of all at once.
  private var prediction: Phrase {
    var (yes, no) = (0, 0)
    var buildKit: Bool?
    for verdict in verdicts {
      if verdict.rebuild == true { yes += 1 }
      if verdict.rebuild == false { no += 1 }
      if verdict.builder == .buildkit { buildKit = verdict.rebuild }
    }
    if verdicts.isEmpty { return subject(startsSentence: true) }
    var phrase = Phrase(.words(yes == 0 && no < verdicts.count ? "Whether " : ""))
    if instruction.isEmpty { phrase.add("COPY .") } else { phrase.add(name: instruction) }
    if yes == verdicts.count {
      phrase.add(" would run again: ")
    } else if no == verdicts.count {
      phrase.add(" would not run again: ")
    } else if yes == 0 {
      phrase.add(" runs again is not known")
      phrase.add(comparison.unknown.contains(.rules) ? " without the ignore file: " : ": ")
    } else if buildKit == true {
      phrase.add(" would run again with BuildKit: ")
    } else if buildKit == false {
      phrase.add(" would run again, but not with BuildKit: ")
    } else {
      phrase.add(" would run again with some builders: ")
    }
    for piece in subject(startsSentence: false).pieces { phrase.add(piece) }
    if no == verdicts.count {
      phrase.add(
        comparison.changes.count == 1 ? ", which does not count" : ", none of which counts")
    }
    return phrase
  }
}

extension Builder {
  /// Its name in a sentence.
  var name: StaticString {
    switch self {
    case .buildkit: "BuildKit"
    case .buildah: "Buildah"
    case .kaniko: "kaniko"
    case .dockerClassic: "classic Docker"
    }
  }
}
