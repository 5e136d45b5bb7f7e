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
  /// For each run the one that may be its rest; -1 for none.
  private var rests: [Int]
  /// The listings that were made, each of the run of the same place in `firstRuns` and its rests.
  private var listings: [Listing] = []
  private var firstRuns: [Int] = []
  /// For each run the place of the listing that begins with it; -1 for none.
  private var places: [Int]

  /// A run's rest is tried after each of so many pieces: a bound on the work.
  private static let maximumPieces = 8
  /// So many neighbours are asked whether a listing merely repeats them.
  private static let maximumNeighbours = 4

  init(_ collector: RunCollector, isPlain: Bool, isTerminated: Bool) {
    self.collector = collector
    self.isPlain = isPlain
    self.isTerminated = isTerminated
    rests = [Int](repeating: -1, count: collector.runs.count)
    places = rests
    for index in collector.runs.indices where collector.runs[index].continued >= 0 {
      rests[collector.runs[index].continued] = index
    }
  }

  /// The listings, in order of first appearance.
  mutating func assembled() -> [Listing] {
    for index in collector.runs.indices where collector.runs[index].continued < 0 {
      assemble(index)
    }
    // A rest stands where it began, perhaps behind runs of other streams.
    var order: [Int] = []
    for place in places where place >= 0 { order.append(place) }
    var found: [Listing] = []
    for index in order.indices where !isRepeat(index, order) {
      found.append(listings[order[index]])
    }
    return found
  }
}

extension RunAssembly {
  /// Adds the listings of a run and of the runs that may be its rest.
  @inline(never)
  private mutating func assemble(_ first: Int) {
    var pieces = [first]
    while rests[pieces[pieces.count - 1]] >= 0 { pieces.append(rests[pieces[pieces.count - 1]]) }
    let run = collector.runs[first]
    let alone = RunAssessment(run)
    if mendsRunBefore(run, alone) { return }
    // A root alone proves nothing.
    if pieces.count == 1 || alone.isComplete && alone.provenCount > 0 {
      add(alone, run, first)
      addRest(pieces, from: 1)
      return
    }
    let whole = combined(pieces, 0, pieces.count)
    let together = RunAssessment(whole)
    if together.isComplete {
      add(together, whole, first)
      return
    }
    var count = 2
    while count < min(pieces.count, Self.maximumPieces) {
      let part = combined(pieces, 0, count)
      let assessment = RunAssessment(part)
      if assessment.isComplete {
        add(assessment, part, first)
        addRest(pieces, from: count)
        return
      }
      count += 1
    }
    let isBetter = together.failed.count < alone.failed.count || !alone.hasRoot
    if isBetter, !together.isContradicted {
      add(together, whole, first)
    } else {
      add(alone, run, first)
      addRest(pieces, from: 1)
    }
  }

  private mutating func addRest(_ pieces: [Int], from start: Int) {
    guard start < pieces.count else { return }
    let rest = combined(pieces, start, pieces.count)
    add(RunAssessment(rest), rest, pieces[start])
  }

  private func combined(_ pieces: [Int], _ start: Int, _ end: Int) -> ListingRun {
    var run = collector.runs[pieces[start]]
    for index in start + 1..<end { run.take(collector.runs[pieces[index]]) }
    return run
  }

  /// Whether a run is not one of its own: its root is the cut line of a directory whose name
  /// begins with a dot, and what follows belongs to the run before.
  private mutating func mendsRunBefore(_ run: ListingRun, _ alone: RunAssessment) -> Bool {
    guard run.rootMayBeCut, run.previous >= 0, places[run.previous] >= 0 else { return false }
    let place = places[run.previous]
    switch listings[place].integrity {
    case .complete, .partial: return false
    case .clipped, .damaged: break
    }
    if alone.isComplete, alone.tree.entries.count > 1 { return false }
    var rest = run
    rest.removeRoot()
    var whole = collector.runs[run.previous]
    whole.take(rest)
    let assessment = RunAssessment(whole)
    guard assessment.isComplete || rest.records.isEmpty else { return false }
    listings[place] = listing(assessment, whole)
    return true
  }

  /// Whether a listing that is not complete only repeats records of another one: as a log does
  /// that shows a step's last lines once more, or prints clipped output again from the root on.
  private func isRepeat(_ index: Int, _ order: [Int]) -> Bool {
    let place = order[index]
    if listings[place].integrity == .complete { return false }
    let first = max(0, index - Self.maximumNeighbours)
    let last = min(order.count - 1, index + Self.maximumNeighbours)
    for other in first...last where other != index {
      if mayRepeat(firstRuns[place], firstRuns[order[other]], isBehind: other > index),
        contains(listings[order[other]], listings[place])
      {
        return true
      }
    }
    return false
  }

  private func mayRepeat(_ index: Int, _ other: Int, isBehind: Bool) -> Bool {
    let run = collector.runs[index]
    let otherRun = collector.runs[other]
    if run.stream == otherRun.stream, run.build == otherRun.build, !run.notice.isEmpty {
      return !run.hasRoot || isBehind
    }
    return !run.hasRoot && collector.streams[run.stream].number == LogStream.bare
      && collector.streams[run.stream].source == collector.streams[otherRun.stream].source
      && (run.label.isEmpty || run.label == otherRun.label)
  }

  /// Whether all records of `part`, and others, are in `whole`, which is sorted the same way.
  private func contains(_ whole: Listing, _ part: Listing) -> Bool {
    guard whole.records.count > part.records.count, whole.format == part.format else {
      return false
    }
    var found = 0
    for record in whole.records
    where found < part.records.count && Candidate(record).isSame(as: Candidate(part.records[found]))
    {
      found += 1
    }
    return found == part.records.count
  }
}

extension RunAssembly {
  private mutating func add(_ assessment: RunAssessment, _ run: ListingRun, _ index: Int) {
    guard !assessment.tree.entries.isEmpty else { return }
    places[index] = listings.count
    listings.append(listing(assessment, run))
    firstRuns.append(index)
  }

  private func listing(_ assessment: RunAssessment, _ run: ListingRun) -> Listing {
    let entries = assessment.tree.entries
    var records: [Record] = []
    records.reserveCapacity(entries.count)
    for entry in entries { records.append(entry.record) }
    let stream = collector.streams[run.stream]
    // A numbered step's header may come after its first record.
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
      return isClipped && assessment.tree.entries.count == 1 ? .clipped : .complete
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
    let stream = collector.streams[run.stream]
    return stream.number >= 0 && !stream.isFinished && stream.build == run.build
  }
}
