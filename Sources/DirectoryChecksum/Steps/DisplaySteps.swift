/// Reads captures of BuildKit's interactive display, which draws all steps again and again:
///
///     [+] Building 1.2s (8/8) FINISHED
///      => CACHED [2/4] RUN make                                   0.0s
///      => [3/4] COPY . .                                          0.1s
///      => ERROR [4/4] RUN make test                               0.3s
///      => => # what the step wrote
///
/// A step that is done and one that still runs look the same; only the last picture of a build that
/// is over tells them apart.
struct DisplaySteps {
  private var table = VertexTable()
  private var build = Build(.buildkit)
  private var hasBuild = false
  /// The time in the last picture's head, in tenths of a second.
  private var elapsed = 0
  private var isFinished = false
}

extension DisplaySteps {
  /// Reads the head of a picture, `[+] Building 1.2s (8/8) FINISHED`; false for another line.
  mutating func readHead(_ line: ByteView, _ ordinal: Int, into builds: inout [Build]) -> Bool {
    guard line.hasLiteral("[+] Building "), let point = line.digitsEnd(from: 13, limit: 7),
      let whole = line.decimal(13..<point)
    else { return false }
    var tenths = Int(whole) * 10
    if line.hasLiteral(".", at: point), let end = line.digitsEnd(from: point + 1, limit: 1) {
      tenths += Int(line[end - 1] - UInt8(ascii: "0"))
    }
    if hasBuild, tenths < elapsed { finish(into: &builds) }
    begin(ordinal)
    elapsed = tenths
    isFinished = line.withoutTrailingBlanks.firstIndex(of: " FINISHED") != nil
    return true
  }

  /// Reads a line that begins with `=> `.
  mutating func read(_ line: ByteView, _ ordinal: Int) {
    var text = line.from(min(3, line.count)).withoutTrailingBlanks
    guard line.hasLiteral("=> "), !text.hasLiteral("=>") else { return }
    var state = BuildStep.State.ran
    if text.hasLiteral("CACHED ") {
      state = .cached
      text = text.from(7)
    } else if text.hasLiteral("CANCELED ") {
      state = .canceled
      text = text.from(9)
    } else if text.hasLiteral("ERROR ") {
      state = .failed
      text = text.from(6)
    }
    // The time stands at the line's end.
    var start = text.count
    while start > 0, !text[start - 1].isBlank { start -= 1 }
    let time = text.from(start).milliseconds
    let name = time == nil ? text : text.upTo(start).withoutTrailingBlanks
    guard name.count > 0, time != nil || StepName(name) != nil else { return }
    begin(ordinal)
    if state == .failed { isFinished = true }
    guard let index = table.index(of: name, name: name, ordinal) else { return }
    table[index].state = state
    table[index].milliseconds = state == .ran ? time ?? -1 : -1
  }

  mutating func finish(into builds: inout [Build]) {
    guard hasBuild else { return }
    hasBuild = false
    for index in table.vertices.indices where !isFinished && table[index].state == .ran {
      table[index].state = .unknown
    }
    table.describe(&build)
    build.isOver = isFinished
    builds.append(build)
    table = VertexTable()
    isFinished = false
    elapsed = 0
  }

  private mutating func begin(_ ordinal: Int) {
    guard !hasBuild else { return }
    build = Build(.buildkit)
    build.line = ordinal
    hasBuild = true
  }
}
