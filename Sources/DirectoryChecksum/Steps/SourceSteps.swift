/// The builds whose lines have the same names before them.
///
/// A class, since it has the readers of all builders in it: to copy it is never meant, and costs a
/// long function.
final class SourceSteps {
  /// A line outside the builds that says something of one.
  private struct Notice {
    var ordinal: Int
    var text: [UInt8]
    /// Whether it stands behind what it speaks of.
    var isBehind = false
  }

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
  private var titles: [Notice] = []
  private var failedImports: [Notice] = []
  /// Whether a logger wrote the lines of steps, and so their output too.
  private var stepsAreMessages = false
  /// The last line that speaks of an error, for builds that did not come to their first step.
  private var error: [UInt8] = []

  /// More notices are not kept.
  private static let maximumNotices = 256
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
      default: return title(text) != nil
      }
    case .message, .display, .vertex: return true
    default: return false
    }
  }

  /// Whether what a RUN prints is read, of a builder that puts nothing before it.
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
      if Self.isFailedImport(text) { note(text, line.ordinal, isBehind: false) }
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
      readAside(text, ordinal)
      return false
    }
  }

  /// Reads a line that stands outside the builds.
  private func readAside(_ text: ByteView, _ ordinal: Int) {
    switch text[0] {
    case UInt8(ascii: "W"):
      if text.hasLiteral("WARNING: "), Self.isFailedImport(text) {
        note(text, ordinal, isBehind: true)
      }
    case UInt8(ascii: "E"), UInt8(ascii: "e"), UInt8(ascii: "f"):
      if text.hasLiteral("ERROR: ") || text.hasLiteral("Error: ") || text.hasLiteral("error: ")
        || text.hasLiteral("failed to solve")
      {
        error = VertexTable.cut(text)
      }
    default:
      if let title = Self.title(text), !classic.isInOutput, !buildah.isInOutput {
        Self.add(Notice(ordinal: ordinal, text: [UInt8](title)), to: &titles)
      }
    }
  }

  /// The name in a line such as `Building web` or `== building web ==`.
  static func title(_ text: ByteView) -> ByteView? {
    var start = 0
    while start < text.count, start < 8, !text[start].isLetter { start += 1 }
    guard text.count < 120,
      text.hasLiteral("Building ", at: start) || text.hasLiteral("building ", at: start)
    else { return nil }
    var words = WordCursor(text.from(start + 9))
    guard var name = words.next() else { return nil }
    while let word = words.next() {
      for byte in word where byte.isLetter || byte.isDigit { return nil }
    }
    while let last = name.last, !last.isLetter, !last.isDigit { name = name.upTo(name.count - 1) }
    for byte in name where byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") { return nil }
    return name.count > 0 && name[0].isLetter ? name : nil
  }

  /// Whether a line says that a cache was to be imported and was not.
  private static func isFailedImport(_ text: ByteView) -> Bool {
    guard text.firstIndex(of: "cache import at ") != nil else { return false }
    return text.firstIndex(of: " skipped due to err") != nil
      || text.firstIndex(of: " not found due to err") != nil
      || text.firstIndex(of: " skipped: digest ") != nil
  }

  private func note(_ text: ByteView, _ ordinal: Int, isBehind: Bool) {
    Self.add(
      Notice(ordinal: ordinal, text: VertexTable.cut(text), isBehind: isBehind), to: &failedImports)
  }

  private static func add(_ notice: Notice, to notices: inout [Notice]) {
    if notices.count == maximumNotices { notices.removeFirst() }
    notices.append(notice)
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
    for index in builds.indices {
      let after = index > 0 ? builds[index - 1].line : 0
      for title in titles where title.ordinal > after && title.ordinal < builds[index].line {
        builds[index].title = title.text
      }
      if builds[index].steps.isEmpty, !error.isEmpty { builds[index].error = error }
    }
    for notice in failedImports { attach(notice) }
    return builds
  }

  private func attach(_ notice: Notice) {
    guard !builds.isEmpty else { return }
    var next = 0
    while next < builds.count, builds[next].line < notice.ordinal { next += 1 }
    let index = notice.isBehind ? max(next - 1, 0) : min(next, builds.count - 1)
    builds[index].importsCache = true
    builds[index].importFailure = notice.text
  }
}
