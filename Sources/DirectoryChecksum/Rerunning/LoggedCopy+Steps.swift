extension LoggedCopy {
  /// What the second log says of the COPY or ADD whose files the listing below it shows; nil where it
  /// tells of none, or nothing of its cache, and where a RUN may have changed what is listed.
  package init?(above place: BuildLog.Place, in comparison: StepComparison) {
    let build = comparison.after[place.build]
    let listing = build.steps[place.step]
    guard let builder = build.builder.counted,
      let index = build.steps[..<place.step].lastIndex(where: {
        $0.copiesContext && $0.stage == listing.stage && $0.platform == listing.platform
      })
    else { return nil }
    let copy = build.steps[index]
    guard copy.didRun || copy.state == .cached, copy.isEvidence else { return nil }
    var step: [UInt8] = []
    if copy.number > 0 {
      step.append(UInt8(ascii: "#"))
      step.append(decimal: UInt64(copy.number))
      step.append(UInt8(ascii: " "))
    }
    step.append(copy.shownPlace)
    var behind = 0
    for other in build.steps[(index + 1)...] where other.didRun { behind += 1 }
    var isByFiles = false
    for rerun in comparison.reruns where rerun.after == place.build && rerun.step == index {
      isByFiles = rerun.cause == .files && rerun.isSure
    }
    var mayDiffer = !listing.onlyLists
    for other in build.steps[(index + 1)..<place.step]
    where other.stage == listing.stage && other.isInstruction("RUN")
      && !(other.runsListing && other.onlyLists)
    {
      mayDiffer = true
    }
    guard isByFiles || !mayDiffer else { return nil }
    self.init(
      builder: builder, instruction: copy.text, step: step, ranAgain: copy.didRun,
      stepsBehind: behind, isByFiles: isByFiles)
  }
}

extension Build.Builder {
  /// The builder among those whose rules are known.
  fileprivate var counted: Builder? {
    switch self {
    case .buildkit: .buildkit
    case .classic: .dockerClassic
    case .buildah: .buildah
    case .kaniko: .kaniko
    case .earthly: nil
    }
  }
}
