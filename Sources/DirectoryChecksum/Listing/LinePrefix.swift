/// What a CI system wrote before a line's own text.
///
/// Prefixes are peeled in any order until none fits. Times are thrown away; names (job and step,
/// task, target, process) are kept, since lines with different ones are not one program's output.
struct LinePrefix {
  /// The offset at which the line's own text begins.
  private(set) var end = 0
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
  private(set) var hasLevel = false
  /// Whether the line is a logger's message that came without its level.
  var isMessage = false
  /// Whether the line shows a moment of BuildKit's interactive display.
  private(set) var isTerminalCapture = false

  /// A line has no more prefixes than this.
  private static let maximumCount = 16
  /// No name is longer than this, in bytes.
  private static let maximumName = 200

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

extension LinePrefix {
  /// `[TIME] `, `[NAME] `, and TeamCity's `[TIME]W:TAB `, after which `[Step 1/2] ` may follow.
  private mutating func peelBracket(_ line: ByteView) -> Bool {
    let limit = line.upTo(min(line.count, end + Self.maximumName))
    guard let close = limit.firstIndex(of: UInt8(ascii: "]"), from: end + 1), close > end + 1 else {
      return false
    }
    let content = line.slice(end + 1, close)
    let isTime = LogTime.end(content, from: 0) != nil || content.isElapsedTime
    if isTime, let text = teamCityTextStart(line, from: close + 1) {
      end = text
      return true
    }
    guard close + 1 < line.count, line[close + 1] == UInt8(ascii: " ") else { return false }
    if isTime {
      end = close + 2
      return true
    }
    // `[1/2] STEP`, `[linux/arm64] [1/2] STEP` and `[4/6] RUN` are the builders' own.
    guard content.isStreamName, !StepHeader.isBuildah(line.from(end)) else { return false }
    addName(content)
    end = close + 2
    return true
  }

  /// The offset behind ` :TAB`, `i:TAB` and the like, and the blanks that follow.
  private func teamCityTextStart(_ line: ByteView, from start: Int) -> Int? {
    var index = start
    while index < line.count, index < start + 3, line[index] != UInt8(ascii: ":") {
      guard line[index] == UInt8(ascii: " ") || line[index].isLetter else { return nil }
      index += 1
    }
    guard index + 1 < line.count, line[index] == UInt8(ascii: ":"),
      line[index + 1] == UInt8(ascii: "\t")
    else { return nil }
    index += 2
    while index < line.count, line[index].isBlank { index += 1 }
    return index
  }

  /// `Step #0 - "build": ` of Google Cloud Build.
  private mutating func peelCloudStep(_ line: ByteView) -> Bool {
    guard line.hasLiteral("Step #", at: end), let number = line.digitsEnd(from: end + 6) else {
      return false
    }
    var close = number
    if line.hasLiteral(" - \"", at: number) {
      let limit = line.upTo(min(line.count, number + Self.maximumName))
      guard let quote = limit.firstIndex(of: UInt8(ascii: "\""), from: number + 4) else {
        return false
      }
      close = quote + 1
    }
    guard close < line.count, line[close] == UInt8(ascii: ":") else { return false }
    addName(line.slice(end, close))
    end = min(close + 2, line.count)
    return true
  }

  /// `INFO[0010] ` of logrus.
  private mutating func peelLevel(_ line: ByteView) -> Bool {
    guard
      line.hasLiteral("INFO[", at: end) || line.hasLiteral("WARN[", at: end)
        || line.hasLiteral("DEBU[", at: end) || line.hasLiteral("ERRO[", at: end),
      let number = line.digitsEnd(from: end + 5), line.hasLiteral("] ", at: number)
    else { return false }
    hasLevel = true
    end = number + 2
    return true
  }

  /// `+target | ` of Earthly, `service-1  | ` of Docker Compose.
  private mutating func peelTarget(_ line: ByteView) -> Bool {
    var start = end
    while start < line.count, line[start].isBlank { start += 1 }
    var index = start
    var hasLetter = false
    while index < line.count, index - start < Self.maximumName, !line[index].isBlank,
      line[index] != UInt8(ascii: "|")
    {
      hasLetter = hasLetter || line[index].isLetter
      index += 1
    }
    let name = line.slice(start, index)
    index = skipBlanks(line, index)
    // Earthly marks a target's state, as in `+web *cached* | `.
    if index < line.count, line[index] == UInt8(ascii: "*") {
      while index < line.count, !line[index].isBlank { index += 1 }
      index = skipBlanks(line, index)
    }
    guard hasLetter, index < line.count, line[index] == UInt8(ascii: "|"),
      index + 1 == line.count || line[index + 1].isBlank
    else { return false }
    addName(name)
    end = min(index + 2, line.count)
    return true
  }

  /// ` => => # `, which BuildKit's interactive display writes before a step's last lines.
  private mutating func peelDisplay(_ line: ByteView) -> Bool {
    let start = skipBlanks(line, end)
    guard line.hasLiteral("=> => # ", at: start) else { return false }
    isTerminalCapture = true
    end = start + 8
    return true
  }

  private func skipBlanks(_ line: ByteView, _ start: Int) -> Int {
    var index = start
    while index < line.count, line[index].isBlank { index += 1 }
    return index
  }
}

extension ByteView {
  /// Whether a bracket's content is a measured time, as in `[   12.345]` and `[+3s]`.
  fileprivate var isElapsedTime: Bool {
    var digits = 0
    for byte in self {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
      case UInt8(ascii: " "), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: ","),
        UInt8(ascii: "+"), UInt8(ascii: "m"), UInt8(ascii: "s"), UInt8(ascii: "h"):
        break
      default: return false
      }
    }
    // A bare number counts processes rather than seconds.
    return digits > 0 && digits < count
  }

  /// Whether a bracket's content names a job, a task or a branch, rather than a builder's step.
  fileprivate var isStreamName: Bool {
    if hasLiteral("output clipped,") { return false }
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
