/// Reads the log of kaniko, which plans each stage before it runs it:
///
///     Building stage 'alpine:3.20' [idx: '0', base-idx: '-1']
///     Checking for cached layer REPOSITORY:KEY...
///     Using caching version of cmd: RUN a | No cached layer found for cmd RUN a
///     Unpacking rootfs as cmd RUN a requires it.
///     RUN a
///     Found cached layer, extracting to filesystem
///
/// It stops to look at the first layer that is missing: what follows ran, and says nothing. Nor does
/// a step for which it did not look: a COPY, unless told to cache those.
struct KanikoSteps {
  private struct Plan {
    var text: [UInt8]
    var isCached: Bool
    var key: [UInt8]
  }

  /// A message that came before the line with which a build begins.
  private struct Late {
    let text: [UInt8]
    let ordinal: Int
  }

  private var late: [Late] = []
  /// How many references came before the first step; those behind it may be the next build's.
  private var ownReferences = 0
  private var build = Build(.kaniko)
  private var hasBuild = false
  private var plans: [Plan] = []
  private var hasLookups = false
  /// Whether the stage's cache ended.
  private var hasMissed = false
  /// Whether instructions of the stage run.
  private var isRunning = false
  private var key: [UInt8] = []
  private var stage = 0
  private var stageCount = 0
  /// Whether the count of a stage's triggers was read, and the stage's own line was not.
  private var isStageNew = false
  private var place = 0
  /// Whether the line before was a step's own.
  private var isBehindStep = false
}

extension KanikoSteps {
  /// Whether a build is read.
  var isOpen: Bool { hasBuild }

  /// Reads a message of a logger, which need not be kaniko's.
  mutating func read(_ line: ByteView, _ ordinal: Int, into builds: inout [Build]) {
    let text = line.withoutTrailingBlanks
    let isFirst = Self.isFirst(text)
    guard hasBuild || isFirst && late.isEmpty else {
      // A viewer may show the newest line first; more than so many are not kept.
      if late.count < 1 << 14, isFirst || !late.isEmpty || Self.isInstruction(text) {
        late.append(Late(text: VertexTable.cut(text), ordinal: ordinal))
      }
      return
    }
    readInOrder(text, ordinal, &builds)
  }

  private mutating func readInOrder(_ text: ByteView, _ ordinal: Int, _ builds: inout [Build]) {
    let wasBehindStep = isBehindStep
    isBehindStep = false
    if text.hasLiteral("Building stage ") {
      let number = Self.number(behind: "[idx: ", text)
      if !isStageNew { beginStage(number, ordinal, &builds) }
      stage = number ?? stage
      isStageNew = false
    } else if text.hasLiteral("Executing "), text.firstIndex(of: " build triggers") != nil {
      // The only line before a stage in old versions.
      if !isStageNew, plans.isEmpty || isRunning { beginStage(nil, ordinal, &builds) }
      isStageNew = true
    } else if text.hasLiteral("Retrieving image manifest ") {
      if build.isOver { finish(into: &builds) }
      begin(ordinal)
      let image = text.from(26)
      guard !image.digest.isEmpty else { return }
      build.references.append(
        Build.Reference(name: [UInt8](image).withoutDigest, digest: image.digest))
      if !isRunning { ownReferences = build.references.count }
    } else if text.hasLiteral("Built cross stage deps: "), isRunning {
      // Once for each build: the one before did not come to its end.
      let next = build.references.dropFirst(ownReferences)
      build.references.removeLast(next.count)
      finish(into: &builds)
      begin(ordinal)
      build.references += next
    } else if hasBuild {
      readWork(text, ordinal, wasBehindStep)
    }
  }

  private mutating func readWork(_ text: ByteView, _ ordinal: Int, _ wasBehindStep: Bool) {
    if text.hasLiteral("Checking for cached layer ") {
      let image = text.from(26)
      var start = image.count
      while start > 0, image[start - 1] != UInt8(ascii: ":") { start -= 1 }
      var end = image.count
      while end > start, image[end - 1] == UInt8(ascii: ".") { end -= 1 }
      key = [UInt8](image.slice(start, end))
    } else if text.hasLiteral("Using caching version of cmd: ") {
      plan(text.from(30), isCached: true)
    } else if text.hasLiteral("No cached layer found for cmd ") {
      plan(text.from(30), isCached: false)
    } else if text.hasLiteral("Unpacking rootfs as ") || text.hasLiteral("Skipping unpacking ") {
      isRunning = true
    } else if text.hasLiteral("Found cached layer, extracting to filesystem") {
      guard wasBehindStep, let last = build.steps.indices.last else { return }
      build.steps[last].state = .cached
      build.steps[last].isEvidence = true
    } else if text.hasLiteral("error building image: ") {
      if let last = build.steps.indices.last, build.steps[last].state != .cached {
        build.steps[last].state = .failed
      }
      build.error = VertexTable.cut(text)
      build.isOver = true
    } else if text.hasLiteral("Pushing image to ") || text.hasLiteral("Pushed ") {
      if text.hasLiteral("Pushing image to ") { build.tag = [UInt8](text.from(17)) }
      build.isOver = true
    } else if isRunning, !build.isOver, Self.isInstruction(text) {
      addStep(text, ordinal)
    }
  }

  private mutating func begin(_ ordinal: Int) {
    guard !hasBuild else { return }
    self = KanikoSteps()
    hasBuild = true
    build.line = ordinal
  }

  private mutating func beginStage(_ number: Int?, _ ordinal: Int, _ builds: inout [Build]) {
    if hasBuild, build.isOver || number == 0 && stageCount > 0 && isRunning {
      finish(into: &builds)
    }
    begin(ordinal)
    stageCount += 1
    stage = number ?? stageCount - 1
    plans = []
    (hasMissed, isRunning, place) = (false, false, 0)
  }

  private mutating func plan(_ text: ByteView, isCached: Bool) {
    if isRunning { return }
    hasLookups = true
    plans.append(Plan(text: [UInt8](text), isCached: isCached, key: key))
  }

  private mutating func addStep(_ text: ByteView, _ ordinal: Int) {
    place += 1
    var step = BuildStep(text)
    step.place = place
    step.line = ordinal
    step.stage.append(decimal: UInt64(stage))
    step.state = .ran
    step.isEvidence = hasMissed
    if let plan = plans.first, plan.text == step.text {
      plans.removeFirst()
      step.key = plan.key
      step.state = plan.isCached ? .cached : .ran
      step.isEvidence = true
      if !plan.isCached { hasMissed = true }
    }
    build.steps.append(step)
    isBehindStep = true
  }

  /// Notes that the line with this number may be cut.
  mutating func cut(_ ordinal: Int) {
    guard let last = build.steps.last, last.line == ordinal else { return }
    build.steps[build.steps.count - 1].state = .unknown
  }

  mutating func finish(into builds: inout [Build]) {
    defer { self = KanikoSteps() }
    if !hasBuild, late.last.map({ $0.text.withUnsafeBufferPointer { Self.isFirst($0) } }) == true {
      for message in late.reversed() {
        message.text.withUnsafeBufferPointer { readInOrder($0, message.ordinal, &builds) }
      }
    }
    guard hasBuild else { return }
    for index in build.steps.indices {
      // It was not told to look for anything: then all ran for the want of a cache.
      if !hasLookups { build.steps[index].isEvidence = true }
      if stageCount > 1 {
        build.steps[index].stage = [UInt8]("stage-") + build.steps[index].stage
      } else {
        build.steps[index].stage = []
      }
    }
    builds.append(build)
  }
}
