/// Makes listings of the runs that a log's lines were put together to.
///
/// Where a run ends is not always plain: a root line may be lost, and a step's header may come
/// between two lines of one listing. A run that may be the rest of another is tried with it, and
/// what the digests prove is kept.
struct RunAssembly {
  private let collector: RunCollector
  /// Whether the log was nothing but records.
  private let isPlain: Bool
  /// Whether its last line ended with a newline.
  private let isTerminated: Bool

  /// A run's rest is tried after each of so many pieces: a bound on the work.
  private static let maximumPieces = 8
  /// So many neighbours are asked whether a listing merely repeats them.
  private static let maximumNeighbours = 4

  init(_ collector: RunCollector, isPlain: Bool, isTerminated: Bool) {
    self.collector = collector
    self.isPlain = isPlain
    self.isTerminated = isTerminated
  }

  /// The listings, in order of first appearance.
  func listings() -> [Listing] {
    for run in collector.runs where !run.isRest { assemble(run) }
    // A rest stands where it began, perhaps behind runs of other streams.
    var order: [ListingRun] = []
    for run in collector.runs where run.listing != nil { order.append(run) }
    var found: [Listing] = []
    for index in order.indices {
      if let listing = order[index].listing, !isRepeat(listing, index, order) {
        found.append(listing)
      }
    }
    // A stream and its runs know each other, and so do the runs: nothing would ever be released, or
    // a chain of as many runs as a log may have at once, which takes more stack than there is.
    for stream in collector.streams { stream.run = nil }
    for run in collector.runs { run.forgetOthers() }
    return found
  }
}

extension RunAssembly {
  /// Makes the listings of a run and of the runs that may be its rest.
  private func assemble(_ first: ListingRun) {
    var pieces = [first]
    while let rest = pieces[pieces.count - 1].rest { pieces.append(rest) }
    let alone = RunAssessment.assess(first)
    if mendsRunBefore(first, alone) { return }
    // A root alone proves nothing.
    if pieces.count == 1 || alone.isComplete && alone.provenCount > 0 {
      add(alone, first, pieces, 1)
      return
    }
    let whole = ListingRun(pieces, 0..<pieces.count)
    let together = RunAssessment.assess(whole)
    if !together.isComplete {
      for count in 2..<max(2, min(pieces.count, Self.maximumPieces)) {
        let part = ListingRun(pieces, 0..<count)
        let assessment = RunAssessment.assess(part)
        if assessment.isComplete {
          add(assessment, part, pieces, count)
          return
        }
      }
    }
    let isBetter = together.failed.count < alone.failed.count || !alone.hasRoot
    if together.isComplete || isBetter && !together.isContradicted {
      add(together, whole, pieces, pieces.count)
    } else {
      add(alone, first, pieces, 1)
    }
  }

  /// Makes one listing of the first `count` pieces, which are `run`, and one of the others.
  private func add(
    _ assessment: RunAssessment, _ run: ListingRun, _ pieces: [ListingRun], _ count: Int
  ) {
    if !assessment.tree.records.isEmpty { pieces[0].listing = listing(assessment, run) }
    guard count < pieces.count else { return }
    let rest = ListingRun(pieces, count..<pieces.count)
    let assessment = RunAssessment.assess(rest)
    if !assessment.tree.records.isEmpty { pieces[count].listing = listing(assessment, rest) }
  }

  /// Whether a run is not one of its own: its root is the cut line of a directory whose name
  /// begins with a dot, and what follows belongs to the run before.
  private func mendsRunBefore(_ run: ListingRun, _ alone: RunAssessment) -> Bool {
    guard run.rootMayBeCut, let previous = run.previous, let listing = previous.listing else {
      return false
    }
    switch listing.integrity {
    case .complete, .partial: return false
    case .clipped, .damaged: break
    }
    if alone.isComplete, alone.tree.records.count > 1 { return false }
    let whole = ListingRun([previous, run], 0..<2, dropsRoots: true)
    let assessment = RunAssessment.assess(whole)
    guard assessment.isComplete || run.records.count <= (run.hasRoot ? 1 : 0) else { return false }
    previous.listing = self.listing(assessment, whole)
    return true
  }

  /// Whether a listing that is not complete only repeats records of another one: as a log does
  /// that shows a step's last lines once more, or prints clipped output again from the root on.
  private func isRepeat(_ listing: Listing, _ index: Int, _ order: [ListingRun]) -> Bool {
    if listing.integrity == .complete { return false }
    let first = max(0, index - Self.maximumNeighbours)
    let last = min(order.count - 1, index + Self.maximumNeighbours)
    for other in first...last where other != index {
      if let whole = order[other].listing,
        mayRepeat(order[index], order[other], isBehind: other > index), contains(whole, listing)
      {
        return true
      }
    }
    return false
  }

  private func mayRepeat(_ run: ListingRun, _ other: ListingRun, isBehind: Bool) -> Bool {
    if run.stream === other.stream, run.build == other.build, !run.notice.isEmpty {
      return !run.hasRoot || isBehind
    }
    return !run.hasRoot && run.stream.number == LogStream.bare
      && run.stream.source === other.stream.source
      && (run.label.isEmpty || run.label == other.label)
  }

  /// Whether all records of `part`, and others, are in `whole`, which is sorted the same way.
  private func contains(_ whole: Listing, _ part: Listing) -> Bool {
    guard whole.records.count > part.records.count, whole.format == part.format else {
      return false
    }
    var found = 0
    for record in whole.records
    where found < part.records.count && record == part.records[found] {
      found += 1
    }
    return found == part.records.count
  }
}

extension RunAssembly {
  private func listing(_ assessment: RunAssessment, _ run: ListingRun) -> Listing {
    let records = assessment.tree.records
    // A numbered step's header may come after its first record.
    let stream = run.stream
    let isLate = run.label.isEmpty && stream.number >= 0 && stream.build == run.build
    var findings = Listing.Findings()
    if let failed = assessment.failed.first { findings.failedDirectory = records[failed].path }
    if let unproven = assessment.unproven {
      findings.unprovenDirectory = records[unproven].path
    }
    findings.notice = run.notice
    findings.isTerminalCapture = run.isTerminalCapture
    findings.usesBackslashes = assessment.usesBackslashes
    return Listing(
      format: assessment.format, records: records, integrity: integrity(assessment, run),
      label: isLate ? stream.label : run.label,
      unprovenDirectories: assessment.unprovenDirectories, findings: findings)
  }

  private func integrity(_ assessment: RunAssessment, _ run: ListingRun) -> Listing.Integrity {
    if !assessment.hasRoot { return .partial }
    if assessment.isComplete {
      // Whether a root that output was clipped behind was alone, nothing tells.
      let isClipped = run.rootMayBeCut && !run.notice.isEmpty
      return isClipped && assessment.tree.records.count == 1 ? .clipped : .complete
    }
    if assessment.isContradicted { return .damaged }
    if !run.notice.isEmpty || assessment.lacksLines || collector.hasOverlongLine {
      return .clipped
    }
    return endsEarly(assessment, run) ? .clipped : .damaged
  }

  /// Whether the listing stops where its stream does, without the step's end.
  private func endsEarly(_ assessment: RunAssessment, _ run: ListingRun) -> Bool {
    guard let last = run.last, assessment.stopsAt(last) else { return false }
    if run.lastLine == collector.line {
      // In a file that is nothing but records, one wrong digest looks like one missing line.
      return !isPlain || !isTerminated || assessment.failed.count > 1
    }
    return run.stream.number >= 0 && !run.stream.isFinished && run.stream.build == run.build
  }
}
