/// What stood before a line's own text.
///
/// Prefixes are peeled in any order until none fits. Times are thrown away; names (job and step,
/// task, target, process) are kept, since lines with different ones are not one program's output.
struct LinePrefix {
  /// The offset at which the line's own text begins.
  var end = 0
  /// The names, each ended by the byte 1F.
  private(set) var names: [UInt8] = []
  /// The part of the names that a person would call the step: job and step of GitHub's `gh`.
  private(set) var title: [UInt8] = []
  /// The stream of a GitLab log with times, or of a Kubernetes log, where the prefix names one.
  private(set) var channel: Int?
  /// Whether the text continues the line before it in the same channel.
  private(set) var continuesLine = false
  /// Whether the text ends its line, in logs that say so; nil in all others.
  private(set) var isWhole: Bool?
  /// Whether a logger's level, such as kaniko's, stood before the text.
  var hasLevel = false
  /// Whether the line is padded.
  private(set) var isPadded = false

  /// A line has no more prefixes than this.
  private static let maximumCount = 16
  static let separator: UInt8 = 0x1f

  init() {}

  /// The prefix of lines that `source` is the source of.
  init(of source: LogSource) {
    for name in source.names { addName(name.withUnsafeBufferPointer { [UInt8]($0) }) }
    title = source.title
  }
}

extension LinePrefix {
  /// Peels the prefixes of `line`; one that is peeled already reaches to `start`.
  mutating func peel(_ line: ByteView, from start: Int = 0) {
    peel(line, LineMarks(line), from: start)
  }

  mutating func peel(_ line: ByteView, _ marks: LineMarks, from start: Int = 0) {
    if start == 0 {
      channel = nil
      continuesLine = false
      isWhole = nil
      isPadded = false
    }
    end = start
    for _ in 0..<Self.maximumCount {
      guard end < line.count, peelOne(line, marks) else { return }
      // What stands behind it may be a piece of a line.
      if start == 0, channel != nil { return }
    }
  }

  /// Forgets all names but the first `length` bytes of them.
  mutating func keepNames(_ length: Int, title titleLength: Int) {
    names.shorten(to: length)
    title.shorten(to: titleLength)
  }

  mutating func addName(_ name: [UInt8]) {
    names.append(name)
    names.append(Self.separator)
  }

  private mutating func peelOne(_ line: ByteView, _ marks: LineMarks) -> Bool {
    if peelTime(line) { return true }
    var rest = PrefixShape.candidates(line[end], marks)
    while rest != 0 {
      let shape = PrefixShape.all[rest.trailingZeroBitCount]
      rest &= rest - 1
      guard !shape.isFirst || end == 0, let fit = shape.fit(line, at: end), apply(shape, fit, line)
      else { continue }
      return true
    }
    return false
  }

  /// Takes a shape that fits; false where it is none after all.
  private mutating func apply(
    _ shape: PrefixShape, _ fit: PrefixShape.Fit, _ line: ByteView
  ) -> Bool {
    switch shape.effect {
    case .none: break
    case .level: hasLevel = true
    case .padded: isPadded = true
    case .name:
      let name = fit.name ?? end..<fit.end
      let text = line.slice(name.lowerBound, name.upperBound)
      guard text.isStreamName(isTarget: shape.form.utf8Start[0] == UInt8(ascii: "_")),
        !StepHeading.isBuildah(line.from(end))
      else { return false }
      // A bracket may count lines and seconds as well.
      let isBracket = line[end] == UInt8(ascii: "[")
      let whole = isBracket ? line.slice(end, fit.end) : text
      let own = isBracket ? PrefixName.name(PrefixName.mask(whole)) : [UInt8](text)
      if !own.isEmpty { addName(own) }
    case .title:
      for case let name? in [fit.name, fit.secondName] {
        let text = [UInt8](line.slice(name.lowerBound, name.upperBound))
        addName(text)
        title.append(text)
        title.append(UInt8(ascii: " "))
      }
    }
    end = fit.end
    return true
  }
}

extension LinePrefix {
  private mutating func peelTime(_ line: ByteView) -> Bool {
    guard let time = LogTime.end(line, from: end) else { return false }
    guard time < line.count else {
      end = time
      return true
    }
    guard line[time].isBlank else { return false }
    // Jenkins' page puts two blanks behind a time of day.
    let isClock = line.fitEnd("00:", at: end) != nil
    end = time + (isClock && line.hasLiteral("  ", at: time) ? 2 : 1)
    peelChannel(line)
    return true
  }

  /// What follows the time in a GitLab log, `01E` and a space, or a plus where the line before is
  /// continued; or in a Kubernetes node's, `stdout F `, or `P` where the line is continued.
  private mutating func peelChannel(_ line: ByteView) {
    if line.count - end >= 4, let high = line[end].hexadecimalValue,
      let low = line[end + 1].hexadecimalValue,
      line[end + 2] == UInt8(ascii: "O") || line[end + 2] == UInt8(ascii: "E"),
      line[end + 3] == UInt8(ascii: " ") || line[end + 3] == UInt8(ascii: "+")
    {
      channel = Int(high << 4 | low) << 8 | Int(line[end + 2])
      continuesLine = line[end + 3] == UInt8(ascii: "+")
      end += 4
    } else if line.count - end >= 9,
      line.hasLiteral("stdout ", at: end) || line.hasLiteral("stderr ", at: end),
      line[end + 7] == UInt8(ascii: "F") || line[end + 7] == UInt8(ascii: "P"),
      line[end + 8] == UInt8(ascii: " ")
    {
      channel = Int(line[end + 3])
      isWhole = line[end + 7] == UInt8(ascii: "F")
      end += 9
    }
  }
}

extension ByteView {
  /// Whether a prefix's text names a job, a task, a branch or a target, rather than something of a
  /// builder's own.
  fileprivate func isStreamName(isTarget: Bool) -> Bool {
    guard !isTarget else {
      // A target's or a service's name.
      for byte in self where byte.isLetter { return true }
      return false
    }
    if isLiteral("internal") || isLiteral("auth") || isLiteral("command") { return false }
    if hasLiteral("output clipped,") || hasLiteral("context ") { return false }
    var isName = false
    for byte in self {
      if byte == UInt8(ascii: "[") { return false }
      isName = isName || byte.isLetter || byte.isDigit
    }
    return isName && (!endsInFraction || hasLiteral("Step "))
  }

  /// Whether the bytes end in a step's place among all, as in `4/6`.
  private var endsInFraction: Bool {
    var index = count
    while index > 0, self[index - 1].isDigit { index -= 1 }
    guard index < count, index > 1, self[index - 1] == UInt8(ascii: "/") else { return false }
    return self[index - 2].isDigit
  }
}
