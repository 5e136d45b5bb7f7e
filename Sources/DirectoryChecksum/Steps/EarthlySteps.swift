/// Reads the lines of one target in the log of Earthly, which are behind `+target | `:
///
///     --> RUN make
///     *cached* --> COPY src .
///     *failed* | ...
struct EarthlySteps {
  private var build = Build(.earthly)
  private var hasBuild = false
  /// The builds of the same target before.
  private var earlier: [Build] = []
}

extension EarthlySteps {
  /// Reads a line that begins with `--> ` or `*`; false where it is no step.
  mutating func read(_ line: ByteView, _ ordinal: Int) -> Bool {
    var text = line
    let isCached = text.hasLiteral("*cached* ")
    if isCached { text = text.from(9).withoutLeadingBlanks }
    guard text.hasLiteral("--> "), text.from(4).startsWithCapitals else {
      if hasBuild, line.hasLiteral("*failed* "), let last = build.steps.indices.last {
        build.steps[last].state = .failed
      }
      return false
    }
    var step = BuildStep(text.from(4).withoutTrailingBlanks)
    step.state = step.isInstruction("FROM") ? .base : isCached ? .cached : .ran
    step.line = ordinal
    // The target is built once more.
    if hasBuild, step.state == .base, step.text == build.steps[0].text {
      earlier.append(build)
      build = Build(.earthly)
      hasBuild = false
    }
    if !hasBuild { build.line = ordinal }
    hasBuild = true
    build.steps.append(step)
    return true
  }

  /// Notes that the line with this number may be cut.
  mutating func cut(_ ordinal: Int) {
    guard let last = build.steps.last, last.line == ordinal else { return }
    build.steps[build.steps.count - 1].state = .unknown
  }

  mutating func finish(target: [UInt8], into builds: inout [Build]) {
    if hasBuild, target.contains(UInt8(ascii: "+")) {
      for var build in earlier + [build] {
        for index in build.steps.indices { build.steps[index].target = target }
        builds.append(build)
      }
    }
    self = EarthlySteps()
  }
}

extension ByteView {
  /// Whether two letters in upper case stand first, as in an instruction.
  fileprivate var startsWithCapitals: Bool {
    count > 1 && self[0].isLetter && self[1].isLetter && (self[0] | self[1]) & 0x20 == 0
  }
}
