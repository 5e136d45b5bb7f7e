// Reads the input as the arguments, which NULs part. Nothing is opened.

@testable import DirectoryChecksum
@testable import dchecksum

@c(LLVMFuzzerTestOneInput)
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = UnsafeBufferPointer(start: bytes, count: count)
  let words = input.split(separator: 0, omittingEmptySubsequences: false).map { [UInt8]($0) }
  let command: Command
  do throws(UsageError) { command = try Command([[UInt8]("dchecksum")] + words) } catch {
    require(isHarmless(error.message), "a message is harmless, and one line")
    return 0
  }
  do throws(CommandError) { try check(command) } catch {
    require(isHarmless(error.message), "a message is harmless, and one line")
  }
  return 0
}

private func check(_ command: Command) throws(CommandError) {
  switch command {
  case .scan(let options):
    if let depth = options.extent.maxDepth { require(depth >= 0, "no depth is negative") }
    try check(options.settings)
  case .diff(let options): try check(options.settings)
  case .explain(let options): try check(options.settings)
  case .why(let options):
    require(!options.paths.isEmpty, "one operand at least")
    for path in options.paths {
      guard let path = try? contextPath(path) else { continue }
      require(path.first != UInt8(ascii: "/"), "a path in the context is relative")
      require(!path.starts(with: Array("../".utf8)), "a path in the context leads nowhere else")
    }
    try check(options.ignore)
  case .steps(let options): require(1...2 ~= options.logs.count, "one log or two")
  case .extract, .answer: return
  }
}

private func check(_ settings: ScanSettings) throws(CommandError) {
  if let jobs = settings.jobs { require(1 <= jobs && jobs <= 1024, "there is a thread") }
  try check(settings.ignore)
}

private func check(_ settings: IgnoreSettings) throws(CommandError) {
  var settings = settings
  settings.file = nil
  settings.usesOwnFile = false
  let rules = try settings.rules(for: [UInt8(ascii: ".")])
  for rule in 0..<rules.count {
    require(isHarmless(Messages.place(of: rules[rule])), "a rule is shown harmless")
  }
}
