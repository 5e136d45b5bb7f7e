// What a step takes, and what it needs besides: each question gives a cause, or none.

extension CauseTable {
  /// A stage or an image that the step takes something from.
  func causeInSources(_ question: Question) -> Answer? {
    var cached: [UInt8]?
    for name in question.step.sources {
      guard let stage = newOrder.stage(named: name, for: question.step, in: after) else {
        return causeInImage(name, question.index)
      }
      if didRun(stage) {
        return Answer(.upstreamStage, .stage(name), isSure: false)
      }
      cached = name
    }
    return cached.map { Answer(.unknown, .cachedSource($0), isSure: false) }
  }

  /// An image that the step takes something from. Where it lists files, its program comes out of it:
  /// then the listing tells of itself.
  private func causeInImage(_ name: [UInt8], _ index: Int) -> Answer {
    for reference in after.references where reference.context == name || reference.name == name {
      for other in before.references
      where other.name == reference.name && other.digest != reference.digest {
        return Answer(
          .upstreamStage, .images(name: name, before: other.digest, after: reference.digest),
          isSure: false)
      }
    }
    guard let finding = findings.first(where: { $0.step == index }) else {
      return Answer(.upstreamStage, .image(name), isSure: false)
    }
    guard finding.changeCount > 0 else {
      return Answer(.environment, .environmentOrImage(name), isSure: false)
    }
    return Answer(.files, .paths(count: finding.changeCount, first: finding.firstPath))
  }

  /// Files of the build context, for a COPY or an ADD.
  func causeInContext(_ question: Question) -> Answer {
    let (index, step) = (question.index, question.step)
    if let finding = finding(below: index) {
      // What is taken away before it is listed differs unseen.
      let onlyLists = after.steps[finding.step].onlyLists
      if finding.changeCount == 0, onlyLists {
        return Answer(.notTheFiles, .equalListings, isSure: !hasRun(index, above: finding))
      }
      let mayWrite = step.mayWrite(finding.firstPath)
      if finding.changeCount > 0, mayWrite || isOnlyCopy(index, above: finding) {
        return Answer(
          .files, .paths(count: finding.changeCount, first: finding.firstPath),
          isSure: onlyLists && (mayWrite || !hasRun(index, above: finding)))
      }
    }
    // Its key is made of the files, the arguments and the base.
    if let counterpart = question.counterpart, !step.key.isEmpty,
      before.steps[counterpart].key == step.key
    {
      return Answer(.noCache, .equalKeys)
    }
    if after.builder == .buildkit, ranAllThatTells {
      return Answer(.unknown, .everythingRan(mayHaveOtherBase: !isBaseKnown), isSure: false)
    }
    for other in after.steps where other.state == .cached {
      for name in other.sources
      where newOrder.stage(named: name, for: other, in: after) == newOrder.numbers[index] {
        return Answer(.unknown, .equalResult(name), isSure: false)
      }
    }
    return Answer(.files, .noListing, isSure: false)
  }

  /// Whether BuildKit may have been told to use no cache. A build of several stages of which steps ran
  /// in both logs shows no difference that would speak for that.
  private var ranAllThatTells: Bool {
    if after.hasCachedSibling || !after.ranAllButWorkdirs { return false }
    return newOrder.stages.count == 1 || !before.steps.contains { $0.didRun }
  }
}

extension CauseTable {
  /// A step, or a stage, that the first log has not.
  func causeInWhatIsShown(_ question: Question) -> Answer? {
    guard question.counterpart == nil, !holdsBefore(question.step) else { return nil }
    let old = question.old
    let isBehind = old.map {
      $0.places.count <= question.new.place(of: question.index) ?? 0 && $0.isEndShown
    }
    guard before.isWhole && isBehind ?? isBeforeShown else {
      return Answer(.unknown, .notShown, isSure: false)
    }
    return Answer(
      .instruction, .added(step: question.index),
      isSure: old != nil || before.isOver)
  }

  /// Buildah's key of a step is made of the text with all its blanks.
  func causeInBlanks(_ question: Question) -> Answer? {
    guard after.builder == .buildah, let counterpart = question.counterpart,
      before.steps[counterpart].text != question.step.text
    else { return nil }
    return Answer(
      .instruction, .changed(step: question.index, before: before.steps[counterpart].text))
  }

  /// A build in which nothing came from a cache.
  func causeInLackOfCache(_ question: Question) -> Answer? {
    guard question.isFirst, !question.step.copiesContext, question.step.sources.isEmpty,
      after.count(of: .cached) == 0
    else { return nil }
    let evidence = noCacheEvidence
    if case .nothingCached(mayHaveOtherBase: true) = evidence {
      return Answer(.noCache, evidence, isSure: false)
    }
    return Answer(.noCache, evidence)
  }

  /// What no log shows: variables, or a cache that has lost the step.
  func causeInEnvironment(_ question: Question) -> Answer? {
    let step = question.step
    if !question.isFirst {
      guard step.isInstruction("RUN") else { return nil }
      let hasMount = step.optionValue("--mount=") != nil
      return Answer(.environment, hasMount ? .mount : .environment, isSure: false)
    }
    guard step.isInstruction("RUN") || step.isInstruction("WORKDIR") else { return nil }
    return Answer(.noCache, .entryMissing(mayHaveOtherBase: !isBaseKnown), isSure: false)
  }

  private var noCacheEvidence: StepRerun.Evidence {
    if after.isWithoutLayers { return .withoutLayers }
    if !after.importFailure.isEmpty { return .importFailed(after.importFailure) }
    return .nothingCached(mayHaveOtherBase: !isBaseKnown)
  }

  /// Whether both logs tell which image each FROM of the second build is.
  private var isBaseKnown: Bool {
    guard before.isWhole, after.isWhole else { return false }
    for step in after.steps where step.isInstruction("FROM") {
      let name = step.baseName.withoutDigest
      for build in [before, after] {
        let isTold =
          build.references.contains { $0.name == name }
          || build.steps.contains { !$0.base.isEmpty && $0.baseName.withoutDigest == name }
        if !isTold { return false }
      }
    }
    return true
  }

  /// Whether a step of the first log has the text, in whatever stage.
  private func holdsBefore(_ step: BuildStep) -> Bool {
    before.steps.contains { $0.comparedText == step.comparedText }
  }

  /// Whether the first log shows the end of each stage that it shows at all.
  private var isBeforeShown: Bool {
    for stage in oldOrder.stages where !before.isEndShown(of: stage) { return false }
    return true
  }
}

extension Build {
  /// Whether every step ran but WORKDIR, of which BuildKit says CACHED whatever it was told.
  package var ranAllButWorkdirs: Bool {
    !steps.contains { $0.state != .base && !$0.isInstruction("WORKDIR") && !$0.didRun }
  }
}
