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
  private struct Stage {
    var platform: [UInt8]
    var number: Int
    /// The step that is open, by its index; negative where none is.
    var open = -1
    var last = 0
    var count = 0
    /// What the steps of a stage without a name have in front of them in the log.
    var first = 0
  }

  private struct Marker {
    var isCached: Bool
    /// How many steps had begun: it is of one of these.
    var stepCount: Int
  }

  private var build = Build(.buildah)
  private var hasBuild = false
  private var stages: [Stage] = []
  private var stageCount = 0
  /// The markers that no step has taken yet.
  private var markers: [Marker] = []
  /// The images that came out of the cache, whose ids are written twice.
  private var cachedIDs: [[UInt8]] = []
  /// Whether a step's output was read since its line.
  private var hasOutput = false
  private var isCommitted = false
  private var missesMarker = false
  /// Whether the markers of a stage whose first steps are missing are among the others'.
  private var isHeadMissing = false
  /// Whether steps came of a stage whose first one is missing, and no build had begun.
  private var isBehindHead = false
  /// Whether the last step's line was none of this build, which may be what a RUN printed in one of
  /// which the head is missing.
  private var isContradicted = false
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
  private mutating func stage(
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

  private mutating func begin(_ head: StepHeading, _ ordinal: Int) {
    self = BuildahSteps()
    hasBuild = true
    build.line = ordinal
    stageCount = head.stageCount
  }
}

extension BuildahSteps {
  /// Reads a line that begins with `--> `.
  mutating func readMarker(_ line: ByteView) {
    guard isOpen else { return }
    let text = line.from(4).withoutTrailingBlanks
    if text.hasLiteral("Using cache "), text.from(12).isImageID {
      // Behind output it is output, as far as can be told.
      if hasOutput, openCount == 1 { return }
      let id = [UInt8](text.from(12))
      if isKnown(id) { return }
      cachedIDs.append(id)
      markers.append(Marker(isCached: true, stepCount: build.steps.count))
    } else if text.isImageID, text.count < 64 {
      let id = [UInt8](text)
      if !isKnown(id) {
        markers.append(Marker(isCached: false, stepCount: build.steps.count))
      }
    } else {
      hasOutput = true
    }
  }

  /// Whether the id was written before, of an image out of the cache.
  private func isKnown(_ id: [UInt8]) -> Bool {
    for known in cachedIDs where known.starts(with: id) { return true }
    return false
  }

  private var openCount: Int {
    var count = 0
    for stage in stages where stage.open >= 0 { count += 1 }
    return count
  }

  /// Reads `COMMIT NAME`, behind the stage's number where there are several.
  mutating func readCommit(_ line: ByteView) {
    // The stage's number and a platform stand before it in brackets.
    var rest = line
    while rest.hasLiteral("["), let close = rest.firstIndex(of: "] ") {
      rest = rest.from(close + 2)
    }
    guard isOpen, rest.hasLiteral("COMMIT"), areStagesAtEnd else { return }
    isCommitted = true
    build.tag = [UInt8](rest.from(6).withoutLeadingBlanks.withoutTrailingBlanks)
  }

  /// Reads a line of another shape.
  mutating func readOther(_ line: ByteView) {
    guard hasBuild else { return }
    if line.hasLiteral("Successfully tagged ") {
      if build.tag.isEmpty { build.tag = [UInt8](line.from(20)) }
      return
    }
    guard isOpen else { return }
    if line.count == 64, line.isImageID {
      // A RUN may print a digest.
      guard isCommitted || !markers.isEmpty, areStagesAtEnd else {
        hasOutput = true
        return
      }
      build.imageID = [UInt8](line)
      endAll(isDone: true)
    } else if let start = line.firstIndex(of: "building at STEP \""),
      line.hasLiteral("Error: ") || line.hasLiteral("error ")
    {
      fail(line, line.from(start + 18))
    } else if line.digitsEnd(from: 0, limit: 7) != line.count {
      // Digits alone count the lines of a page.
      hasOutput = true
    }
  }

  private var areStagesAtEnd: Bool {
    for stage in stages where stage.count > 0 && stage.last < stage.count { return false }
    return true
  }

  private mutating func fail(_ line: ByteView, _ text: ByteView) {
    build.error = VertexTable.cut(line)
    let isAlone = openCount == 1
    for index in stages.indices where stages[index].open >= 0 {
      let open = stages[index].open
      let isIt = build.steps[open].text.withUnsafeBufferPointer { step in
        text.count > step.count && text.upTo(step.count).elementsEqual(step)
      }
      guard isIt || isAlone else { continue }
      build.steps[open].state = .failed
      stages[index].open = -1
      break
    }
    endAll(isDone: false)
  }

  mutating func finish(into builds: inout [Build]) {
    defer { self = BuildahSteps() }
    guard hasBuild, build.isOver || isCommitted || !isContradicted else { return }
    if !build.isOver {
      let isDone = isCommitted && areStagesAtEnd
      endAll(isDone: isDone)
      build.isOver = isDone
    }
    var ran = 0
    for step in build.steps where step.state == .ran { ran += 1 }
    if isHeadMissing {
      build.isWhole = false
      for index in build.steps.indices where build.steps[index].state != .base {
        build.steps[index].state = .unknown
      }
    }
    build.isWithoutLayers = missesMarker && cachedIDs.isEmpty && ran > 0
    nameStages()
    builds.append(build)
  }

  /// Ends the open step of a stage, of which another line proves that it is over.
  private mutating func end(_ stage: Int, isLast: Bool = false) {
    let open = stages[stage].open
    guard open >= 0 else { return }
    stages[stage].open = -1
    if build.steps[open].isInstruction("FROM") {
      build.steps[open].state = .base
      return
    }
    build.steps[open].isUncertain = isMixed
    if let marker = marker(of: open, isLast: isLast) {
      build.steps[open].state = markers.remove(at: marker).isCached ? .cached : .ran
    } else {
      missesMarker = true
      build.steps[open].state = .ran
    }
  }

  /// The marker that is most likely the step's; nil where there is none. A stage writes its next step
  /// right behind the marker of the one before; what is left at the end is in the order of the steps,
  /// and `isLast`.
  private func marker(of step: Int, isLast: Bool) -> Int? {
    if isLast { return markers.firstIndex { $0.stepCount > step } }
    // Nothing comes out of the cache behind a step of the stage that ran.
    let (stage, platform) = (build.steps[step].stage, build.steps[step].platform)
    let hasRun = build.steps[..<step].contains {
      $0.state == .ran && $0.stage == stage && $0.platform == platform
    }
    if hasRun, let marker = markers.lastIndex(where: { $0.stepCount > step && !$0.isCached }) {
      return marker
    }
    return markers.lastIndex { $0.stepCount > step }
  }

  /// Ends the step that alone is open where it has its marker: what is written next is another's.
  private mutating func endOnlyOpen() {
    guard openCount == 1, !markers.isEmpty else { return }
    for index in stages.indices where stages[index].open >= 0 { end(index) }
    // What else looked like a marker was output.
    markers = []
  }

  /// Whether the markers at hand say different things.
  private var isMixed: Bool {
    for marker in markers where marker.isCached != markers[0].isCached { return true }
    return false
  }

  /// Ends what is open, with what markers there are. `isDone`: all of it is done.
  private mutating func endAll(isDone: Bool) {
    build.isOver = true
    var order: [Int] = []
    for index in stages.indices where stages[index].open >= 0 {
      if build.steps[stages[index].open].isInstruction("FROM") {
        end(index)
      } else {
        order.append(index)
      }
    }
    // Of several that are open nobody knows which a marker is of, unless each has one.
    guard isDone || markers.count >= order.count else { return }
    sort(&order) { stages[$0].open < stages[$1].open }
    for index in order {
      if isDone || marker(of: stages[index].open, isLast: true) != nil { end(index, isLast: true) }
    }
  }

  /// Names the stages by their FROM, as ``Build/nameStages()``; parallel stages are mixed.
  private mutating func nameStages() {
    var names: [[UInt8]] = []
    for stage in stages {
      var name = stage.first < build.steps.count ? build.steps[stage.first].stageName : []
      if name.isEmpty, max(stages.count, stageCount) > 1 {
        name = [UInt8]("stage-")
        name.append(decimal: UInt64(stage.number - 1))
      }
      names.append(name)
    }
    var numbers: [[UInt8]] = []
    for stage in stages {
      var number: [UInt8] = []
      number.append(decimal: UInt64(stage.number))
      numbers.append(number)
    }
    var order: [BuildStep] = []
    // In the order of the stages' numbers, not of their first lines.
    for index in stages.indices {
      for var step in build.steps
      where step.stage == numbers[index] && step.platform == stages[index].platform {
        step.stage = names[index]
        order.append(step)
      }
    }
    build.steps = order
  }
}
