/// Makes listings of the runs that a log's lines were put together to.
///
/// Where a run ends is not always plain: a root line may be lost, and a header may come between
/// two lines of one listing. A run that may be the rest of another is tried with it, and what the
/// digests prove is kept.
struct RunAssembly {
  let collector: ListingCollector
  /// What was learned of the lines.
  let sources: [LogSource]
  let lineCount: Int
  let isPlain: Bool
  let isTerminated: Bool
  let hasOverlongLine: Bool
  /// The listing that was made of each run, and maybe of others behind it.
  private var found: [Listing?]

  /// A run's rest is tried after each of so many pieces: a bound on the work.
  private static let maximumPieces = 8
  /// So many records from a listing's end are looked at for how deep it goes.
  static let maximumLook = 256
  /// So many neighbours are asked whether a listing merely repeats them.
  private static let maximumNeighbours = 4

  init(_ collector: ListingCollector, _ lines: LogLines) {
    self.collector = collector
    sources = lines.sources
    lineCount = lines.count
    isPlain = lines.isPlain
    isTerminated = lines.isTerminated
    hasOverlongLine = lines.hasOverlongLine
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
