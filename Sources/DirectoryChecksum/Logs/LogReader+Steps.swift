extension LogReader {
  /// Reads a line of BuildKit's plain progress, `#N ...`; false where the text is none.
  ///
  /// The printer writes a step's header whenever it turns to the step from another one, and the
  /// number stays with the step within a build. Printers before v0.12 write `#0` before output
  /// that came before the step had its number; it belongs to the header before.
  func readStep(_ text: ByteView) -> Bool {
    guard let end = text.digitsEnd(from: 1, limit: 9),
      end == text.count || text[end] == UInt8(ascii: " "),
      let digits = text.decimal(1..<end)
    else { return false }
    let number = Int(digits)
    let rest = text.from(min(end + 1, text.count))
    let source = source()
    if let output = Self.output(rest) {
      let step = number == 0 && source.lastHeader > 0 ? source.lastHeader : number
      source.lastNumber = step
      source.blockEnded = false
      readOutput(output, in: source, step)
    } else if rest.isLiteral("...") {
      interrupt(number, in: source)
    } else if Self.endsStep(rest) {
      finish(number, in: source)
    } else if number != source.lastNumber || source.blockEnded {
      readHeader(rest.withoutTrailingBlanks, number, in: source)
    }
    return true
  }

  /// The output in the line of a step: what follows the time since the step began, or a record.
  private static func output(_ rest: ByteView) -> ByteView? {
    if let seconds = rest.digitsEnd(from: 0), seconds < rest.count,
      rest[seconds] == UInt8(ascii: "."),
      let end = rest.digitsEnd(from: seconds + 1, limit: 3)
    {
      if end == rest.count { return rest.from(end) }
      if rest[end] == UInt8(ascii: " ") { return rest.from(end + 1) }
    }
    return RecordText(rest) == nil ? nil : rest
  }

  private static func endsStep(_ rest: ByteView) -> Bool {
    rest.isLiteral("CACHED") || rest.isLiteral("CANCELED") || rest.hasLiteral("DONE ")
      || rest.hasLiteral("ERROR: ") || rest.isLiteral("DONE")
  }

  private func interrupt(_ number: Int, in source: LogSource) {
    source.blockEnded = true
    source.lastNumber = number
    if number == 1 { source.firstIsInterrupted = true }
    if let stream = lookUpStream(in: source, number) { collector.interrupt(stream) }
  }

  private func finish(_ number: Int, in source: LogSource) {
    source.blockEnded = true
    source.lastNumber = number
    if let stream = lookUpStream(in: source, number) { collector.finishStep(stream) }
  }

  private func readHeader(
    _ name: ByteView, _ number: Int, in source: LogSource
  ) {
    if beginsBuild(name, number, in: source) {
      source.build += 1
      source.lastHeader = 0
      source.highestNumber = 0
      source.firstIsInterrupted = false
    }
    source.blockEnded = false
    source.lastNumber = number
    // What buildx says about itself.
    guard number > 0 else { return }
    source.lastHeader = number
    source.highestNumber = max(source.highestNumber, number)
    if number == 1 { source.firstIsInterrupted = false }
    let stream = stream(in: source, number)
    let label = stepLabel(name, number)
    if stream.label != label { collector.begin(stream, label: label) }
  }

  private func stepLabel(_ name: ByteView, _ number: Int) -> [UInt8] {
    var label: [UInt8] = [UInt8(ascii: "#")]
    label.append(decimal: UInt64(number))
    label.append(UInt8(ascii: " "))
    label.append(name)
    return makeLabel(label)
  }

  /// Whether a header is another build's than those before it.
  private func beginsBuild(
    _ name: ByteView, _ number: Int, in source: LogSource
  ) -> Bool {
    if number == 0 { return name.hasLiteral("building with ") }
    // Only a number beyond 1 tells that the build's first step is long done.
    if number == 1, name.hasLiteral("["), name.firstIndex(of: "load build definition") != nil {
      return source.highestNumber > 1 && !source.firstIsInterrupted
    }
    guard let before = lookUpStream(in: source, number)?.label, name.hasLiteral("[") else {
      return false
    }
    let start = stepLabel(name.upTo(0), number).count
    return start < before.count && before[start] == UInt8(ascii: "[")
      && before != stepLabel(name, number)
  }
}

extension LogReader {
  /// Reads what a step or a program wrote. `source` is nil for the one of the line that is read,
  /// which is made only where the text is of use.
  func readOutput(_ text: ByteView, in source: LogSource?, _ number: Int) {
    let known = lookUpStream(in: source, number)
    let stream: LogStream
    if text.hasLiteral("[output clipped, log limit "), text.withoutTrailingBlanks.endsNotice {
      stream = known ?? self.stream(in: source ?? self.source(), number)
      collector.clip(stream, notice: text)
    } else if let found = RecordSearch.first(in: text),
      found.offset == 0 || known?.isAfterClip != true
    {
      let words = found.offset > 0 ? text.upTo(found.offset) : nil
      stream = self.stream(in: source ?? self.source(), number, words: words)
      let line = text.from(found.offset)
      collector.add(found.record, found.format, to: stream, text: line)
    } else if known != nil || RecordHead.mayBegin(text) {
      stream = known ?? self.stream(in: source ?? self.source(), number)
      collector.addText(text, to: stream)
    } else {
      return
    }
    lastStream = stream
  }
}

extension ByteView {
  fileprivate var endsNotice: Bool { hasLiteral(" reached]", at: count - 9) }
}
