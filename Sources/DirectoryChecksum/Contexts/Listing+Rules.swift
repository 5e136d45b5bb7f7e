extension Listing {
  /// The listing of what ignore rules keep of this one, in which nothing need have been left out.
  ///
  /// Directories get the digests that follow, as far as the records have what it takes.
  /// - Throws: The fault of a rule that had to be asked.
  package func kept(by rules: IgnoreRules) throws(IgnoreError) -> Listing {
    guard !rules.isEmpty else { return self }
    var filter = RecordFilter(rules, count: records.count)
    let order = sortedIndexes(records.count) {
      records[$0].walkOrder(to: records[$1]) < 0
    }
    for index in order where !records[index].isRoot { try filter.judge(records[index], index) }
    var kept: [Record] = []
    for (index, record) in records.enumerated() where record.isRoot || filter.keeps(index) {
      guard filter.isEmptied(index) else {
        kept.append(record)
        continue
      }
      let isContent = format == .content
      kept.append(record.with(digest: isContent ? HashFunction.sha1.digest(of: []) : nil))
    }
    guard kept.count < records.count else { return self }
    let folded =
      format == .content
      ? Listing.folded(kept, limit: depthLimit) : ContextTree.foldedRecords(with(records: kept))
    return with(records: folded)
  }

  /// Whether the digest of a directory at the last level may cover what rules leave out.
  package func mayCoverIgnored(by rules: IgnoreRules) -> Bool {
    let limit = depthLimit
    for record in records where record.kind == .directory && record.depth == limit {
      if record.isRoot ? !rules.isEmpty : record.withPath({ rules.mayReach(below: $0) }) {
        return true
      }
    }
    return false
  }

  /// A part of it, or the whole with more: records in any order, whose directories get the digests that
  /// follow in the order of a walk. Only such digests are the same where what is in them is.
  func with(foldedRecords records: [Record]) -> Listing {
    var ordered: [Record] = []
    for index in sortedIndexes(records.count, by: { records[$0].walkOrder(to: records[$1]) < 0 }) {
      ordered.append(records[index])
    }
    return with(records: Listing.folded(ordered, limit: .max))
  }

  func with(records: [Record]) -> Listing {
    Listing(
      format: format, records: records, integrity: integrity, label: label,
      hasInodeFacts: hasInodeFacts, place: place, unknown: unknown, findings: findings)
  }

  /// Records in listing order, their directories with the content digests that follow.
  private static func folded(_ records: [Record], limit: Int) -> [Record] {
    var folded = records
    var open: [(index: Int, lines: [UInt8]?)] = []
    func close(to depth: Int) {
      while open.count > depth, let last = open.popLast() {
        let record = folded[last.index]
        // A directory at the last level keeps its own: what is in it is not listed.
        let isLeaf = (last.lines?.isEmpty ?? false) && record.depth == limit
        let digest = isLeaf ? record.digest : last.lines.map { HashFunction.sha1.digest(of: $0) }
        folded[last.index] = record.with(digest: digest)
        append(folded[last.index])
      }
    }
    func append(_ record: Record) {
      guard !record.isRoot, ContentFormat.counts(record.kind), let last = open.indices.last else {
        return
      }
      guard let digest = record.digest, var lines = open[last].lines else {
        open[last].lines = nil
        return
      }
      record.withName {
        ContentFormat.append(name: $0, kind: record.kind, digest: digest, to: &lines)
      }
      open[last].lines = lines
    }
    for (index, record) in records.enumerated() {
      close(to: record.depth)
      if record.kind == .directory { open.append((index, [])) } else { append(record) }
    }
    close(to: 0)
    return folded
  }
}

/// Asks ignore rules about records, in the order of a walk.
private struct RecordFilter {
  private struct Level {
    let hits: HitList
    /// The directory's record.
    let index: Int
  }

  private let rules: IgnoreRules
  private var isKept: [Bool]
  private var isEmptied: [Bool]
  private var levels: [Level] = []
  /// A directory that is not entered: nothing below it is asked about.
  private var closed: [UInt8]?
  private var scratch = MatchScratch()

  init(_ rules: IgnoreRules, count: Int) {
    self.rules = rules
    isKept = [Bool](repeating: false, count: count)
    isEmptied = isKept
  }

  func keeps(_ index: Int) -> Bool { isKept[index] }

  func isEmptied(_ index: Int) -> Bool { isEmptied[index] }

  mutating func judge(_ record: Record, _ index: Int) throws(IgnoreError) {
    if let closed, RecordPath.isBelow(record.path, closed) { return }
    closed = nil
    while levels.count >= record.depth { levels.removeLast() }
    // Lines may be lost.
    guard levels.count == record.depth - 1 else { return }
    let above = levels.last?.hits ?? HitList()
    try record.path.withBytes { (path) throws(IgnoreError) in
      var hits = HitList()
      let isDirectory = record.kind == .directory
      let decision =
        isDirectory
        ? try rules.evaluate(directory: path, below: above, hits: &hits, &scratch)
        : try rules.evaluate(path, below: above, &scratch)
      if isDirectory {
        if decision.isExcluded, !rules.mayEnter(excludedDirectory: path) { closed = record.path }
        levels.append(Level(hits: hits, index: index))
      } else if !decision.isExcluded, record.kind == .file {
        isEmptied[index] = rules.ruleThatEmpties(path, below: above, &scratch) != nil
      }
      guard !decision.isExcluded else { return }
      isKept[index] = true
      for level in levels { isKept[level.index] = true }
    }
  }
}
