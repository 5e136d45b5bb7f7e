extension ChangeReport {
  func isExplainedByUmask(_ index: Int) -> Bool {
    let changes = comparison.changes
    guard let shift = comparison.umaskShift else { return false }
    return UmaskShift.isModeAlone(changes, index) && shift.explains(changes[index])
  }

  /// Appends `214 files 0644 -> 0664, 31 directories 0755 -> 0775: umask 022 -> 002`.
  func appendUmaskShift(to output: inout [UInt8]) {
    guard let shift = comparison.umaskShift else { return }
    // By the mode before, files first; the mode after follows from it.
    var counts = [Int](repeating: 0, count: UmaskShift.slots)
    var modes = [UInt16](repeating: 0, count: UmaskShift.slots)
    for index in comparison.changes.indices where isExplainedByUmask(index) {
      guard let (old, new) = comparison.changes[index].sides, let mode = old.metadata?.mode else {
        continue
      }
      let slot = UmaskShift.slot(mode, isDirectory: old.kind == .directory)
      counts[slot] += 1
      modes[slot] = new.metadata?.mode ?? 0
    }
    appendWord(.mode, to: &output)
    var isFirst = true
    for slot in counts.indices where counts[slot] > 0 {
      if !isFirst { output.append(", ") }
      isFirst = false
      if slot < UmaskShift.slot(0, isDirectory: true) {
        output.append(count: counts[slot], "file", "files")
      } else {
        output.append(count: counts[slot], "directory", "directories")
      }
      output.append(UInt8(ascii: " "))
      output.append(octal: UInt16(slot & 0o7777), digits: 4)
      output.append(" -> ")
      output.append(octal: modes[slot], digits: 4)
    }
    output.append(": umask ")
    output.append(octal: shift.before, digits: 3)
    output.append(" -> ")
    output.append(octal: shift.after, digits: 3)
    output.append("\n")
  }
}
