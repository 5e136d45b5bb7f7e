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
  /// Whether the text may hold escape sequences for colours.
  var usesColor: Bool {
    guard style == .text else { return false }
    return switch color {
    case .always: true
    case .never: false
    case .auto: !Process.isSet("NO_COLOR") && Process.isTerminal(Console.standardOutput)
    }
  }
}
