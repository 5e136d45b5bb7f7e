import DirectoryChecksum

/// What the command line wants a report to look like.
struct ReportSettings {
  enum Style {
    /// For people.
    case text
    /// One JSON object a line, for programs.
    case json
    /// For a job summary or a comment.
    case markdown
  }

  enum Color: Int {
    case auto, always, never
  }

  var style = Style.text
  var color = Color.auto
  /// Whether each path is shown, however many there are.
  var listsAll = false

  init(_ invocation: Invocation) throws(UsageError) {
    try invocation.exclude(.json, .markdown)
    if invocation.has(.json) { style = .json }
    if invocation.has(.markdown) { style = .markdown }
    color = Color(rawValue: try invocation.choice(.color)) ?? .auto
    listsAll = invocation.has(.list)
  }
}

extension ReportSettings {
  /// What a report for people looks like.
  var look: ReportLook { ReportLook(usesColor: usesColor, listsAll: listsAll) }

  /// Whether the text may hold escape sequences for colours.
  private var usesColor: Bool {
    guard style == .text else { return false }
    return switch color {
    case .always: true
    case .never: false
    case .auto: !Process.isSet("NO_COLOR") && Process.isTerminal(Console.standardOutput)
    }
  }
}

extension ReportSettings {
  /// Prints a report in the style that is wanted.
  func print(_ report: ChangeReport) throws(CommandError) {
    var writer = BufferedWriter(Console.standardOutput)
    do throws(Errno) {
      switch style {
      case .text: report.appendText(to: &writer.buffer)
      case .json:
        for index in report.comparison.changes.indices {
          report.appendJSON(ofChange: index, to: &writer.buffer)
          try writer.flushIfFull()
        }
        report.appendJSONVerdicts(to: &writer.buffer)
      case .markdown: report.appendMarkdown(to: &writer.buffer)
      }
      try writer.flush()
    } catch {
      throw Console.failedToWrite(error)
    }
  }
}
