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
  private var results: [Result] = []
  /// For each run the index of the result that begins with it; -1 for none.
  private var resultOf: [Int]

  /// A listing and where it was found.
  private struct Result {
    var listing: Listing
    var run: Int
  }

  /// A run's rest is tried after each of so many pieces: a bound on the work.
  private static let maximumPieces = 8
  /// So many neighbours are asked whether a listing merely repeats them.
  private static let maximumNeighbours = 4

  init(_ collector: RunCollector, isPlain: Bool, isTerminated: Bool) {
    self.collector = collector
    self.isPlain = isPlain
    self.isTerminated = isTerminated
    rests = [Int](repeating: -1, count: collector.runs.count)
    resultOf = rests
    for (index, run) in collector.runs.enumerated() where run.continued >= 0 {
      rests[run.continued] = index
    }
  }

  /// The listings, in order of first appearance.
  mutating func listings() -> [Listing] {
    for index in collector.runs.indices where collector.runs[index].continued < 0 {
      assemble(index)
    }
    // A rest stands where it began, perhaps behind runs of other streams.
    results.sort { $0.run < $1.run }
    var listings: [Listing] = []
    for index in results.indices where !isRepeat(index) { listings.append(results[index].listing) }
    return listings
  }
}

extension RunAssembly {
  /// Adds the listings of a run and of the runs that may be its rest.
  private mutating func assemble(_ first: Int) {
    var pieces = [first]
    while let last = pieces.last, rests[last] >= 0 { pieces.append(rests[last]) }
    let run = collector.runs[first]
    let alone = RunAssessment(run)
    if mendsRunBefore(run, alone) { return }
    if alone.isComplete || pieces.count == 1 {
      add(alone, run, first)
      addRest(pieces.dropFirst())
      return
    }
    let whole = combined(pieces[...])
    let together = RunAssessment(whole)
    if together.isComplete {
      add(together, whole, first)
      return
    }
    for count in 2..<max(2, min(pieces.count, Self.maximumPieces)) {
      let part = combined(pieces[..<count])
      let assessment = RunAssessment(part)
      if assessment.isComplete {
        add(assessment, part, first)
        addRest(pieces.dropFirst(count))
        return
      }
    }
    if !together.isContradicted, together.failed.count < alone.failed.count || !alone.hasRoot {
      add(together, whole, first)
    } else {
      add(alone, run, first)
      addRest(pieces.dropFirst())
    }
  }

  private mutating func addRest(_ pieces: ArraySlice<Int>) {
    guard let first = pieces.first else { return }
    let rest = combined(pieces)
    add(RunAssessment(rest), rest, first)
  }

  private func combined(_ pieces: ArraySlice<Int>) -> ListingRun {
    var run = collector.runs[pieces.first ?? 0]
    for piece in pieces.dropFirst() { run.take(collector.runs[piece]) }
    run.sort()
    return run
  }

  /// Whether a run is not one of its own: its root is the cut line of a directory whose name
  /// begins with a dot, and what follows belongs to the run before.
  private mutating func mendsRunBefore(_ run: ListingRun, _ alone: RunAssessment) -> Bool {
    guard run.rootMayBeCut, run.previous >= 0 else { return false }
    let index = resultOf[run.previous]
    guard index >= 0,
      results[index].listing.integrity == .clipped || results[index].listing.integrity == .damaged
    else { return false }
    if alone.isComplete, alone.records.count > 1 { return false }
    var rest = run
    rest.removeRoot()
    var whole = collector.runs[run.previous]
    whole.take(rest)
    whole.sort()
    let assessment = RunAssessment(whole)
    guard assessment.isComplete || rest.records.isEmpty else { return false }
    results[index].listing = listing(assessment, whole)
    return true
  }

  /// Whether a listing that is not complete only repeats records of another one: as a log does
  /// that shows a step's last lines once more, or prints clipped output again from the root on.
  private func isRepeat(_ index: Int) -> Bool {
    let listing = results[index].listing
    guard listing.integrity != .complete else { return false }
    let near =
      max(
        0, index - Self.maximumNeighbours)...min(results.count - 1, index + Self.maximumNeighbours)
    for other in near where other != index && mayRepeat(index, other) {
      let others = results[other].listing
      if others.records.count > listing.records.count, others.format == listing.format,
        others.contains(listing)
      {
        return true
      }
    }
    return false
  }

  private func mayRepeat(_ index: Int, _ other: Int) -> Bool {
    let (run, otherRun) = (collector.runs[results[index].run], collector.runs[results[other].run])
    if run.stream == otherRun.stream, run.build == otherRun.build, !run.notice.isEmpty {
      return run.root == nil || other > index
    }
    let (stream, otherStream) = (collector.streams[run.stream], collector.streams[otherRun.stream])
    return run.root == nil && stream.source == otherStream.source
      && stream.number == LogStream.bare
      && (run.label.isEmpty || run.label == otherRun.label)
  }
}

extension RunAssembly {
  private mutating func add(_ assessment: RunAssessment, _ run: ListingRun, _ index: Int) {
    guard !assessment.records.isEmpty else { return }
    resultOf[index] = results.count
    results.append(Result(listing: listing(assessment, run), run: index))
  }

  private func listing(_ assessment: RunAssessment, _ run: ListingRun) -> Listing {
    var findings = Listing.Findings()
    if let failed = assessment.failed.first {
      findings.failedDirectory = assessment.records[failed].path
    }
    if let unproven = assessment.unproven {
      findings.unprovenDirectory = assessment.records[unproven].path
    }
    findings.notice = run.notice
    findings.isTerminalCapture = run.isTerminalCapture
    findings.usesBackslashes = assessment.usesBackslashes
    let stream = collector.streams[run.stream]
    return Listing(
      format: assessment.format, records: assessment.records,
      integrity: integrity(assessment, run),
      label: run.label.isEmpty ? lateLabel(stream, run) : run.label,
      unprovenDirectories: assessment.unprovenDirectories, findings: findings)
  }

  /// The label of a numbered step whose header came after its first record.
  private func lateLabel(_ stream: LogStream, _ run: ListingRun) -> [UInt8] {
    stream.number >= 0 && stream.build == run.build ? stream.label : []
  }

  private func integrity(_ assessment: RunAssessment, _ run: ListingRun) -> Listing.Integrity {
    if !assessment.hasRoot { return .partial }
    if assessment.isComplete { return .complete }
    if assessment.isContradicted { return .damaged }
    if !run.notice.isEmpty || assessment.lacksLines || collector.hasOverlongLine {
      return .clipped
    }
    return endsEarly(assessment, run) ? .clipped : .damaged
  }

  /// Whether the listing stops where its stream does, without the step's end.
  private func endsEarly(_ assessment: RunAssessment, _ run: ListingRun) -> Bool {
    guard let last = run.lastRecord, assessment.stopsAt(last) else { return false }
    if run.lastLine == collector.line {
      // In a file that is nothing but records, one wrong digest looks like one missing line.
      return !isPlain || !isTerminated || assessment.failed.count > 1
    }
    let stream = collector.streams[run.stream]
    return stream.number >= 0 && !stream.isFinished && stream.build == run.build
  }
}

extension Listing {
  /// Whether all records of `other`, which is sorted the same way, are here.
  fileprivate func contains(_ other: Listing) -> Bool {
    var index = 0
    for record in other.records {
      while index < records.count, records[index] != record { index += 1 }
      if index == records.count { return false }
      index += 1
    }
    return true
  }
}
