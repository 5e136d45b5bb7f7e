/// The builds whose lines have the same names before them.
///
/// A class, since it has the readers of all builders in it: to copy it is never meant, and costs a
/// long function.
final class SourceSteps {
  /// The source that was within a RUN's output when this one's first line came; negative for none.
  var outer = -1
  private var builds: [Build] = []
  private var buildkit = BuildKitSteps()
  private var raw = RawProgressSteps()
  private var display = DisplaySteps()
  private var classic = ClassicSteps()
  private var buildah = BuildahSteps()
  private var kaniko = KanikoSteps()
  private var earthly = EarthlySteps()
  private var notices = BuildNotices()
  /// Whether a logger wrote the lines of steps, and so their output too.
  private var stepsAreMessages = false
}

extension SourceSteps {
  /// Whether a line can be the first of a build, or say something of one that follows.
  static func mayBegin(_ line: LogLine) -> Bool {
    switch line.content {
    case .text(let line):
      let text = line.withoutLeadingBlanks
      guard text.count > 1 else { return false }
      switch text[0] {
      case UInt8(ascii: "#"): return text[1].isDigit
      case UInt8(ascii: "S"): return text[1] | 0x20 != UInt8(ascii: "u")
      case UInt8(ascii: "["), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "W"),
        UInt8(ascii: "E"), UInt8(ascii: "e"), UInt8(ascii: "f"):
        return true
      default: return BuildNotices.title(text) != nil
      }
    case .message, .display, .vertex: return true
    default: return false
    }
  }

  /// Whether what a RUN prints is read, of a builder that puts nothing before it.
  @inline(__always)
  var isInOutput: Bool { classic.isInOutput || buildah.isInOutput }

  func read(_ line: LogLine) {
    switch line.content {
    case .text(let text): readText(text.withoutLeadingBlanks, line.ordinal)
    case .display, .message:
      if isInOutput, !stepsAreMessages { return }
      readLogged(line)
    case .vertex(let vertex): raw.read(vertex, line.ordinal, into: &builds)
    case .end:
      kaniko.cut(line.ordinal)
      earthly.cut(line.ordinal)
    default: break
    }
  }

  private func readLogged(_ line: LogLine) {
    switch line.content {
    case .message(let text):
      notices.readMessage(text, line.ordinal)
      kaniko.read(text, line.ordinal, into: &builds)
      // A system may write each line as a logger does.
      if !kaniko.isOpen { readMessage(text.withoutLeadingBlanks, line.ordinal) }
    case .display(let text): display.read(text, line.ordinal)
    default: break
    }
  }

  private func readText(_ text: ByteView, _ ordinal: Int) {
    guard text.count > 0 else { return }
    classic.note(text)
    if !readStep(text, ordinal), buildah.isOpen { buildah.readOther(text) }
  }

  /// Reads what a logger wrote: a system's that writes all lines so, or Buildah's own.
  private func readMessage(_ text: ByteView, _ ordinal: Int) {
    guard text.count > 0 else { return }
    if readStep(text, ordinal) {
      stepsAreMessages = true
    } else if buildah.isOpen, stepsAreMessages {
      buildah.readOther(text)
    }
  }

  /// Reads a line that a builder wrote; false for any other.
  private func readStep(_ text: ByteView, _ ordinal: Int) -> Bool {
    switch text[0] {
    case UInt8(ascii: "#"):
      if classic.isInOutput || buildah.isInOutput { return false }
      if !buildkit.read(text, ordinal, into: &builds) { classic.readTriggers(text) }
      return true
    case UInt8(ascii: "S"):
      if text.hasLiteral("Step ") {
        return !buildah.isInOutput && classic.readStep(text, ordinal, into: &builds)
      }
      if text.hasLiteral("STEP ") {
        return !classic.isInOutput && buildah.readStep(text, ordinal, into: &builds)
      }
      classic.readEnd(text, into: &builds)
      return false
    case UInt8(ascii: "["):
      if classic.isInOutput { return false }
      if buildah.readStep(text, ordinal, into: &builds) { return true }
      if text.firstIndex(of: "COMMIT") != nil { buildah.readCommit(text) }
      return !buildah.isInOutput && display.readHead(text, ordinal, into: &builds)
    case UInt8(ascii: "-"):
      if text.hasLiteral("---> ") {
        classic.readMarker(text)
      } else if text.hasLiteral("--> ") {
        if !buildah.isOpen { return earthly.read(text, ordinal) }
        buildah.readMarker(text)
        return true
      }
      return false
    case UInt8(ascii: "*"): return earthly.read(text, ordinal)
    case UInt8(ascii: "C"):
      classic.readEnd(text, into: &builds)
      guard buildah.isOpen, text.hasLiteral("COMMIT") else { return false }
      buildah.readCommit(text)
      return true
    case UInt8(ascii: "T"), UInt8(ascii: "A"):
      classic.readEnd(text, into: &builds)
      return false
    default:
      notices.read(text, ordinal, isInOutput: isInOutput)
      return false
    }
  }
}

extension SourceSteps {
  /// Ends all builds and gives them. `target`: the last name before the lines.
  func finish(target: [UInt8]) -> [Build] {
    buildkit.finish(into: &builds)
    raw.finish(into: &builds)
    display.finish(into: &builds)
    classic.finish(into: &builds)
    buildah.finish(into: &builds)
    kaniko.finish(into: &builds)
    earthly.finish(target: target, into: &builds)
    // What else looked like a step's first line, and had no step behind it.
    builds.removeAll { $0.steps.isEmpty && $0.error.isEmpty }
    sort(&builds) { $0.line < $1.line }
    notices.tell(&builds)
    return builds
  }
}
