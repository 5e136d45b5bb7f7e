/// Reads what the lines of a log mean for the listings in it: whose they are, and where steps
/// begin and end.
struct LogParser {
  /// The state of one source's lines.
  struct Source {
    /// Counts the builds.
    var build = 0
    /// The number in BuildKit's last line; -1 before the first.
    var lastNumber = -1
    /// The number of the step whose header came last.
    var lastHeader = 0
    /// The highest number of a step in this build.
    var highestNumber = 0
    /// Whether step 1 waits for another step's output to end.
    var firstIsInterrupted = false
    /// Whether BuildKit's last line ended its step's block.
    var blockEnded = true
    /// Where in the block that repeats a failed step's last lines the log is.
    var tail = Tail.outside
    /// The names of this build's steps, by number: those that have a place.
    var names: [[UInt8]] = []
    /// The stage of Buildah's last step, from 1; 0 where there is but one.
    var stage = 0
    /// What the system writes behind each line, as a table's last columns.
    var closing: [UInt8] = []
  }

  enum Tail: Equatable {
    case outside
    /// After a rule of dashes.
    case rule
    /// Between two rules, with the number of lines so far.
    case inside(lines: Int)
  }

  var sources: [Source] = []
  /// The steps of raw progress, by digest.
  private var vertexNumbers = ByteTable()
  /// The stream of the last event.
  private var last: StreamKey?

  typealias Taker = (StreamKey, LogEvent) -> Void
  /// Names of steps with higher numbers are not kept.
  static let maximumNumber = 4096
}

extension LogParser {
  /// Reads a line and hands on what it means, if anything.
  mutating func read(_ line: LogLine, _ take: Taker) {
    while sources.count <= line.source { sources.append(Source()) }
    let source = line.source
    switch line.content {
    case .record(let record, let format, let view):
      emit(key(source, StreamKey.bare), .record(record, format, line: view, offset: 0), take)
    case .display(let text):
      guard text.hasLiteral("=> => # ") else { return }
      readOutput(text.from(8), key(source, StreamKey.display), take)
    case .vertex(let vertex): readVertex(vertex, source, take)
    case .output(let output): readOutput(output.text, self.key(of: output, source), take)
    case .message(let text): readText(text, source, hasLevel: true, take)
    case .text(let text): readText(text, source, hasLevel: false, take)
    case .end: if let last { take(last, .cut) }
    }
  }

  func key(_ source: Int, _ number: Int) -> StreamKey {
    StreamKey(source: source, build: sources[source].build, number: number)
  }

  mutating func emit(_ key: StreamKey, _ event: LogEvent, _ take: Taker) {
    last = key
    take(key, event)
  }

  private mutating func readText(
    _ text: ByteView, _ source: Int, hasLevel: Bool, _ take: Taker
  ) {
    if isInTail(text, source) { return }
    if text[0] == UInt8(ascii: "#"), readStep(text, source, take) { return }
    switch text[0] {
    case UInt8(ascii: "-"):
      if text.isLiteral("------") {
        sources[source].tail = .rule
        return
      }
    case UInt8(ascii: "J"):
      if text.hasLiteral("Job's log exceeded limit of "), let last {
        take(last, .clipped(text))
        return
      }
    default: break
    }
    if let name = Self.image(text.withoutLeadingBlanks) {
      take(key(source, StreamKey.bare), .named(name))
    }
    if readHeading(text, source, hasLevel: hasLevel, take) { return }
    readOutput(text, key(source, StreamKey.bare), take)
  }

  /// Whether a line lies in the block that repeats a failed step's last lines:
  ///
  ///     ------
  ///      > [5/6] RUN make:
  ///     0.310 ...
  ///     ------
  private mutating func isInTail(_ text: ByteView, _ source: Int) -> Bool {
    switch sources[source].tail {
    case .outside: return false
    case .rule:
      let opens = text.withoutLeadingBlanks.hasLiteral("> ")
      sources[source].tail = opens ? .inside(lines: 0) : .outside
      return opens
    case .inside(let lines):
      if text.isLiteral("------") {
        sources[source].tail = .rule
        return true
      }
      // Ten lines are repeated; where no rule ends them, the rest is output again.
      sources[source].tail = lines < 10 ? .inside(lines: lines + 1) : .outside
      return lines < 10
    }
  }
}

extension LogParser {
  /// Reads a line with which a builder without numbers says which step runs; false for any other.
  private mutating func readHeading(
    _ text: ByteView, _ source: Int, hasLevel: Bool, _ take: Taker
  ) -> Bool {
    guard let meaning = StepMeaning.of(text, hasLevel: hasLevel) else { return false }
    let key = key(source, StreamKey.bare)
    switch meaning {
    case .ends:
      emit(key, .begins(label: text.upTo(0), .soft), take)
    case .begins(let label):
      var boundary = LogEvent.Boundary.hard
      if let heading = StepHeading(label) {
        if heading.number == 1, heading.stage <= 1 { sources[source].build += 1 }
        // Stages run side by side: another one's header may come between two lines of this one.
        if heading.stageCount > 1, heading.stage != sources[source].stage { boundary = .soft }
        sources[source].stage = heading.stage
      }
      emit(self.key(source, StreamKey.bare), .begins(label: label, boundary), take)
    }
    return true
  }
}

extension LogParser {
  private mutating func vertex(_ digest: [UInt8]) -> Int {
    digest.withUnsafeBufferPointer { vertexNumbers.insert($0) } ?? 0
  }

  private mutating func key(of output: RawOutput, _ source: Int) -> StreamKey {
    let second = output.channel == 1 ? 0 : 1
    return key(source, StreamKey.firstVertex + vertex(output.vertex) << 1 + second)
  }

  private mutating func readVertex(_ step: RawVertex, _ source: Int, _ take: Taker) {
    // Twelve digits tell steps apart, as they do everywhere else.
    var label = step.digest
    label.shorten(to: min(label.count, 19))
    label.append(UInt8(ascii: " "))
    label.append(step.name)
    let first = StreamKey.firstVertex + vertex(step.digest) << 1
    for number in [first, first + 1] {
      label.withUnsafeBufferPointer { take(key(source, number), .begins(label: $0, .soft)) }
      if step.completed != nil { take(key(source, number), .finished) }
    }
  }
}
