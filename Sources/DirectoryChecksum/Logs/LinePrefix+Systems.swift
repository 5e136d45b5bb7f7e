// The prefixes that hold more than a time, system by system.

extension LinePrefix {
  /// `[TIME] `, `[NAME] `, and TeamCity's `[TIME]W:TAB `, after which `[Step 1/2] ` may follow.
  mutating func peelBracket(_ line: ByteView) -> Bool {
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
  mutating func peelCloudStep(_ line: ByteView) -> Bool {
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
  mutating func peelLevel(_ line: ByteView) -> Bool {
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
  mutating func peelTarget(_ line: ByteView) -> Bool {
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
  mutating func peelDisplay(_ line: ByteView) -> Bool {
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
