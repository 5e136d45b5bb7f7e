extension ChangeReport {
  func isExplainedByUmask(_ index: Int) -> Bool {
    guard let shift = comparison.umaskShift else { return false }
    return shift.explains(comparison.changes, index)
  }

  /// Appends `214 files 0644 -> 0664, 31 directories 0755 -> 0775: umask 022 -> 002`.
  func appendUmaskShift(to output: inout [UInt8]) {
    guard let shift = comparison.umaskShift else { return }
    // By the mode before, files first; the mode after follows from it.
    var counts = [Int](repeating: 0, count: UmaskShift.slots)
    for index in comparison.changes.indices where isExplainedByUmask(index) {
      guard let old = comparison.changes[index].before, let mode = old.metadata?.mode else {
        continue
      }
      counts[UmaskShift.slot(mode, isDirectory: old.kind == .directory)] += 1
    }
    appendWord(.mode, to: &output)
    var isFirst = true
    for slot in counts.indices where counts[slot] > 0 {
      if !isFirst { output.append(", ") }
      isFirst = false
      let isDirectory = slot >= UmaskShift.slot(0, isDirectory: true)
      let mode = UInt16(slot & 0o7777)
      let base: UInt16 = isDirectory || mode & 0o111 != 0 ? 0o777 : 0o666
      output.append(
        isDirectory ? "{directory|directories} " : "{file|files} ", count: counts[slot])
      output.append(octal: mode, digits: 4)
      output.append(" -> ")
      output.append(octal: mode & 0o7000 | base & ~shift.after, digits: 4)
    }
    output.append(": umask ")
    output.append(octal: shift.before, digits: 3)
    output.append(" -> ")
    output.append(octal: shift.after, digits: 3)
    output.append("\n")
  }
}
