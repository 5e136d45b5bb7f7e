// Reads the input as a Dockerfile, its first NUL and what follows it as a build argument, and asks
// what a build takes from a small context and which steps run again when nothing has changed.

@testable import DirectoryChecksum

private let tree: ContextTree = {
  var records: [Record] = []
  func add(_ path: String, _ kind: EntryKind, target: String? = nil) {
    records.append(
      Record(
        digest: HashFunction.sha256.digest(of: Array(path.utf8)), kind: kind,
        path: Array(path.utf8), metadata: Metadata(mode: 0o755, owner: 0, group: 0),
        target: target.map { Array($0.utf8) }))
  }
  add(".", .directory)
  add("d", .directory)
  add("d/e", .directory)
  add("d/e/b.md", .file)
  add("d/x.txt", .file)
  add("d/up", .link, target: "../a.txt")
  add("a.txt", .file)
  add("link", .link, target: "d")
  add("loop", .link, target: "loop")
  return ContextTree(Listing(format: .buildkit, records: records), .all)
}()

@c(LLVMFuzzerTestOneInput)
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
  let parts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
  let text = [UInt8](parts[0])
  let arguments = parts.count > 1 ? [[UInt8](parts[1])] : []
  let lineCount = text.reduce(1) { $0 + ($1 == 0x0a ? 1 : 0) }
  do throws(DockerfileError) {
    let dockerfile = try Dockerfile(text)
    let plan = try BuildPlan(dockerfile, arguments: arguments)
    var last = 0
    for step in plan.steps {
      require(step.line >= 1 && step.line <= lineCount, "a step stands in a line of the file")
      require(step.instruction.endLine <= lineCount, "an instruction ends in the file")
      require(step.stage >= last, "stages are in order")
      last = step.stage
      for selector in step.selectors {
        require(selector.path.first == 0x2f, "a path begins at the root")
      }
    }
    check(ContextUse(plan, tree))
  } catch {
    let line = error.line ?? 1
    require(line >= 1 && line <= lineCount, "a fault is in a line of the file")
    require(isHarmless(error.fault.words), "what is said of it does no harm")
  }
  return 0
}

private func check(_ use: ContextUse) {
  for taking in use.takings {
    let fails = taking.fault != nil
    require((taking.selection == nil) == fails, "what does not fail takes something")
    var end = 0
    for range in taking.selection?.entries ?? [] {
      require(range.lowerBound >= end && range.upperBound <= tree.count, "entries are in order")
      require(!range.isEmpty, "no range is empty")
      end = range.upperBound
    }
  }
  let report = ExplainReport(use, dockerfile: [0x44], context: [0x2e], ignoreFile: [], hints: [])
  var text: [UInt8] = []
  report.appendText(to: &text)
  report.appendMarkdown(to: &text)
  report.appendJSON(to: &text)
  for line in text.split(separator: 0x0a) {
    require(isHarmless([UInt8](line)), "what is shown does no harm")
  }
}
