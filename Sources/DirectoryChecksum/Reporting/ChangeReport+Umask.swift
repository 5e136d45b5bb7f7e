extension ChangeReport {
  func isExplainedByUmask(_ index: Int) -> Bool {
    guard let shift = comparison.umaskShift,
      UmaskShift.isModeAlone(comparison.changes, index),
      let (old, new) = comparison.records(of: comparison.changes[index])
    else { return false }
    return shift.explains(old, new)
  }

  /// Appends `214 files 0644 -> 0664, 31 directories 0755 -> 0775: umask 022 -> 002`.
  func appendUmaskShift(to output: inout [UInt8]) {
    guard let shift = comparison.umaskShift else { return }
    // By the mode before, files first; the mode after follows from it.
    var counts = [Int](repeating: 0, count: 8192)
    for index in comparison.changes.indices where isExplainedByUmask(index) {
      guard let (old, _) = comparison.records(of: comparison.changes[index]),
        let mode = old.metadata?.mode
      else { continue }
      counts[Int(mode & 0o7777) + (old.kind == .directory ? 4096 : 0)] += 1
    }
    appendWord(.mode, to: &output)
    var isFirst = true
    for slot in counts.indices where counts[slot] > 0 {
      if !isFirst { output.append(", ") }
      isFirst = false
      let isDirectory = slot >= 4096
      let mode = UInt16(slot & 4095)
      let base: UInt16 = isDirectory || mode & 0o111 != 0 ? 0o777 : 0o666
      output.append(
        count: counts[slot], isDirectory ? "directory" : "file",
        isDirectory ? "directories" : "files")
      output.append(" ")
      output.append(mode: mode)
      output.append(" -> ")
      output.append(mode: mode & 0o7000 | base & ~shift.after)
    }
    output.append(": umask ")
    output.append(umask: shift.before)
    output.append(" -> ")
    output.append(umask: shift.after)
    output.append("\n")
  }
}

extension [UInt8] {
  /// Appends a umask in three octal digits.
  fileprivate mutating func append(umask: UInt16) {
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: umask >> 6 & 7))
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: umask >> 3 & 7))
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: umask & 7))
  }
}
