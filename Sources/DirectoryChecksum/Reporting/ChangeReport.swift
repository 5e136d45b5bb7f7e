/// Says what a comparison found, for people or for programs.
///
/// Appends to an array that its owner flushes; a list of changes can be written one by one.
package final class ChangeReport {
  package let comparison: Comparison
  /// What the sides are called: the operands of the command.
  package let beforeName: [UInt8]
  package let afterName: [UInt8]
  /// Whether the text may hold escape sequences for colours.
  package let usesColor: Bool
  /// What else is to be said of the sides: whole sentences, each a line at the end.
  package var notes: [[UInt8]] = []
  /// How many changes have been told one by one.
  var toldCount = 0

  package init(
    _ comparison: Comparison, beforeName: [UInt8], afterName: [UInt8], usesColor: Bool = false
  ) {
    self.comparison = comparison
    self.beforeName = beforeName
    self.afterName = afterName
    self.usesColor = usesColor
  }
}

extension ChangeReport {
  /// Appends the whole report for people.
  package func appendText(to output: inout [UInt8]) {
    appendHead(to: &output)
    for index in comparison.changes.indices { appendText(ofChange: index, to: &output) }
    appendFoot(to: &output)
  }

  /// Appends the whole report for programs: one JSON object a line.
  package func appendJSON(to output: inout [UInt8]) {
    for index in comparison.changes.indices { appendJSON(ofChange: index, to: &output) }
    appendJSONVerdicts(to: &output)
  }

  /// Appends why nothing can be said, without a line feed; nothing where something can.
  package func appendDoubt(to output: inout [UInt8]) {
    guard case .undecided(let doubt) = comparison.outcome else { return }
    switch doubt {
    case .formats:
      output.append("one side has content digests, the other BuildKit's: they can't be compared")
    case .nothingListed: output.append("a side lists nothing")
    case .noRoot:
      output.append("nothing listed differs, but a side lost its root line, which would prove it")
    case .unreadable: output.append("nothing else differs, but not everything could be read")
    case .missingLines:
      output.append("the content is the same, but a side lost lines, and with them modes")
    }
  }
}

extension Change.Aspect {
  /// The word that stands for it in every report.
  var word: StaticString {
    switch self {
    case .added: "added"
    case .removed: "removed"
    case .moved: "moved"
    case .kind: "kind"
    case .content: "content"
    case .target: "target"
    case .entry: "entry"
    case .mode: "mode"
    case .owner: "owner"
    case .attributes: "attributes"
    case .below: "below"
    case .unreadable: "unreadable"
    }
  }
}
