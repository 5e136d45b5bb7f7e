/// A line with which the classic builder, Buildah or Podman begins a step.
///
///     Step 4/6 : TEXT        the classic builder; of old without the total
///     STEP 4/6: TEXT         Buildah and Podman; of old without the total
///     [1/2] STEP 4/6: TEXT   with a stage's place among the stages, where there are several
///     [linux/arm64] [1/2] STEP 4/6: TEXT
package struct StepHeading {
  package let isBuildah: Bool
  /// Empty where the line names none.
  package private(set) var platform: Range<Int> = 0..<0
  /// The stage's place, from 1, and how many there are; 0 where the line does not say it.
  package private(set) var stage = 0
  package private(set) var stageCount = 0
  package let number: Int
  /// 0 where the line does not say it.
  package private(set) var count = 0
  /// Where in the line the instruction begins.
  package let textStart: Int

  /// Reads a line without its prefixes; nil where it is none.
  package init?(_ line: ByteView) {
    var start = 0
    for _ in 0..<3 where start < line.count && line[start] == UInt8(ascii: "[") {
      let limit = line.upTo(min(line.count, start + 100))
      guard let close = limit.firstIndex(of: UInt8(ascii: "]"), from: start),
        line.hasLiteral(" ", at: close + 1)
      else { return nil }
      if let place = Fraction(line, from: start + 1), place.end == close, place.numerator > 0 {
        (stage, stageCount) = (place.numerator, place.denominator)
      } else {
        guard Self.isPlatform(line.slice(start + 1, close)) else { return nil }
        platform = start + 1..<close
      }
      start = close + 2
    }
    isBuildah = line.hasLiteral("STEP ", at: start)
    guard isBuildah || start == 0 && line.hasLiteral("Step "),
      var end = line.digitsEnd(from: start + 5, limit: 6),
      let number = line.decimal(start + 5..<end)
    else { return nil }
    self.number = Int(number)
    if let place = Fraction(line, from: start + 5) {
      (count, end) = (place.denominator, place.end)
    }
    let separator: StaticString = isBuildah ? ": " : " : "
    guard line.hasLiteral(separator, at: end) else { return nil }
    textStart = end + separator.utf8CodeUnitCount
  }

  /// Whether what stands in brackets is a platform, rather than the name of a job or a pod.
  private static func isPlatform(_ text: ByteView) -> Bool {
    text.hasLiteral("linux/") || text.hasLiteral("windows/") || text.hasLiteral("freebsd/")
      || text.hasLiteral("darwin/")
  }

  /// Whether a line is one of Buildah's, whatever stands before its step.
  static func isBuildah(_ line: ByteView) -> Bool { StepHeading(line)?.isBuildah ?? false }
}

/// The seconds since a step began, which BuildKit's plain progress writes before output: three
/// decimals below 10 s, two below 100 s, one from there on.
enum StepTime {
  /// The offset behind the time that `text` begins with and the blank that follows.
  static func end(_ text: ByteView) -> Int? {
    guard let seconds = text.digitsEnd(from: 0, limit: 9), seconds < text.count,
      text[seconds] == UInt8(ascii: "."),
      let end = text.digitsEnd(from: seconds + 1, limit: 3)
    else { return nil }
    if end == text.count { return end }
    return text[end] == UInt8(ascii: " ") ? end + 1 : nil
  }
}
