extension LogReader {
  /// Reads a line of BuildKit's plain progress, `#N ...`; false where the text is none.
  ///
  /// The printer writes a step's header whenever it turns to the step from another one, and the
  /// number stays with the step within a build. Printers before v0.12 write `#0` before output
  /// that came before the step had its number; it belongs to the header before.
  mutating func readStep(_ text: UnsafeRawBufferPointer) -> Bool {
    guard let end = text.digitsEnd(from: 1, limit: 9),
      end == text.count || text[end] == UInt8(ascii: " "),
      let digits = text.decimal(1..<end)
    else { return false }
    let number = Int(digits)
    let rest = text.from(min(end + 1, text.count))
    let source = source()
    if let output = Self.output(rest) {
      let header = sources[source].lastHeader
      let step = number == 0 && header > 0 ? header : number
      sources[source].lastNumber = step
      sources[source].blockEnded = false
      readOutput(output, in: source, step)
    } else if rest.isLiteral("...") {
      interrupt(number, in: source)
    } else if Self.endsStep(rest) {
      finish(number, in: source)
    } else if number != sources[source].lastNumber || sources[source].blockEnded {
      readHeader(rest.withoutTrailingBlanks, number, in: source)
    }
    return true
  }

  /// The output in the line of a step: what follows the time since the step began, or a record.
  private static func output(_ rest: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    if let seconds = rest.digitsEnd(from: 0), seconds < rest.count,
      rest[seconds] == UInt8(ascii: "."),
      let end = rest.digitsEnd(from: seconds + 1, limit: 3)
    {
      if end == rest.count { return rest.from(end) }
      if rest[end] == UInt8(ascii: " ") { return rest.from(end + 1) }
    }
    return RecordText(rest) == nil ? nil : rest
  }

  private static func endsStep(_ rest: UnsafeRawBufferPointer) -> Bool {
    rest.isLiteral("CACHED") || rest.isLiteral("CANCELED") || rest.hasLiteral("DONE ")
      || rest.hasLiteral("ERROR: ") || rest.isLiteral("DONE")
  }

  private mutating func interrupt(_ number: Int, in source: Int) {
    sources[source].blockEnded = true
    sources[source].lastNumber = number
    if number == 1 { sources[source].firstIsInterrupted = true }
    let index = lookUpStream(in: source, number)
    if index >= 0 { collector.interrupt(index) }
  }

  private mutating func finish(_ number: Int, in source: Int) {
    sources[source].blockEnded = true
    sources[source].lastNumber = number
    let index = lookUpStream(in: source, number)
    if index >= 0 { collector.finishStep(index) }
  }

  private mutating func readHeader(
    _ name: UnsafeRawBufferPointer, _ number: Int, in source: Int
  ) {
    if beginsBuild(name, number, in: source) {
      sources[source].build += 1
      sources[source].lastHeader = 0
      sources[source].highestNumber = 0
      sources[source].firstIsInterrupted = false
    }
    sources[source].blockEnded = false
    sources[source].lastNumber = number
    // What buildx says about itself.
    guard number > 0 else { return }
    sources[source].lastHeader = number
    sources[source].highestNumber = max(sources[source].highestNumber, number)
    if number == 1 { sources[source].firstIsInterrupted = false }
    let index = stream(in: source, number)
    let label = stepLabel(name, number)
    if collector.streams[index].label != label { collector.begin(index, label: label) }
  }

  private func stepLabel(_ name: UnsafeRawBufferPointer, _ number: Int) -> [UInt8] {
    var label: [UInt8] = [UInt8(ascii: "#")]
    label.append(decimal: UInt64(number))
    label.append(UInt8(ascii: " "))
    label.append(contentsOf: name)
    return makeLabel(label)
  }

  /// Whether a header is another build's than those before it.
  private mutating func beginsBuild(
    _ name: UnsafeRawBufferPointer, _ number: Int, in source: Int
  ) -> Bool {
    if number == 0 { return name.hasLiteral("building with ") }
    // Only a number beyond 1 tells that the build's first step is long done.
    if number == 1, name.hasLiteral("["), name.firstIndex(of: "load build definition") != nil {
      return sources[source].highestNumber > 1 && !sources[source].firstIsInterrupted
    }
    let index = lookUpStream(in: source, number)
    guard index >= 0, name.hasLiteral("[") else { return false }
    let before = collector.streams[index].label
    let start = stepLabel(name.upTo(0), number).count
    return start < before.count && before[start] == UInt8(ascii: "[")
      && before != stepLabel(name, number)
  }
}

extension LogReader {
  /// Reads what a step or a program wrote. `source` may be -1, for one of which nothing was seen
  /// before, as long as the text is of no use.
  mutating func readOutput(_ text: UnsafeRawBufferPointer, in source: Int, _ number: Int) {
    if text.hasLiteral("[output clipped, log limit "), text.withoutTrailingBlanks.endsNotice {
      let index = stream(in: source >= 0 ? source : self.source(), number)
      collector.clip(index, notice: text)
      lastStream = index
      return
    }
    if text.first == UInt8(ascii: "{"), let read = RecordJSON(text) {
      let index = stream(in: source >= 0 ? source : self.source(), number)
      collector.add(read.record, read.format, to: index, text: text)
      lastStream = index
      return
    }
    let known = lookUpStream(in: source, number)
    if let (offset, found) = RecordSearch.first(in: text),
      offset == 0 || known < 0 || !collector.streams[known].isAfterClip
    {
      let source = source >= 0 ? source : self.source()
      let index = stream(in: source, number, words: offset > 0 ? text.upTo(offset) : nil)
      collector.add(found.record, found.format, to: index, text: text.from(offset))
      lastStream = index
    } else if known >= 0 {
      collector.addText(text, to: known)
      lastStream = known
    } else if RecordHead.mayBegin(text) {
      lastStream = stream(in: source >= 0 ? source : self.source(), number)
      collector.addText(text, to: lastStream)
    }
  }
}

extension UnsafeRawBufferPointer {
  fileprivate var endsNotice: Bool { hasLiteral(" reached]", at: count - 9) }
}
