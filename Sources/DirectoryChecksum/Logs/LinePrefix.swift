/// What a CI system wrote before a line's own text.
///
/// Prefixes are peeled in any order until none fits. Times are thrown away; names (job and step,
/// task, target, process) are kept, since lines with different ones are not one program's output.
struct LinePrefix {
  /// The offset at which the line's own text begins.
  var end = 0
  /// The names, each ended by the byte 1F.
  private(set) var names: [UInt8]
  /// The part of the names that a person would call the step: job and step of GitHub's `gh`.
  private(set) var title: [UInt8]
  /// The stream of a GitLab log with times, or of a Kubernetes log, where the prefix names one.
  private(set) var channel: Int?
  /// Whether the text continues the line before it in the same channel.
  private(set) var continuesLine = false
  /// Whether the text ends its line, in logs that say so; nil in all others.
  private(set) var isWhole: Bool?
  /// Whether a logrus level, such as kaniko's, stood before the text.
  var hasLevel = false
  /// Whether the line is a logger's message that came without its level.
  var isMessage = false
  /// Whether the line shows a moment of BuildKit's interactive display.
  var isTerminalCapture = false

  /// A line has no more prefixes than this.
  private static let maximumCount = 16
  /// No name is longer than this, in bytes.
  static let maximumName = 200

  init(names: [UInt8] = [], title: [UInt8] = []) {
    self.names = names
    self.title = title
  }

  /// Peels the prefixes of `line`.
  @inline(never)
  mutating func peel(_ line: ByteView) {
    end = 0
    channel = nil
    continuesLine = false
    isWhole = nil
    hasLevel = isMessage
    isTerminalCapture = false
    _ = peelMark(line)
    peelColumns(line)
    for _ in 0..<Self.maximumCount {
      guard end < line.count, peelOne(line) else { return }
    }
  }

  /// Forgets all names but the first `length` bytes of them.
  mutating func keepNames(_ length: Int, title titleLength: Int) {
    names.shorten(to: length)
    title.shorten(to: titleLength)
  }

  private mutating func peelOne(_ line: ByteView) -> Bool {
    switch line[end] {
    case 0xef: peelMark(line)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): peelTime(line) || peelTarget(line)
    case UInt8(ascii: "["): peelBracket(line)
    case UInt8(ascii: " "), UInt8(ascii: "\t"): peelDisplay(line) || peelTarget(line)
    case UInt8(ascii: "="): peelDisplay(line)
    case UInt8(ascii: "S"): peelCloudStep(line) || peelTime(line) || peelTarget(line)
    default: peelLevel(line) || peelTime(line) || peelTarget(line)
    }
  }

  mutating func addName(_ name: ByteView) {
    names.append(name)
    names.append(0x1f)
  }
}

extension LinePrefix {
  /// U+FEFF, which some systems write at the start of each block.
  private mutating func peelMark(_ line: ByteView) -> Bool {
    guard line.hasLiteral("\u{feff}", at: end) else { return false }
    end += 3
    return true
  }

  /// `JOB TAB STEP TAB TIME` of `gh run view --log`, or Bamboo's `LEVEL TAB TIME TAB`.
  private mutating func peelColumns(_ line: ByteView) {
    guard let first = tab(line, from: end) else { return }
    if let time = LogTime.end(line, from: first + 1), time < line.count,
      line[time] == UInt8(ascii: "\t")
    {
      end = time + 1
      return
    }
    guard let second = tab(line, from: first + 1) else { return }
    var time = second + 1
    while line.hasLiteral("\u{feff}", at: time) { time += 3 }
    guard LogTime.end(line, from: time) != nil else { return }
    let job = line.slice(end, first)
    let step = line.slice(first + 1, second)
    addName(job)
    addName(step)
    title.append(job)
    title.append(UInt8(ascii: " "))
    title.append(step)
    title.append(UInt8(ascii: " "))
    end = time
  }

  private func tab(_ line: ByteView, from start: Int) -> Int? {
    line.upTo(min(line.count, start + Self.maximumName)).firstIndex(
      of: UInt8(ascii: "\t"), from: start)
  }

  private mutating func peelTime(_ line: ByteView) -> Bool {
    guard let time = LogTime.end(line, from: end) else { return false }
    guard time < line.count else {
      end = time
      return true
    }
    guard line[time].isBlank else { return false }
    // Jenkins' page puts two blanks behind a time of day.
    let isClock = line[end + 2] == UInt8(ascii: ":")
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
