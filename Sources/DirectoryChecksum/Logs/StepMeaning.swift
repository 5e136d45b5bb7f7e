/// What a line without a number says about the output that follows.
enum StepMeaning {
  /// A step with this label begins.
  case begins(label: ByteView)
  /// The step before is over.
  case ends

  /// What `text`, a line without its prefixes, says; nil where that is nothing. `hasLevel`:
  /// whether it came from a logger.
  static func of(_ text: ByteView, hasLevel: Bool) -> StepMeaning? {
    let line = text.withoutLeadingBlanks.withoutTrailingBlanks
    guard line.count > 0 else { return nil }
    switch line[0] {
    case UInt8(ascii: "S"):
      if StepHeading(line) != nil { return .begins(label: line) }
      return line.hasLiteral("Successfully ") ? .ends : nil
    case UInt8(ascii: "["):
      return StepHeading(line) != nil || isBuildKit(line) ? .begins(label: line) : nil
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

  /// `[stage-0 4/6] RUN ...`: BuildKit's name of a step, which some systems show without the
  /// number.
  private static func isBuildKit(_ line: ByteView) -> Bool {
    let limit = line.upTo(min(line.count, PrefixShape.maximumName))
    guard let close = limit.firstIndex(of: UInt8(ascii: "]")), line.hasLiteral(" ", at: close + 1)
    else { return false }
    var index = close
    while index > 0, line[index - 1].isDigit { index -= 1 }
    guard index < close, index > 1, line[index - 1] == UInt8(ascii: "/"), line[index - 2].isDigit
    else { return false }
    return close + 2 < line.count && line[close + 2] &- UInt8(ascii: "A") < 26
  }

  /// `# listing N STATUS LABEL`, as `dchecksum extract` writes before each listing.
  private static func extracted(_ line: ByteView) -> StepMeaning? {
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
