// What an archive or an image can't tell was not compared: one line says so.

extension ChangeReport {
  /// Appends what was left out because a side can't know it; nothing where both know all.
  func appendUnknown(asMarkdown: Bool, to output: inout [UInt8]) {
    for note in before.notes + after.notes {
      // Names may be in it.
      if asMarkdown { output.append(code: note) } else { output.append(note) }
      output.append(UInt8(ascii: "\n"))
    }
    let names = Self.names
    let (old, new) = (comparison.before.unknown, comparison.after.unknown)
    let unknown = old.union(new)
    var count = 0
    for (fact, _) in names where unknown.contains(fact) { count += 1 }
    if count == 0 { return }
    output.append("Left out, since ")
    output.append(
      old.isEmpty ? "\"after\" does" : new.isEmpty ? "\"before\" does" : "the sides do")
    output.append(" not keep it all: ")
    var separator: StaticString = ""
    for (fact, name) in names where unknown.contains(fact) {
      output.append(separator)
      output.append(name)
      separator = ", "
    }
    output.append(".\n")
  }

  private static var names: [(UnknownFacts, StaticString)] {
    [
      (.modes, "modes"), (.groupModes, "modes but the owner's x bit of files"),
      (.setIDs, "set-ID bits"), (.rootMode, "the mode of the directory itself"),
      (.owners, "owners"), (.attributes, "extended attributes"),
      (.emptyDirectories, "empty directories"), (.specials, "FIFOs and devices"),
    ]
  }
}
