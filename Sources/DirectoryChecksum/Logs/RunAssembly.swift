/// Makes listings of the runs that a log's lines were put together to.
///
/// Where a run ends is not always plain: a root line may be lost, and a header may come between
/// two lines of one listing. A run that may be the rest of another is tried with it, and what the
/// digests prove is kept.
struct RunAssembly {
  private let collector: ListingCollector
  private let lines: LogLines
  /// The listing that was made of each run, and maybe of others behind it.
  private var found: [Listing?]

  /// A run's rest is tried after each of so many pieces: a bound on the work.
  private static let maximumPieces = 8
  /// So many neighbours are asked whether a listing merely repeats them.
  private static let maximumNeighbours = 4

  init(_ collector: ListingCollector, _ lines: LogLines) {
    self.collector = collector
    self.lines = lines
    found = [Listing?](repeating: nil, count: collector.runs.count)
  }

  private var runs: [ListingRun] { collector.runs }

  /// The listings, in order of first appearance.
  mutating func listings() -> [Listing] {
    for run in runs.indices where !runs[run].isRest { assemble(run) }
    // A rest stands where it began, perhaps behind runs of other streams.
    var order: [Int] = []
    for run in runs.indices where found[run] != nil { order.append(run) }
    let places = sortedIndexes(order.count) {
      runs[order[$0]].firstLine < runs[order[$1]].firstLine
    }
    order = places.map { order[$0] }
    var listings: [Listing] = []
    for place in order.indices {
      if let listing = found[order[place]], !isRepeat(listing, place, order) {
        listings.append(listing)
      }
    }
    return listings
  }
}

extension RunAssembly {
  /// Makes the listings of a run and of the runs that may be its rest.
  private mutating func assemble(_ first: Int) {
    var pieces = [first]
    while let rest = runs[pieces[pieces.count - 1]].rest { pieces.append(rest) }
    let alone = RunAssessment.assess(runs[first])
    if mendsRunBefore(first, alone) { return }
    // A root alone proves nothing.
    if pieces.count == 1 || alone.isComplete && alone.provenCount > 0 {
      add(alone, runs[first], pieces, 1)
      return
    }
    let whole = joined(pieces)
    let together = RunAssessment.assess(whole)
    if !together.isComplete {
      for count in 2..<max(2, min(pieces.count, Self.maximumPieces)) {
        let part = joined(Array(pieces[..<count]))
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
      add(alone, runs[first], pieces, 1)
    }
  }

  /// Runs put together, each of which may be the rest of the one before. Where it `dropsRoots`,
  /// the first run's root is the only one that is kept.
  private func joined(_ pieces: [Int], dropsRoots: Bool = false) -> ListingRun {
    var whole = runs[pieces[0]]
    for piece in pieces.dropFirst() { whole.take(runs[piece], withRoot: !dropsRoots) }
    return whole
  }

  /// Makes one listing of the first `count` pieces, which are `run`, and one of the others.
  private mutating func add(
    _ assessment: RunAssessment, _ run: ListingRun, _ pieces: [Int], _ count: Int
  ) {
    if !assessment.tree.records.isEmpty { found[pieces[0]] = listing(assessment, run) }
    guard count < pieces.count else { return }
    let rest = joined(Array(pieces[count...]))
    let assessment = RunAssessment.assess(rest)
    if !assessment.tree.records.isEmpty { found[pieces[count]] = listing(assessment, rest) }
  }

  /// Whether a run is not one of its own: its root is the cut line of a directory whose name
  /// begins with a dot, and what follows belongs to the run before.
  private mutating func mendsRunBefore(_ run: Int, _ alone: RunAssessment) -> Bool {
    guard runs[run].rootMayBeCut, let previous = runs[run].previous, let listing = found[previous]
    else { return false }
    switch listing.integrity {
    case .complete, .partial: return false
    case .clipped, .damaged: break
    }
    if alone.isComplete, alone.tree.records.count > 1 { return false }
    let whole = joined([previous, run], dropsRoots: true)
    let assessment = RunAssessment.assess(whole)
    guard assessment.isComplete || runs[run].records.count <= (runs[run].hasRoot ? 1 : 0) else {
      return false
    }
    found[previous] = self.listing(assessment, whole)
    return true
  }

  /// Whether a listing that is not complete only repeats records of another one: as a log does
  /// that shows a step's last lines once more, or prints clipped output again from the root on.
  private func isRepeat(_ listing: Listing, _ place: Int, _ order: [Int]) -> Bool {
    if listing.integrity == .complete { return false }
    let first = max(0, place - Self.maximumNeighbours)
    let last = min(order.count - 1, place + Self.maximumNeighbours)
    for other in first...last where other != place {
      if let whole = found[order[other]],
        mayRepeat(runs[order[place]], runs[order[other]], isBehind: other > place),
        contains(whole, listing)
      {
        return true
      }
    }
    return false
  }

  private func mayRepeat(_ run: ListingRun, _ other: ListingRun, isBehind: Bool) -> Bool {
    if run.stream == other.stream, !run.notice.isEmpty { return !run.hasRoot || isBehind }
    let key = collector.streams[run.stream].key
    return !run.hasRoot && key.number == StreamKey.bare
      && key.source == collector.streams[other.stream].key.source
      && (run.step.isEmpty || run.step == other.step)
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
    var findings = Listing.Findings()
    if let failed = assessment.failed.first { findings.failedDirectory = records[failed].path }
    if let unproven = assessment.unproven {
      findings.unprovenDirectory = records[unproven].path
    }
    findings.notice = run.notice
    findings.isDoubtful = !explainsLosses(assessment, run)
    findings.isTerminalCapture = run.isTerminalCapture
    findings.usesBackslashes = assessment.usesBackslashes
    return Listing(
      format: assessment.format, records: records, integrity: integrity(assessment, run),
      origin: label(of: run), unprovenDirectories: assessment.unprovenDirectories,
      findings: findings)
  }

  private func label(of run: ListingRun) -> ListingLabel {
    let stream = collector.streams[run.stream]
    let source = lines.sources[stream.key.source]
    var names = source.names
    if !stream.key.words.isEmpty { names.append(stream.key.words) }
    var image: [UInt8] = []
    for named in collector.images
    where named.source == stream.key.source && named.build == stream.key.build {
      // Of several names of one build, none is known to be this step's.
      if !image.isEmpty {
        image = []
        break
      }
      image = named.name
    }
    // A numbered step's header may come after its first record.
    return ListingLabel(
      names: names, title: source.title, step: run.step.isEmpty ? stream.step : run.step,
      image: image, source: stream.key.source, build: stream.key.build, line: run.firstLine)
  }

  private func integrity(_ assessment: RunAssessment, _ run: ListingRun) -> Listing.Integrity {
    if !assessment.hasRoot { return .partial }
    if assessment.isComplete {
      // Whether a root that output was clipped behind was alone, nothing tells.
      let isClipped = run.rootMayBeCut && !run.notice.isEmpty
      if isClipped, assessment.tree.records.count == 1 { return .clipped }
      return mayGoOn(assessment, run) ? .clipped : .complete
    }
    if assessment.isContradicted { return .damaged }
    // In a file that is nothing but records nothing cuts lines out; in a log something may.
    if assessment.lacksAttributesAlone, lines.isPlain, lines.isTerminated { return .complete }
    if !run.notice.isEmpty || assessment.lacksLines || assessment.unfitCount > 0
      || lines.hasOverlongLine
    {
      return .clipped
    }
    return endsEarly(assessment, run) ? .clipped : .damaged
  }

  /// Whether the log itself says where it lost each line that is missing: at a notice, where it
  /// begins, where it or the step's output ends. Elsewhere a line that no digest vouches for may be
  /// another run's in the place of one that is lost, or cut.
  private func explainsLosses(_ assessment: RunAssessment, _ run: ListingRun) -> Bool {
    if run.isTerminalCapture { return true }
    if run.isMixed || run.isRest || run.rest != nil { return false }
    // A file that is nothing but records, in order, is as somebody wrote it.
    if lines.isPlain { return true }
    if assessment.isContradicted || assessment.isUndecided { return false }
    guard assessment.hasRoot || run.firstLine == 1 || run.beginsAtGap else { return false }
    var edges = run.gaps
    if run.firstLine == 1, let first = assessment.tree.records.first { edges.append(first) }
    if mayStopEarly(run) { run.appendEnd(to: &edges) }
    for index in assessment.failed {
      let path = assessment.tree.records[index].path
      var isAtEdge = false
      for edge in edges where edge.path == path || RecordPath.isBelow(edge.path, path) {
        isAtEdge = true
      }
      if !isAtEdge { return false }
    }
    return true
  }

  /// Whether nothing says that the listing goes on to its end: the log ends with it, or does not
  /// tell its step's end.
  private func mayStopEarly(_ run: ListingRun) -> Bool {
    let stream = collector.streams[run.stream]
    return run.lastLine == lines.count || stream.key.number >= 0 && !stream.isFinished
  }

  /// Whether the log ends right behind a directory that may have had records below it, within a
  /// step whose end would have been told.
  private func mayGoOn(_ assessment: RunAssessment, _ run: ListingRun) -> Bool {
    let stream = collector.streams[run.stream]
    // What is left of a line that is cut is none of the listing.
    let isLast = run.lastLine >= lines.count - (lines.isTerminated ? 0 : 1)
    guard isLast, stream.key.number >= 0, !stream.isFinished,
      let last = run.last
    else { return false }
    return last.kind == .directory && !DirectoryCheck.isEmpty(last, format: assessment.format)
  }

  /// Whether the listing stops where its stream does, without the step's end.
  private func endsEarly(_ assessment: RunAssessment, _ run: ListingRun) -> Bool {
    guard let last = run.last, assessment.stopsAt(last) else { return false }
    // In a file that is nothing but records, one wrong digest looks like one missing line.
    if run.lastLine == lines.count, lines.isPlain, lines.isTerminated {
      return assessment.failed.count > 1
    }
    return mayStopEarly(run)
  }
}
