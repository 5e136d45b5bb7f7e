/// What the hash tree proves about the records of a run.
struct RunAssessment {
  /// The records that belong to the listing, in listing order.
  private(set) var tree: HashTree
  let format: DigestFormat
  /// How many directories have a digest that follows from the records in them.
  private(set) var provenCount = 0
  /// The indices of the directories whose digest does not.
  private(set) var failed: [Int] = []
  /// The index of the first directory about which nothing can be said.
  private(set) var unproven: Int?
  /// Whether records contradict each other, so that no missing line explains them.
  private(set) var isContradicted: Bool
  /// Whether the listing itself shows that lines are missing.
  private(set) var lacksLines = false
  /// Whether the paths were written with backslashes between the names.
  let usesBackslashes: Bool
  private var check: DirectoryCheck
  /// How many records were hashed to settle doubts.
  private var trials = 0

  /// Of more doubts than this in one directory, those beyond are left out.
  private static let maximumDoubts = 8
  /// Records that may be hashed to settle doubts: a bound on the work, far above any real need.
  private static let maximumTrials = 4 << 20
  /// Of more failed directories than this, none is tried with another digest.
  private static let maximumMending = 16

  /// Assesses a run, with whatever separates the names in its paths.
  ///
  /// The original tool writes backslashes on Windows; elsewhere a name may hold one. Where no path
  /// has a slash, the digests tell which it is.
  static func assess(_ run: ListingRun) -> RunAssessment {
    var entries: [Candidate] = []
    entries.reserveCapacity(run.records.count + run.doubts.count)
    for record in run.records { entries.append(Candidate(record: record)) }
    for doubt in run.doubts { entries.append(doubt) }
    let plain = RunAssessment(run, entries, usesBackslashes: false)
    guard run.separator == UInt8(ascii: "\\"), !plain.isComplete else { return plain }
    for index in entries.indices {
      guard let record = entries[index].record.withSlashes else { return plain }
      entries[index].record = record
    }
    let windows = RunAssessment(run, entries, usesBackslashes: true)
    return windows.isComplete || windows.provenCount > plain.provenCount ? windows : plain
  }

  /// Assesses records in any order.
  private init(_ run: ListingRun, _ entries: [Candidate], usesBackslashes: Bool) {
    format = run.format ?? .content
    check = DirectoryCheck(format: format)
    isContradicted = run.hasTooManyDoubts
    self.usesBackslashes = usesBackslashes
    tree = HashTree(Self.sorted(entries))
    var isDoubtful = false
    for entry in tree.entries where entry.doubt != .none { isDoubtful = true }
    if isDoubtful {
      settle()
      var listed: [Candidate] = []
      for entry in tree.entries where entry.isListed { listed.append(entry) }
      tree = HashTree(listed)
    }
    checkAll()
  }

  /// In listing order, without doubts that repeat a record; other records with one path become
  /// rivals.
  private static func sorted(_ entries: [Candidate]) -> [Candidate] {
    func order(_ left: Int, _ right: Int) -> Int {
      entries[left].record.order(to: entries[right].record, separator: UInt8(ascii: "/"))
    }
    var index = 1
    while index < entries.count, order(index - 1, index) < 0 { index += 1 }
    if index >= entries.count { return entries }
    var kept: [Candidate] = []
    kept.reserveCapacity(entries.count)
    var last = -1
    for index in sortedIndexes(entries.count, by: { order($0, $1) < 0 }) {
      var entry = entries[index]
      if last >= 0, order(last, index) == 0 {
        if entries[last].record == entry.record { continue }
        kept[kept.count - 1].doubt = .rival
        entry.doubt = .rival
      }
      kept.append(entry)
      last = index
    }
    return kept
  }
}

extension RunAssessment {
  var hasRoot: Bool { tree.entries.first?.record.isRoot ?? false }

  /// The directories whose digests do not, or need not, follow from what is listed in them.
  var unprovenDirectories: [Int] {
    guard let unproven else { return failed }
    var all = failed
    all.insert(unproven, at: all.firstIndex { $0 > unproven } ?? all.count)
    return all
  }

  /// Whether every directory's digest follows from the records in it, from the root on.
  var isComplete: Bool { hasRoot && failed.isEmpty && !isContradicted }

  /// Whether the directories that failed are the last record's, as when a listing stops early.
  func stopsAt(_ last: Record) -> Bool {
    for index in failed {
      let path = tree.entries[index].record.path
      if path != last.path, !RecordPath.isBelow(last.path, path) { return false }
    }
    return true
  }

  private mutating func checkAll() {
    var limit = 0
    var hasOrphan = false
    for index in tree.entries.indices {
      limit = max(limit, tree.depths[index])
      if tree.parents[index] == HashTree.orphan { hasOrphan = true }
      if TargetCheck.isWrong(tree.entries[index].record) { isContradicted = true }
    }
    for index in tree.entries.indices where tree.entries[index].record.kind == .directory {
      let isEmpty = tree.childCount(of: index) == 0
      // What a listing's depth leaves out has no record.
      if isEmpty, tree.depths[index] == limit { continue }
      switch check.outcome(of: index, in: tree) {
      case .proven:
        provenCount += 1
      case .unproven:
        if unproven == nil { unproven = index }
      case .failed:
        failed.append(index)
        if isEmpty { lacksLines = true }
      case .contradicted:
        failed.append(index)
        isContradicted = true
      }
    }
    if hasRoot, hasOrphan {
      // A directory's record is missing, or this one is too much.
      if failed.isEmpty { isContradicted = true } else { lacksLines = true }
    }
    if hasWrongDirectory() { isContradicted = true }
  }

  /// Whether the record of a directory is wrong rather than those in it: then its own digest and
  /// the one above it both fail, and the digest that its children give mends the one above.
  private mutating func hasWrongDirectory() -> Bool {
    guard format == .content, failed.count > 1, failed.count <= Self.maximumMending else {
      return false
    }
    for index in failed {
      let parent = tree.parents[index]
      guard parent >= 0, failed.firstIndex(of: parent) != nil else { continue }
      _ = check.outcome(of: index, in: tree)
      let right = check.content(in: tree)
      _ = check.outcome(of: parent, in: tree)
      if check.content(in: tree, wrong: index, right: right) == tree.entries[parent].record.digest {
        return true
      }
    }
    return false
  }
}

extension RunAssessment {
  /// Decides about each doubt: in each directory the choice that proves its digest, else the
  /// cautious one.
  private mutating func settle() {
    for index in tree.entries.indices where tree.entries[index].record.kind == .directory {
      adoptListed(index)
      var doubtful: [Int] = []
      for place in 0..<tree.childCount(of: index) {
        let child = tree.child(place, of: index)
        if tree.entries[child].doubt != .none { doubtful.append(child) }
      }
      if doubtful.isEmpty || choose(doubtful, in: index) { continue }
      for child in doubtful { decide(child) }
    }
    for index in tree.entries.indices where tree.parents[index] == HashTree.orphan {
      decide(index)
    }
  }

  /// Of two records for one directory the first has the children, but the digest to check is that
  /// of the listed one, which the directory above has chosen by now.
  private mutating func adoptListed(_ index: Int) {
    guard !tree.entries[index].isListed else { return }
    var other = index + 1
    while other < tree.entries.count, tree.hasSamePath(other, index) {
      if tree.entries[other].isListed {
        tree.entries[index].record = tree.entries[other].record
      }
      other += 1
    }
  }

  /// Tries which of the doubtful records, left out, prove the directory's digest.
  private mutating func choose(_ doubtful: [Int], in index: Int) -> Bool {
    guard tree.entries[index].record.digest != nil else { return false }
    let count = min(doubtful.count, Self.maximumDoubts)
    for omitted in 0..<1 << count {
      trials += tree.childCount(of: index)
      guard trials <= Self.maximumTrials else { break }
      var hasRivals = false
      for place in doubtful.indices {
        let isListed = place < count && omitted >> place & 1 == 0
        tree.entries[doubtful[place]].isListed = isListed
        if place > 0, isListed, tree.entries[doubtful[place - 1]].isListed,
          tree.hasSamePath(doubtful[place], doubtful[place - 1])
        {
          hasRivals = true
        }
      }
      if !hasRivals, check.outcome(of: index, in: tree) == .proven { return true }
    }
    return false
  }

  /// Decides about a record that no digest vouches for: a whole line stays, one that may be cut
  /// goes, and of two for one path the first stays, but the listing is damaged.
  private mutating func decide(_ index: Int) {
    let isUsed = tree.childCount(of: index) > 0
    var isListed = true
    switch tree.entries[index].doubt {
    case .none, .interrupted: break
    case .joined, .repeated: isListed = false
    case .clipped: isListed = isUsed
    case .ended: isListed = isUsed || !hasRoot
    case .rival:
      isContradicted = true
      isListed = index == 0 || !tree.hasSamePath(index - 1, index)
    }
    tree.entries[index].isListed = isListed
    let doubt = tree.entries[index].doubt
    if !isListed, doubt == .clipped || doubt == .ended { lacksLines = true }
  }
}

extension Record {
  /// The record with slashes for backslashes; nil where that makes no path.
  fileprivate var withSlashes: Record? {
    var path = path
    for index in path.indices where path[index] == UInt8(ascii: "\\") {
      path[index] = UInt8(ascii: "/")
    }
    guard path.withUnsafeBufferPointer({ RecordPath.isPlausible($0, kind: kind) }) else {
      return nil
    }
    return Record(digest: digest, kind: kind, path: path, metadata: metadata, target: target)
  }
}
