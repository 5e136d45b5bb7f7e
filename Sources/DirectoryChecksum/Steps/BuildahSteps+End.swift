// How a build ends: by its commit, an error, or the end of the log.

extension BuildahSteps {
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

  var areStagesAtEnd: Bool {
    for stage in stages where stage.count > 0 && stage.last < stage.count { return false }
    return true
  }

  mutating func fail(_ line: ByteView, _ text: ByteView) {
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

  /// Names the stages by their FROM, as ``Build/nameStages()``; parallel stages are mixed.
  mutating func nameStages() {
    var order: [BuildStep] = []
    // In the order of the stages' numbers, not of their first lines.
    for stage in stages {
      let own = stage.first < build.steps.count ? build.steps[stage.first].stageName : []
      let name = Build.stageName(own, stage.number - 1, of: max(stages.count, stageCount))
      var number: [UInt8] = []
      number.append(decimal: UInt64(stage.number))
      for var step in build.steps
      where step.stage == number && step.platform == stage.platform {
        step.stage = name
        order.append(step)
      }
    }
    build.steps = order
  }
}
