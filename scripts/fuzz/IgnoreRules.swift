// Reads the input, up to its first NUL, as an ignore file, and what follows as paths that NULs
// part; asks what becomes of each.

@testable import DirectoryChecksum

@c(LLVMFuzzerTestOneInput)
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
  let parts = input.split(separator: 0, omittingEmptySubsequences: false)
  let rules = IgnoreRules()
  do throws(IgnoreError) {
    try rules.append(file: [UInt8](parts[0]), source: [])
  } catch {
    // The rules before the fault are there.
  }
  for part in parts.dropFirst().prefix(8) {
    guard let path = try? contextPath([UInt8](part)), !path.isEmpty else { continue }
    check(rules, path)
  }
  return 0
}

private func check(_ rules: IgnoreRules, _ path: [UInt8]) {
  path.withUnsafeBytes { bytes in
    let probe = PathProbe(bytes)
    var scratch = MatchScratch()
    for rule in 0..<rules.count where rules.storage.gates[rule].turnsAway(probe) {
      require(!rules.storage.matches(rule, bytes, &scratch), "a gate turns away no match")
    }
    for word in scratch.words { require(word == 0, "a comparison leaves nothing behind") }
  }
  guard let answer = try? rules.explain(path) else { return }
  require(answer.decidedByteCount <= path.count, "what is decided about is part of the path")
  if let rule = answer.rule {
    require(rules[rule].isException != answer.isExcluded, "an exception keeps, a rule leaves out")
  } else {
    require(!answer.isExcluded, "nothing is left out without a rule")
  }
  if let rule = answer.emptyingRule { require(rule < rules.count, "a rule is one of the list") }
  for kind in [EntryKind.file, .directory, .link] {
    let other = try? rules.explain(path, kind: kind)
    require(other?.isExcluded == answer.isExcluded, "the kind has no say in what is left out")
    require(other?.rule == answer.rule, "the kind has no say in which rule decides")
  }
}
