// Reads the input as the arguments, which NULs part. Nothing is opened.

@testable import DirectoryChecksum
@testable import dchecksum

@c(LLVMFuzzerTestOneInput)
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = UnsafeBufferPointer(start: bytes, count: count)
  let words = input.split(separator: 0, omittingEmptySubsequences: false).map { [UInt8]($0) }
  do throws(CommandError) {
    try check(CommandParser([[UInt8]("dchecksum")] + words).parse())
  } catch {
    require(isHarmless(error.message), "a message is harmless, and one line")
  }
  return 0
}

private func check(_ options: Options) throws(CommandError) {
  if let jobs = options.jobs { require(1 <= jobs && jobs <= 1024, "there is a thread") }
  if let depth = options.maxDepth { require(depth >= 0, "no depth is negative") }
  if options.answer != nil { return }
  switch options.command {
  case .scan, .extract: require(options.operands.count == 1, "one operand")
  case .diff: require(options.operands.count == 2, "two operands")
  case .why: require(!options.operands.isEmpty, "one operand at least")
  }
  for operand in options.operands {
    guard let path = try? contextPath(operand) else { continue }
    require(path.first != UInt8(ascii: "/"), "a path in the context is relative")
    require(!path.starts(with: Array("../".utf8)), "a path in the context leads nowhere else")
  }
  options.ignoreFile = nil
  options.usesOwnIgnoreFile = false
  let rules = try options.rules(for: [UInt8(ascii: ".")])
  for rule in 0..<rules.count {
    require(isHarmless(Messages.place(of: rules[rule])), "a rule is shown harmless")
  }
}
