/// Reads the log of Buildah and Podman, in which a marker follows each step:
///
///     [1/2] STEP 3/4: COPY src ./src    the stage only where there are several; of old without `/4`
///     --> Using cache 8c81ada9...       from the cache; the id has 64 digits
///     --> 8c81ada91a0                   the same id again, or that of what the step made
///     COMMIT app
///     8c81ada9...                       64 digits alone: the build is done
///
/// With `--jobs` the stages run side by side, and a marker does not say which it belongs to: they
/// are kept in order, and a stage's next step proves that its last one has ended, so it takes the
/// newest. Without `--layers` there are no markers, and no cache.
struct BuildahSteps {
  /// A step that has not ended, of the stage at the same index.
  struct Stage {
    var platform: [UInt8]
    var number: Int
    /// The step that is open, by its index; negative where none is.
    var open = -1
    var last = 0
    var count = 0
    /// What the steps of a stage without a name have in front of them in the log.
    var first = 0
  }

  struct Marker {
    var isCached: Bool
    /// How many steps had begun: it is of one of these.
    var stepCount: Int
  }

  var build = Build(.buildah)
  var hasBuild = false
  var stages: [Stage] = []
  var stageCount = 0
  /// The markers that no step has taken yet.
  var markers: [Marker] = []
  /// The images that came out of the cache, whose ids are written twice, in order.
  var cachedIDs: [[UInt8]] = []
  /// Whether a step's output was read since its line.
  var hasOutput = false
  var isCommitted = false
  var missesMarker = false
  /// Whether the markers of a stage whose first steps are missing are among the others'.
  var isHeadMissing = false
  /// Whether steps came of a stage whose first one is missing, and no build had begun.
  var isBehindHead = false
  /// Whether the last step's line was none of this build, which may be what a RUN printed in one of
  /// which the head is missing.
  var isContradicted = false
}

extension BuildahSteps {
  /// Whether what a RUN prints may be read.
  var isInOutput: Bool {
    guard isOpen else { return false }
    for stage in stages where stage.open >= 0 {
      if build.steps[stage.open].isInstruction("RUN") { return true }
    }
    return false
  }

  var isOpen: Bool { hasBuild && !build.isOver }

  /// Reads `STEP 3/4: TEXT`, with the platform and the stage before it; false where the line is
  /// output or no such line.
  mutating func readStep(_ line: ByteView, _ ordinal: Int, into builds: inout [Build]) -> Bool {
    guard let head = StepHeading(line), head.isBuildah, head.number > 0 else { return false }
    let text = line.from(head.textStart)
    if !isOpen {
      guard head.number == 1 else {
        isBehindHead = true
        return false
      }
      let isCut = isBehindHead && head.stage > 1
      finish(into: &builds)
      begin(head, ordinal)
      isHeadMissing = isCut
      // A first stage that is not shown may not be needed.
      build.isWhole = head.stage < 2
    }
    let platform = [UInt8](line.slice(head.platform.lowerBound, head.platform.upperBound))
    guard let stage = stage(head, platform, text, ordinal, &builds) else {
      isContradicted = head.number > 1
      return false
    }
    isContradicted = false
    endOnlyOpen()
    // Of old the last step was the commit.
    if stages[stage].count == 0, text.hasLiteral("COMMIT") {
      readCommit(text)
      return true
    }
    end(stage)
    var step = BuildStep(text)
    step.place = head.number
    step.count = head.count
    step.line = ordinal
    step.platform = platform
    step.stage.append(decimal: UInt64(stages[stage].number))
    stages[stage].open = build.steps.count
    stages[stage].last = head.number
    build.steps.append(step)
    hasOutput = false
    return true
  }

  /// The stage that a step belongs to; nil where it can't be a step of this build.
  mutating func stage(
    _ head: StepHeading, _ platform: [UInt8], _ text: ByteView, _ ordinal: Int,
    _ builds: inout [Build]
  ) -> Int? {
    guard head.stageCount == stageCount else { return nil }
    // Without numbers a stage begins with its FROM, behind the end of the one before.
    let number = stageCount > 0 ? head.stage : max(stages.count, 1)
    for index in stages.indices
    where stages[index].platform == platform
      && (stageCount == 0 ? index == stages.count - 1 : stages[index].number == number)
    {
      if head.number == stages[index].last + 1 {
        // Behind a FROM the triggers of its image count as well.
        if head.number == 2, head.count > stages[index].count { stages[index].count = head.count }
        if head.count == stages[index].count { return index }
      }
      guard head.number == 1 else { return nil }
      if head.count > 0 || stageCount > 0 {
        // A build that was cut, begun again from its first line.
        let first = stages[index].first
        guard first < build.steps.count, build.steps[first].text.elementsEqual(text),
          build.steps[first].count == head.count
        else { return nil }
        finish(into: &builds)
        begin(head, ordinal)
        break
      }
    }
    guard head.number == 1 else {
      // The log begins in the middle of a build; whose markers its stages have nobody knows.
      if stageCount > 0, head.count > 0 { isHeadMissing = true }
      return nil
    }
    var stage = Stage(platform: platform, number: stageCount > 0 ? number : stages.count + 1)
    stage.count = head.count
    stage.first = build.steps.count
    if stageCount == 0, let last = stages.indices.last { end(last) }
    stages.append(stage)
    return stages.count - 1
  }

  mutating func begin(_ head: StepHeading, _ ordinal: Int) {
    self = BuildahSteps()
    hasBuild = true
    build.line = ordinal
    stageCount = head.stageCount
  }
}
