/// The lines with which builders without line prefixes say which step runs now.
enum StepHeader {
  /// What such a line says about the output that follows.
  enum Meaning {
    /// A step with this label begins.
    case begins(label: ByteView)
    /// The step before is over.
    case ends
  }

  /// What `text`, a line without its prefixes, says. `hasLevel`: whether it came from a logger.
  static func meaning(_ text: ByteView, hasLevel: Bool) -> Meaning? {
    let line = text.withoutLeadingBlanks.withoutTrailingBlanks
    guard line.count > 0 else { return nil }
    switch line[0] {
    case UInt8(ascii: "S"):
      if isClassic(line) || isBuildah(line) { return .begins(label: line) }
      return line.hasLiteral("Successfully ") ? .ends : nil
    case UInt8(ascii: "["):
      return isBuildah(line) ? .begins(label: line) : nil
    case UInt8(ascii: "R"):
      // kaniko.
      if hasLevel, line.hasLiteral("Running: [") { return .begins(label: line) }
      return line.hasLiteral("Removing intermediate container ") ? .ends : nil
    case UInt8(ascii: "T"):
      return hasLevel && line.hasLiteral("Taking snapshot of ") ? .ends : nil
    case UInt8(ascii: "-"):
      // `---> IMAGE` of the classic builder, `--> IMAGE` of Buildah.
      let arrow = line.hasLiteral("---> ") ? 5 : 4
      guard arrow == 5 || line.hasLiteral("--> "), arrow < line.count else { return nil }
      return line.from(arrow).allSatisfy { $0.isLowerHexadecimalDigit } ? .ends : nil
    case UInt8(ascii: "#"):
      return extracted(line)
    default: return nil
    }
  }

  /// `Step 4/6 : RUN ...` or, of old, `Step 4 : RUN ...`.
  private static func isClassic(_ line: ByteView) -> Bool {
    guard line.hasLiteral("Step "), var end = line.digitsEnd(from: 5) else { return false }
    if end < line.count, line[end] == UInt8(ascii: "/") {
      guard let total = line.digitsEnd(from: end + 1) else { return false }
      end = total
    }
    return line.hasLiteral(" : ", at: end)
  }

  /// `STEP 4/6: RUN ...`, with the stage and the platform before it where there are several.
  static func isBuildah(_ line: ByteView) -> Bool {
    var start = 0
    for _ in 0..<3 where start < line.count && line[start] == UInt8(ascii: "[") {
      let limit = line.upTo(min(line.count, start + 100))
      guard let close = limit.firstIndex(of: UInt8(ascii: "]"), from: start),
        line.hasLiteral(" ", at: close + 1)
      else { return false }
      start = close + 2
    }
    guard line.hasLiteral("STEP ", at: start), var end = line.digitsEnd(from: start + 5) else {
      return false
    }
    if end < line.count, line[end] == UInt8(ascii: "/") {
      guard let total = line.digitsEnd(from: end + 1) else { return false }
      end = total
    }
    return line.hasLiteral(": ", at: end)
  }

  /// `# listing N STATUS LABEL`, as `dchecksum extract` writes before each listing.
  private static func extracted(_ line: ByteView) -> Meaning? {
    guard line.hasLiteral("# listing "), let number = line.digitsEnd(from: 10),
      line.hasLiteral(" ", at: number),
      let label = line.firstIndex(of: UInt8(ascii: " "), from: number + 1)
    else { return nil }
    let status = line.slice(number + 1, label)
    guard
      status.isLiteral("complete") || status.isLiteral("clipped") || status.isLiteral("damaged")
        || status.isLiteral("partial")
    else { return nil }
    let text = line.from(label + 1)
    return text.isLiteral("-") ? .ends : .begins(label: text)
  }
}
