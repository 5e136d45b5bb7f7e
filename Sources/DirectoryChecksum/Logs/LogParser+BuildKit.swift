// BuildKit's plain progress.

extension LogParser {
  /// Reads a line of BuildKit's plain progress, `#N ...`; false where the text is none.
  ///
  /// The printer writes a step's header whenever it turns to the step from another one, and the
  /// number stays with the step within a build. Printers before v0.12 write `#0` before output
  /// that came before the step had its number; it belongs to the header before.
  mutating func readStep(_ text: ByteView, _ source: Int, _ take: Taker) -> Bool {
    guard let end = text.digitsEnd(from: 1, limit: 9),
      end == text.count || text[end] == UInt8(ascii: " "),
      let digits = text.decimal(1..<end)
    else { return false }
    let number = Int(digits)
    let rest = text.from(min(end + 1, text.count))
    if let output = Self.output(rest) {
      let header = sources[source].lastHeader
      let step = number == 0 && header > 0 ? header : number
      sources[source].lastNumber = step
      sources[source].blockEnded = false
      readOutput(output, key(source, step), take)
    } else if let name = Self.image(rest) {
      take(key(source, number), .named(name))
    } else if rest.isLiteral("...") {
      endBlock(number, source)
      if number == 1 { sources[source].firstIsInterrupted = true }
      take(key(source, number), .interrupted)
    } else if Self.endsStep(rest) {
      endBlock(number, source)
      take(key(source, number), .finished)
    } else if number != sources[source].lastNumber || sources[source].blockEnded {
      readHeader(rest.withoutTrailingBlanks, number, text, source, take)
    }
    return true
  }

  /// The output in the line of a step: what follows the time since the step began, or a record.
  private static func output(_ rest: ByteView) -> ByteView? {
    if let end = StepTime.end(rest) { return rest.from(end) }
    return RecordText(rest) == nil ? nil : rest
  }

  /// The name that a line gives the image of the build.
  static func image(_ text: ByteView) -> ByteView? {
    var start = 0
    if text.hasLiteral("naming to ") { start = 10 }
    if text.hasLiteral("Successfully tagged ") { start = 20 }
    if start > 0 {
      let name = text.from(start)
      return name.upTo(name.firstIndex(of: 0x20) ?? name.count)
    }
    guard text.hasLiteral("COMMIT ") || text.hasLiteral("["),
      let start = text.firstIndex(of: "COMMIT ")
    else { return nil }
    if start > 0, !text.hasLiteral("] ", at: start - 2) { return nil }
    return text.from(start + 7).withoutTrailingBlanks
  }

  private static func endsStep(_ rest: ByteView) -> Bool {
    rest.isLiteral("CACHED") || rest.isLiteral("CANCELED") || rest.hasLiteral("DONE ")
      || rest.hasLiteral("ERROR: ") || rest.isLiteral("DONE")
  }

  private mutating func endBlock(_ number: Int, _ source: Int) {
    sources[source].blockEnded = true
    sources[source].lastNumber = number
  }

  private mutating func readHeader(
    _ name: ByteView, _ number: Int, _ line: ByteView, _ source: Int, _ take: Taker
  ) {
    if beginsBuild(name, number, source) {
      let build = sources[source].build + 1
      sources[source] = Source()
      sources[source].build = build
    }
    sources[source].blockEnded = false
    sources[source].lastNumber = number
    // What buildx says about itself.
    guard number > 0 else { return }
    sources[source].lastHeader = number
    sources[source].highestNumber = max(sources[source].highestNumber, number)
    if number == 1 { sources[source].firstIsInterrupted = false }
    if number < Self.maximumNumber {
      while sources[source].names.count <= number { sources[source].names.append([]) }
      sources[source].names[number] = [UInt8](name)
    }
    take(key(source, number), .begins(label: line.withoutTrailingBlanks, .soft))
  }

  /// Whether a header is another build's than those before it.
  private func beginsBuild(_ name: ByteView, _ number: Int, _ source: Int) -> Bool {
    if number == 0 { return name.hasLiteral("building with ") }
    // Only a number beyond 1 tells that the build's first step is long done.
    if number == 1, name.hasLiteral("["), name.firstIndex(of: "load build definition") != nil {
      return sources[source].highestNumber > 1 && !sources[source].firstIsInterrupted
    }
    guard name.hasLiteral("["), number < sources[source].names.count else { return false }
    let before = sources[source].names[number]
    return before.first == UInt8(ascii: "[") && !name.elementsEqual(before)
  }
}
