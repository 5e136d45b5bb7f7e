/// The steps of a build, to be found by those of another one.
struct StepCounterparts {
  private let build: Build
  /// By text, stage, platform and place.
  private let byKey: KeyedIndexes

  init(_ build: Build) {
    self.build = build
    byKey = KeyedIndexes(build.steps.count) { Self.key(of: build.steps[$0]) }
  }
}

extension StepCounterparts {
  /// The step that `step` of another build is compared with: with its text, at best in the stage of
  /// the same name, on the same platform and at the same place. A place alone is no step: what
  /// stands there may be anything.
  func index(like step: BuildStep) -> Int? {
    if let index = byKey.indexes(withPrefix: Self.key(of: step)).first { return index }
    var found: Int?
    var bestScore = -1
    for index in byKey.indexes(withPrefix: Self.textKey(of: step)) {
      let other = build.steps[index]
      var score = 0
      if other.stage == step.stage { score += 4 }
      if other.platform == step.platform { score += 2 }
      if other.place == step.place { score += 1 }
      if score > bestScore || score == bestScore && index < found ?? index {
        (found, bestScore) = (index, score)
      }
    }
    return found
  }

  /// A text has no NUL in it.
  private static func textKey(of step: BuildStep) -> [UInt8] {
    var key = step.comparedText
    key.append(0)
    return key
  }

  private static func key(of step: BuildStep) -> [UInt8] {
    var key = textKey(of: step)
    key.append(step.stage)
    key.append(0)
    key.append(step.platform)
    key.append(0)
    key.append(decimal: UInt64(step.place))
    key.append(0)
    return key
  }
}
