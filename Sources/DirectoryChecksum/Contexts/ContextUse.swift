/// What the instructions of a build take from a context.
///
/// A class, so that what is made of it need not be as large as a tree.
package final class ContextUse: Sendable {
  /// What one step takes.
  package struct Taking: Sendable {
    /// The index of the step among those of the plan.
    package fileprivate(set) var step: Int
    /// A number that those share which ask for the same.
    let request: Int
    /// Nil where the instruction fails.
    package fileprivate(set) var selection: Selection?
    /// Why it fails.
    package fileprivate(set) var fault: DockerfileFault?
    /// How many entries that are no directories it takes, and how many bytes of files.
    package fileprivate(set) var fileCount = 0
    package fileprivate(set) var byteCount: UInt64 = 0
  }

  package let plan: BuildPlan
  package let tree: ContextTree
  /// One for each step that takes something, in the order of the steps.
  package let takings: [Taking]

  package init(_ plan: BuildPlan, _ tree: ContextTree) {
    self.plan = plan
    self.tree = tree
    let steps = plan.steps
    var taker = ContextTaker(steps, tree)
    var takings: [Taking] = []
    for (index, step) in steps.enumerated() where step.takesContext {
      takings.append(taker.taking(of: step, at: index))
    }
    self.takings = takings
  }

  /// The place among the takings of what a step takes; nil where it takes nothing.
  package func place(of step: Int) -> Int? {
    let place = lowerBound(below: takings.count) { takings[$0].step < step }
    return place < takings.count && takings[place].step == step ? place : nil
  }

  /// Whether some instruction takes it, for each entry of the tree.
  package var isTaken: [Bool] {
    // How many of what is taken begin at an entry, less how many end before it.
    var begun = [Int](repeating: 0, count: tree.count + 1)
    for taking in takings {
      for range in taking.selection?.entries ?? [] {
        begun[range.lowerBound] += 1
        begun[range.upperBound] -= 1
      }
    }
    var isTaken = [Bool](repeating: false, count: tree.count)
    var open = 0
    for node in isTaken.indices {
      open += begun[node]
      isTaken[node] = open > 0
    }
    return isTaken
  }

  /// The lines of the instructions that take the entry at `path`, or something below it.
  package func lines(taking path: [UInt8]) -> [Int] {
    let destination = tree.destination(of: path, followsLast: false, isPresent: { _ in true })
    guard case .entry(let node) = destination else { return [] }
    let range = node..<tree.nodes[node].end
    var lines: [Int] = []
    for taking in takings {
      guard let entries = taking.selection?.entries else { continue }
      let place = lowerBound(below: entries.count) { entries[$0].upperBound <= range.lowerBound }
      guard place < entries.count, entries[place].overlaps(range) else { continue }
      let line = plan.steps[taking.step].line
      if lines.last != line { lines.append(line) }
    }
    return lines
  }
}

/// Works out what steps take.
private struct ContextTaker: ~Copyable {
  /// Why a step fails before anything is sent.
  private var faults: [DockerfileFault?]
  private let view: ContextView
  private var matches: WildcardMatches
  private let totals: Totals
  /// What was worked out: stages often copy the same.
  private var known: [ContextUse.Taking] = []
  private var requests = ByteTable()

  init(_ steps: [PlannedStep], _ tree: ContextTree) {
    faults = [DockerfileFault?](repeating: nil, count: steps.count)
    var requested: [[UInt8]] = []
    for (index, step) in steps.enumerated() {
      faults[index] = Self.malformedPattern(of: step)
      if faults[index] == nil { for path in step.requested { requested.append(path) } }
    }
    matches = WildcardMatches(tree)
    var sent = SentEntries()
    do throws(DockerfileFault) { sent = try SentEntries(requested, of: tree, &matches) } catch {
      // A pattern that is malformed only when it is used fails again where it is asked for.
    }
    view = ContextView(tree: tree, sent: sent)
    totals = Totals(tree)
  }

  /// A pattern of the step with which the client fails already.
  private static func malformedPattern(of step: PlannedStep) -> DockerfileFault? {
    for path in step.requested where path.count > 1 {
      let name = path.withUnsafeBufferPointer { [UInt8]($0.from(1)) }
      do throws(DockerfileFault) { _ = try PathFilter([name]) } catch { return error }
      let isWildcard = name.withUnsafeBufferPointer { WildcardPath.isWildcard($0) }
      if isWildcard, !WildcardPath(pattern: name).isWellFormed {
        return DockerfileFault(.badPattern, name)
      }
    }
    return nil
  }

  /// What the step with this index takes.
  mutating func taking(of step: PlannedStep, at index: Int) -> ContextUse.Taking {
    // All that fail so are one request, which is in no cache.
    var key: [UInt8] = []
    if faults[index] == nil { for selector in step.selectors { selector.appendKey(to: &key) } }
    let request = requests.add(key)
    var taking = ContextUse.Taking(step: index, request: request, fault: faults[index])
    if taking.fault == nil {
      if request < known.count {
        taking = known[request]
        taking.step = index
        return taking
      }
      do throws(DockerfileFault) {
        let selection = try view.selection(step.selectors, &matches)
        (taking.fileCount, taking.byteCount) = totals.sum(of: selection)
        taking.selection = selection
      } catch {
        taking.fault = error
      }
    }
    if request == known.count { known.append(taking) }
    return taking
  }
}

/// How many files and bytes there are before each entry of a tree.
private struct Totals {
  private var files = [0]
  private var bytes: [UInt64] = [0]

  init(_ tree: ContextTree) {
    files.reserveCapacity(tree.count + 1)
    bytes.reserveCapacity(tree.count + 1)
    var (fileCount, byteCount): (Int, UInt64) = (0, 0)
    for node in 0..<tree.count {
      if tree.nodes[node].kind != .directory { fileCount += 1 }
      byteCount &+= tree.contents[node].size
      files.append(fileCount)
      bytes.append(byteCount)
    }
  }

  func sum(of selection: Selection) -> (files: Int, bytes: UInt64) {
    var (fileCount, byteCount): (Int, UInt64) = (0, 0)
    for range in selection.entries {
      fileCount += files[range.upperBound] - files[range.lowerBound]
      byteCount &+= bytes[range.upperBound] &- bytes[range.lowerBound]
    }
    return (fileCount, byteCount)
  }
}
