// What an archive or an image can't tell was not compared: one line says so.

extension ChangeReport {
  /// Appends what was left out because a side can't know it; nothing where both know all.
  func appendUnknown(asMarkdown: Bool, to output: inout [UInt8]) {
    for note in before.notes + after.notes {
      // Names may be in it.
      if asMarkdown { output.append(code: note) } else { output.append(note) }
      output.append(UInt8(ascii: "\n"))
    }
    Self.appendUnknown(comparison.before.unknown, comparison.after.unknown, to: &output)
  }

  /// The same of two sides of which one lacks `old`, the other `new`.
  package static func appendUnknown(
    _ old: UnknownFacts, _ new: UnknownFacts, to output: inout [UInt8]
  ) {
    let names = Self.names
    var named: UnknownFacts = []
    for (fact, _) in names { named.insert(fact) }
    let (old, new) = (old.intersection(named), new.intersection(named))
    let unknown = old.union(new)
    if unknown.isEmpty { return }
    var line = [UInt8]("Not compared, as ")
    line.append(old.isEmpty ? "\"after\" lacks" : new.isEmpty ? "\"before\" lacks" : "both lack")
    line.append(" them:")
    for (fact, name) in names where unknown.contains(fact) {
      if line.count + name.utf8CodeUnitCount > Self.longestLine {
        output.append(line)
        line = [UInt8]("\n ")
      }
      line.append(UInt8(ascii: " "))
      line.append(name)
      line.append(UInt8(ascii: ","))
    }
    line.removeLast()
    output.append(line)
    output.append(".\n")
  }

  private static let longestLine = 77

  private static var names: [(UnknownFacts, StaticString)] {
    [
      (.modes, "modes"),
      (.setIDs, "set-ID bits"), (.rootMode, "the mode of the directory itself"),
      (.owners, "owners"), (.attributes, "extended attributes"),
      (.emptyDirectories, "empty directories"), (.specials, "FIFOs and devices"),
    ]
  }
}
