// Reads the input as two logs of builds, twice, cut at different places, compares their steps, and
// writes every report on them.

@testable import DirectoryChecksum

@c(LLVMFuzzerTestOneInput)
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = UnsafeRawBufferPointer(start: bytes, count: count)
  let half = input.count / 2
  let parts = [
    UnsafeRawBufferPointer(rebasing: input[..<half]),
    UnsafeRawBufferPointer(rebasing: input[half...]),
  ]
  // The first byte chooses how else the input is cut.
  let size = 1 + Int(input.first ?? 0) % 67
  let logs = parts.map { part in
    let whole = log(in: part, piecesOf: max(part.count, 1))
    requireEqual(whole, log(in: part, piecesOf: size))
    return whole
  }
  let comparison = LogComparison(logs[0], logs[1])
  require(comparison.comparisons.count == comparison.listings.pairs.count, "a pair is compared")
  let report = StepReport(comparison.steps, beforeName: [0x61], afterName: [0x62])
  var output: [UInt8] = []
  report.appendJSON(to: &output)
  requireHarmlessLines(output)
  output = []
  report.appendText(to: &output)
  requireHarmlessLines(output)
  output = []
  report.appendMarkdown(to: &output)
  requireHarmlessLines(output)
  require(output.count <= 60 << 10, "a summary is not too long")
  output = []
  StepReport(logs[0], name: [0x61]).appendText(to: &output)
  requireHarmlessLines(output)
  let own = LogComparison(logs[0], logs[0], isSame: true)
  require(own.steps.rerunCount == 0 && !own.isDifferent, "a log is the same as itself")
  return 0
}

private func log(in input: UnsafeRawBufferPointer, piecesOf size: Int) -> BuildLog {
  var reader = BuildLog.Reader()
  var start = 0
  while start < input.count {
    let end = min(start + size, input.count)
    reader.consume(UnsafeRawBufferPointer(rebasing: input[start..<end]))
    start = end
  }
  return reader.finish()
}

private func requireEqual(_ left: BuildLog, _ right: BuildLog) {
  require(left.builds.count == right.builds.count, "pieces do not matter to builds")
  for (first, second) in zip(left.builds, right.builds) {
    require(first.steps.count == second.steps.count, "pieces do not matter to steps")
    for (one, other) in zip(first.steps, second.steps) {
      require(
        one.text == other.text && one.state == other.state && one.place == other.place,
        "pieces do not matter to a step")
    }
  }
}

private func requireHarmlessLines(_ output: [UInt8]) {
  for line in output.split(separator: 0x0a) {
    require(isHarmless(Array(line)), "a line of a report is harmless")
  }
}
