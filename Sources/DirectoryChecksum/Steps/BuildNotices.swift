/// Lines outside the builds that say something of one.
struct BuildNotices {
  private struct Notice {
    let ordinal: Int
    let text: [UInt8]
    /// Whether it stands behind what it speaks of.
    var isBehind = false
  }

  private var titles: [Notice] = []
  private var failedImports: [Notice] = []
  /// The last line that speaks of an error, for builds that did not come to their first step.
  private var error: [UInt8] = []

  /// More notices of a kind are not kept.
  private static let maximumCount = 256
}

extension BuildNotices {
  /// Reads a line, which a RUN may have printed where it `isInOutput`.
  mutating func read(_ text: ByteView, _ ordinal: Int, isInOutput: Bool) {
    switch text[0] {
    case UInt8(ascii: "W"):
      if text.hasLiteral("WARNING: "), Self.isFailedImport(text) {
        note(text, ordinal, isBehind: true)
      }
    case UInt8(ascii: "E"), UInt8(ascii: "e"), UInt8(ascii: "f"):
      if text.hasLiteral("ERROR: ") || text.hasLiteral("Error: ") || text.hasLiteral("error: ")
        || text.hasLiteral("failed to solve")
      {
        error = VertexTable.cut(text)
      }
    default:
      if let title = Self.title(text), !isInOutput {
        Self.add(Notice(ordinal: ordinal, text: [UInt8](title)), to: &titles)
      }
    }
  }

  /// Reads what a logger wrote.
  mutating func readMessage(_ text: ByteView, _ ordinal: Int) {
    if Self.isFailedImport(text) { note(text, ordinal, isBehind: false) }
  }

  /// The name in a line such as `Building web` or `== building web ==`.
  static func title(_ text: ByteView) -> ByteView? {
    var start = 0
    while start < text.count, start < 8, !text[start].isLetter { start += 1 }
    guard text.count < 120,
      text.hasLiteral("Building ", at: start) || text.hasLiteral("building ", at: start)
    else { return nil }
    var words = WordCursor(text.from(start + 9))
    guard var name = words.next() else { return nil }
    while let word = words.next() {
      for byte in word where byte.isLetter || byte.isDigit { return nil }
    }
    while let last = name.last, !last.isLetter, !last.isDigit { name = name.upTo(name.count - 1) }
    for byte in name where byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") { return nil }
    return name.count > 0 && name[0].isLetter ? name : nil
  }

  /// Whether a line says that a cache was to be imported and was not.
  private static func isFailedImport(_ text: ByteView) -> Bool {
    guard text.firstIndex(of: "cache import at ") != nil else { return false }
    return text.firstIndex(of: " skipped due to err") != nil
      || text.firstIndex(of: " not found due to err") != nil
      || text.firstIndex(of: " skipped: digest ") != nil
  }

  private mutating func note(_ text: ByteView, _ ordinal: Int, isBehind: Bool) {
    Self.add(
      Notice(ordinal: ordinal, text: VertexTable.cut(text), isBehind: isBehind), to: &failedImports)
  }

  private static func add(_ notice: Notice, to notices: inout [Notice]) {
    if notices.count == maximumCount { notices.removeFirst() }
    notices.append(notice)
  }
}

extension BuildNotices {
  /// Tells the builds, which are in the order of the log, what is said of them.
  func tell(_ builds: inout [Build]) {
    for index in builds.indices {
      let after = index > 0 ? builds[index - 1].line : 0
      for title in titles where title.ordinal > after && title.ordinal < builds[index].line {
        builds[index].title = title.text
      }
      if builds[index].steps.isEmpty, !error.isEmpty { builds[index].error = error }
    }
    guard !builds.isEmpty else { return }
    for notice in failedImports {
      var next = 0
      while next < builds.count, builds[next].line < notice.ordinal { next += 1 }
      let index = notice.isBehind ? max(next - 1, 0) : min(next, builds.count - 1)
      builds[index].importFailure = notice.text
    }
  }
}
