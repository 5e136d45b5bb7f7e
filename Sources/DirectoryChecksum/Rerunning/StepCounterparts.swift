/// The steps of a build, to be found by those of another one: by text, stage, platform and place.
struct StepCounterparts {
  private let build: Build
  private let stages: ByteTable
  /// The key of each step, and the steps sorted by it; those with equal keys by number.
  private let keys: [[UInt8]]
  private let order: [Int]

  init(_ build: Build) {
    self.build = build
    var stages = ByteTable()
    for step in build.steps { _ = step.stage.withUnsafeBufferPointer { stages.insert($0) } }
    self.stages = stages
    let keys = build.steps.map { Self.key(of: $0) }
    self.keys = keys
    order = sortedIndexes(keys.count) { precedes(keys[$0], keys[$1]) }
  }
}

extension StepCounterparts {
  /// The step that `step` of another build is compared with: in the stage of the same name, where
  /// there is one, the one with its text, nearest to its place. A place alone is no step: what
  /// stands there may be anything.
  func index(like step: BuildStep) -> Int? {
    var equal = start(of: Self.key(of: step))
    if let index = next(&equal, Self.key(of: step)) { return index }
    let hasStage = step.stage.withUnsafeBufferPointer { stages.number(of: $0) } != nil
    let text = Self.textKey(of: step)
    var place = start(of: text)
    var found: Int?
    var bestScore = -1
    while let index = next(&place, text) {
      let other = build.steps[index]
      guard hasStage ? other.stage == step.stage : other.mayShareStage(with: step) else { continue }
      var score = 0
      if other.platform == step.platform { score += 2 }
      if other.place == step.place { score += 1 }
      if score > bestScore || score == bestScore && index < found ?? index {
        (found, bestScore) = (index, score)
      }
    }
    return found
  }

  private func start(of prefix: [UInt8]) -> Int {
    lowerBound(below: order.count) { precedes(keys[order[$0]], prefix) }
  }

  /// The step at `place` of the order, which is moved on, if its key begins with `prefix`.
  private func next(_ place: inout Int, _ prefix: [UInt8]) -> Int? {
    guard place < order.count, keys[order[place]].starts(with: prefix) else { return nil }
    place += 1
    return order[place - 1]
  }

  /// The text, which has no NUL in it, as what counts first.
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
