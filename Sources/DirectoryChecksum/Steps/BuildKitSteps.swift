/// Reads BuildKit's plain progress: lines that begin with a step's number.
///
///     #7 [build 3/4] COPY src ./src        a header, also when the printer comes back to the step
///     #7 0.093 text                        what the step wrote, whatever it looks like
///     #7 ...                               the printer turns to another step
///     #7 CACHED | #7 DONE 0.4s | #7 CANCELED | #7 ERROR: text
///     #7 transferring context: 2B done     anything else: progress
struct BuildKitSteps {
  private var table = VertexTable()
  private var build = Build(.buildkit)
  private var hasBuild = false
  /// Whether step 1 waits for another step's output to end.
  private var firstIsInterrupted = false
}

extension BuildKitSteps {
  /// Reads a line that starts with a number sign; false where it is none of BuildKit's. A build that
  /// it ends is added to `builds`.
  mutating func read(
    _ line: ByteView, _ ordinal: Int, into builds: inout [Build]
  ) -> Bool {
    guard let end = line.digitsEnd(from: 1, limit: 9), end < line.count, line[end].isBlank,
      let digits = line.decimal(1..<end)
    else { return false }
    let number = Int(digits)
    let text = line.from(end + 1).withoutTrailingBlanks
    if Self.isOutput(text) {
      if let known = table.index(of: number) { readEnd(behind: text, line.upTo(end + 1), known) }
      return true
    }
    if number == 0 {
      if text.hasLiteral("building with ") { finish(into: &builds) }
      return true
    }
    let known = table.index(of: number)
    if text.hasLiteral("["), isHeaderOfNewBuild(text, number, known) {
      finish(into: &builds)
      begin(ordinal)
      table.add(number, text, ordinal)
      return true
    }
    guard let known else {
      // A log that was cut may begin in the middle of a step.
      guard !Self.isEnd(text) else { return true }
      if !hasBuild { begin(ordinal) }
      table.add(number, text, ordinal)
      return true
    }
    if text.hasLiteral("["), !table[known].name.hasPrefix("[") {
      table[known].name = VertexTable.cut(text)
    }
    if number == 1 { firstIsInterrupted = text.isLiteral("...") }
    if table[known].isEndDoubtful, Self.isEnd(text) { forgetEnd(known) }
    if !readEnd(text, known) { readProgress(text, known) }
    return true
  }

  /// Ends the build that is read.
  mutating func finish(into builds: inout [Build]) {
    guard hasBuild else { return }
    hasBuild = false
    table.describe(&build)
    builds.append(build)
    table = VertexTable()
  }

  private mutating func begin(_ ordinal: Int) {
    build = Build(.buildkit)
    build.line = ordinal
    hasBuild = true
    firstIsInterrupted = false
  }

  /// `12.34 text`, with at most three decimals. Printers before v0.12 write `#0` before such a line
  /// where the step has no number yet.
  private static func isOutput(_ text: ByteView) -> Bool {
    guard let seconds = text.digitsEnd(from: 0), seconds < text.count,
      text[seconds] == UInt8(ascii: "."),
      let end = text.digitsEnd(from: seconds + 1, limit: 3)
    else { return false }
    return end == text.count || text[end] == UInt8(ascii: " ")
  }

  /// Whether a header is another build's than those before it.
  private mutating func isHeaderOfNewBuild(
    _ name: ByteView, _ number: Int, _ known: Int?
  ) -> Bool {
    let isDefinition =
      name.firstIndex(of: "internal] load build definition from ") != nil
    // Behind steps of which the beginning is missing.
    guard let known else { return isDefinition && number == 1 && table.hasSteps }
    let vertex = table[known]
    guard vertex.name.hasPrefix("[") else { return false }
    if vertex.name != VertexTable.cut(name) { return true }
    guard isDefinition else { return false }
    // Only a number beyond it tells that the build's first step is long done.
    return vertex.state == .failed
      || table.highestNumber > number && !firstIsInterrupted && vertex.state != .unknown
  }

  private static func isEnd(_ text: ByteView) -> Bool {
    text.isLiteral("CACHED") || text.isLiteral("CANCELED") || text.isLiteral("...")
      || text.hasLiteral("ERROR: ") || text.isLiteral("DONE") || doneTime(text) != nil
  }

  private static func doneTime(_ text: ByteView) -> Int? {
    text.hasLiteral("DONE ") ? text.from(5).milliseconds : nil
  }

  /// Reads the end of a step behind output that does not end its line, as printers before v0.12 write
  /// it; `head` is the step's number and a blank.
  private mutating func readEnd(behind output: ByteView, _ head: ByteView, _ index: Int) {
    if table[index].isEndDoubtful { forgetEnd(index) }
    var start = 0
    while let found = output.firstIndex(of: UInt8(ascii: "#"), from: start) {
      start = found + 1
      guard output.count > found + head.count,
        output.slice(found, found + head.count).elementsEqual(head)
      else { continue }
      let text = output.from(found + head.count)
      guard text.hasLiteral("ERROR: ") || Self.doneTime(text) != nil else { continue }
      table[index].isEndDoubtful = readEnd(text, index)
      return
    }
  }

  /// Forgets an end that was a step's output.
  private mutating func forgetEnd(_ index: Int) {
    table[index].state = .unknown
    table[index].milliseconds = -1
    table[index].isEndDoubtful = false
  }

  private mutating func readEnd(_ text: ByteView, _ index: Int) -> Bool {
    if text.isLiteral("CACHED") {
      table[index].state = .cached
    } else if text.isLiteral("CANCELED") {
      table[index].state = .canceled
    } else if text.hasLiteral("ERROR: ") {
      table[index].state = .failed
      // A cache that could not be imported ends no build.
      let isImport = table[index].name.hasPrefix("importing cache manifest from ")
      if build.error.isEmpty, !isImport { build.error = VertexTable.cut(text) }
    } else if let milliseconds = Self.doneTime(text) {
      table[index].state = .ran
      table[index].milliseconds = max(milliseconds, table[index].milliseconds)
    } else if text.isLiteral("DONE") {
      table[index].state = .ran
    } else {
      return false
    }
    return true
  }

  /// What a vertex tells while it is at work: of what an image is called, and which image it is.
  private mutating func readProgress(_ text: ByteView, _ index: Int) {
    if text.hasLiteral("naming to ") {
      var words = WordCursor(text.from(10))
      if let name = words.next() { build.tag = [UInt8](name) }
    } else if text.hasLiteral("writing image sha256:")
      || text.hasLiteral("exporting manifest sha256:")
    {
      var words = WordCursor(text)
      _ = words.next()
      _ = words.next()
      if let id = words.next() { build.imageID = [UInt8](id) }
    } else if text.hasLiteral("resolve ") {
      var words = WordCursor(text.from(8))
      guard let image = words.next(), !image.digest.isEmpty else { return }
      let name = [UInt8](image).withoutDigest
      for reference in build.references where reference.name == name { return }
      build.references.append(Build.Reference(name: name, digest: image.digest))
    }
  }
}
