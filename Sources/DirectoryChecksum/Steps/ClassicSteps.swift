/// Reads the log of Docker's classic builder, in which a step's first marker says what came of it:
///
///     Step 3/5 : COPY src ./src
///      ---> Using cache                from the cache
///      ---> Running in d358af5eec78    a RUN begins; its output follows, unmarked
///     Removing intermediate container d358af5eec78
///      ---> 59cc80876e6b               done; for FROM: the id of the base image
///
/// Whatever stands between a step's first marker and the next step in order is output.
struct ClassicSteps {
  private enum Phase {
    /// No step is open.
    case outside
    /// A step has begun, and no marker came yet.
    case begun
    /// `Running in` was read.
    case running
    /// A step has its state.
    case decided
  }

  private var build = Build(.classic)
  private var phase = Phase.outside
  private var hasBuild = false
  /// Whether a context was sent since the last step, so that a first step begins another build.
  private var hasNewContext = false
  /// The triggers of the base image of which no marker came yet; nil where there are none.
  private var triggersLeft: Int?
  /// Whether the line read last was the id with which a RUN ends, unless the RUN has written it.
  private var hasEndMarker = false
  /// The step that came while a RUN had not ended, which may be the RUN's output, by its index.
  private var doubtful = -1
  /// Whether the last step's line was none of this build, which may be what a RUN printed in one of
  /// which the head is missing.
  private var isContradicted = false
}

extension ClassicSteps {
  /// Whether what a RUN prints is read.
  var isInOutput: Bool { phase == .running }

  /// Notes that another line was read: what follows an id shows whether a RUN has ended with it.
  mutating func note(_ line: ByteView) {
    guard hasEndMarker else { return }
    hasEndMarker = line.hasLiteral("Step ") || line.hasLiteral("Successfully built ")
  }

  /// Whether lines may still belong to a build.
  var isOpen: Bool { hasBuild && !build.isOver }

  /// Reads a line that begins with `Step `, `Step 3/5 : TEXT` or, before 1.12, `Step 3 : TEXT`;
  /// false where it is output or no such line.
  mutating func readStep(_ line: ByteView, _ ordinal: Int, into builds: inout [Build]) -> Bool {
    guard let heading = StepHeading(line), !heading.isBuildah else { return false }
    let (place, count) = (heading.number, heading.count)
    let last = hasBuild ? build.steps.last : nil
    if place == 1, build.isOver || hasNewContext || !hasBuild {
      finish(into: &builds)
      build.line = ordinal
      hasBuild = true
    } else {
      guard let last, !build.isOver, last.count == count else {
        isContradicted = place > 1
        return false
      }
      if place == last.place, build.steps.count - 1 == doubtful {
        // The step that it takes the place of was printed by the RUN before.
        build.steps.removeLast()
      } else if place != last.place + 1 {
        return false
      }
    }
    isContradicted = false
    doubtful = phase == .running && !hasEndMarker ? build.steps.count : -1
    hasEndMarker = false
    endStep(isFollowed: true)
    var step = BuildStep(line.from(heading.textStart))
    step.place = place
    step.count = count
    step.line = ordinal
    build.steps.append(step)
    hasNewContext = false
    triggersLeft = nil
    phase = .begun
    return true
  }

  /// Reads a marker, a line that begins with `---> ` behind blanks.
  mutating func readMarker(_ line: ByteView) {
    guard hasBuild, !build.isOver, let last = build.steps.indices.last else { return }
    let text = line.from(min(5, line.count)).withoutTrailingBlanks
    if let left = triggersLeft {
      if text.isLiteral("Using cache") {
        triggersLeft = left - 1
      } else if text.isImageID {
        build.steps[last].triggers = left > 0 ? .ran : .cached
        triggersLeft = nil
        phase = .decided
      }
      return
    }
    switch phase {
    case .outside, .decided: return
    case .begun:
      if text.isLiteral("Using cache") {
        build.steps[last].state = .cached
        phase = .decided
      } else if text.hasLiteral("Running in "), text.from(11).isImageID {
        phase = .running
      } else if text.isImageID {
        if build.steps[last].isInstruction("FROM") { build.steps[last].base = [UInt8](text) }
        endStep(isFollowed: true)
      }
    case .running: hasEndMarker = text.isImageID
    }
  }

  /// `# Executing 2 build triggers`
  mutating func readTriggers(_ line: ByteView) {
    guard phase == .begun, line.hasLiteral("# Executing "),
      let end = line.digitsEnd(from: 12, limit: 6), line.hasLiteral(" build trigger", at: end),
      let count = line.decimal(12..<end), build.steps.last?.isInstruction("FROM") == true
    else { return }
    build.steps[build.steps.count - 1].state = .base
    triggersLeft = Int(count)
  }

  /// Reads a line that says how the build went on or ended.
  mutating func readEnd(_ line: ByteView, into builds: inout [Build]) {
    if line.hasLiteral("Sending build context to ") {
      hasNewContext = true
      return
    }
    guard hasBuild else { return }
    if line.hasLiteral("Successfully tagged ") {
      if build.isOver, build.tag.isEmpty { build.tag = [UInt8](line.from(20)) }
      return
    }
    guard !build.isOver, let last = build.steps.indices.last else { return }
    if line.hasLiteral("Successfully built "), line.from(19).withoutTrailingBlanks.isImageID,
      build.steps[last].place == build.steps[last].count || build.steps[last].count == 0
    {
      guard phase != .running || hasEndMarker else { return }
      endStep(isFollowed: true)
      build.imageID = [UInt8](line.from(19).withoutTrailingBlanks)
      build.isOver = true
    } else if line.hasLiteral("The command '"),
      line.firstIndex(of: "' returned a non-zero code: ") != nil
    {
      fail(line)
    } else if phase == .begun, line.hasLiteral("COPY failed: ") || line.hasLiteral("ADD failed: ") {
      fail(line)
    }
  }

  mutating func finish(into builds: inout [Build]) {
    defer { self = ClassicSteps() }
    guard hasBuild, build.isOver || !isContradicted else { return }
    if !build.isOver { endStep(isFollowed: hasEndMarker) }
    build.nameStages()
    // An ARG before the first FROM runs each time.
    for index in build.steps.indices {
      if build.steps[index].isInstruction("FROM") { break }
      build.steps[index].isEvidence = false
    }
    builds.append(build)
  }

  private mutating func fail(_ line: ByteView) {
    guard let last = build.steps.indices.last else { return }
    if phase == .begun || phase == .running { build.steps[last].state = .failed }
    build.error = VertexTable.cut(line)
    build.isOver = true
    phase = .decided
  }

  /// Ends the last step: what follows it says that it is done.
  private mutating func endStep(isFollowed: Bool) {
    guard let last = build.steps.indices.last else { return }
    if build.steps[last].isInstruction("FROM") {
      build.steps[last].state = .base
    } else if isFollowed, phase == .begun || phase == .running {
      build.steps[last].state = .ran
    }
    phase = .decided
  }
}
