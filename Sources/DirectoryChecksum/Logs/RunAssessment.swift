/// What the hash tree proves about the records of a run.
struct RunAssessment {
  /// The records that belong to the listing, in listing order.
  var tree: HashTree
  let format: DigestFormat
  /// How many directories have a digest that follows from the records in them.
  private(set) var provenCount = 0
  /// The indices of the directories whose digest does not.
  private(set) var failed: [Int] = []
  /// How many of those may have extended attributes, which a short BuildKit record does not show.
  private(set) var unfitCount = 0
  /// The index of the first directory about which nothing can be said.
  private(set) var unproven: Int?
  /// Whether records contradict each other, so that no missing line explains them.
  var isContradicted: Bool
  /// Whether the listing itself shows that lines are missing.
  var lacksLines = false
  /// Whether a line that may be a record's was left out without a proof that it is none.
  var isUndecided = false
  /// Whether the paths were written with backslashes between the names.
  let usesBackslashes: Bool
  var check: DirectoryCheck
  /// For each record why it may not belong to the listing, while doubts are settled.
  var doubts: [Candidate.Doubt] = []
  /// How many records were hashed to settle doubts.
  var trials = 0

  /// Of more doubts than this in one directory, those beyond are left out.
  static let maximumDoubts = 8
  /// Records that may be hashed to settle doubts: a bound on the work, far above any real need.
  static let maximumTrials = 4 << 20
  /// Of more failed directories than this, none is tried with another digest.
  private static let maximumMending = 16

  /// Assesses a run, with whatever separates the names in its paths.
  ///
  /// The original tool writes backslashes on Windows; elsewhere a name may hold one. Where no path
  /// has a slash, the digests tell which it is.
  static func assess(_ run: ListingRun) -> RunAssessment {
    var records = run.records
    for doubt in run.doubts { records.append(doubt.record) }
    let plain = RunAssessment(run, records, usesBackslashes: false)
    guard run.separator == UInt8(ascii: "\\"), !plain.isComplete else { return plain }
    for index in records.indices {
      guard let record = records[index].withSlashes else { return plain }
      records[index] = record
    }
    let windows = RunAssessment(run, records, usesBackslashes: true)
    return windows.isComplete || windows.provenCount > plain.provenCount ? windows : plain
  }

  /// Assesses a run by its records, those beyond doubt first, in listing order or not.
  private init(_ run: ListingRun, _ records: [Record], usesBackslashes: Bool) {
    format = run.format ?? .content
    check = DirectoryCheck(format: format)
    isContradicted = run.hasTooManyDoubts
    self.usesBackslashes = usesBackslashes
    if run.doubts.isEmpty, Self.isSorted(records) {
      tree = HashTree(records)
    } else {
      tree = HashTree([])
      sort(records, run.doubts)
      settle()
      var listed: [Record] = []
      for index in tree.records.indices where tree.isListed(index) {
        listed.append(tree.records[index])
      }
      tree = HashTree(listed)
    }
    checkAll()
    if let mended = mended() {
      tree = mended
      (provenCount, unfitCount, failed, unproven) = (0, 0, [], nil)
      isContradicted = run.hasTooManyDoubts
      lacksLines = false
      checkAll()
    }
  }

  private static func isSorted(_ records: [Record]) -> Bool {
    var index = 1
    while index < records.count, order(records[index - 1], records[index]) < 0 { index += 1 }
    return index >= records.count
  }

  static func order(_ left: Record, _ right: Record) -> Int {
    left.order(to: right, separator: UInt8(ascii: "/"))
  }
}

extension RunAssessment {
  var hasRoot: Bool { tree.records.first?.isRoot ?? false }

  /// The directories whose digests do not, or need not, follow from what is listed in them.
  var unprovenDirectories: [Int] {
    guard let unproven, failed.firstIndex(of: unproven) == nil else { return failed }
    var all = failed
    all.insert(unproven, at: all.firstIndex { $0 > unproven } ?? all.count)
    return all
  }

  /// Whether every directory's digest follows from the records in it, from the root on.
  var isComplete: Bool { hasRoot && failed.isEmpty && !isContradicted && !isUndecided }

  /// Whether all but attributes that may be there has been proven.
  var lacksAttributesAlone: Bool {
    hasRoot && failed.count == unfitCount && !isContradicted && !isUndecided && !lacksLines
  }

  /// Whether the directories that failed are the last record's, as when a listing stops early.
  func stopsAt(_ last: Record) -> Bool {
    for index in failed {
      let record = tree.records[index]
      if !last.hasSamePath(as: record), !last.isBelow(record) { return false }
    }
    return true
  }

  private mutating func checkAll() {
    var limit = 0
    var hasOrphan = false
    for index in tree.records.indices {
      limit = max(limit, tree.depths[index])
      if tree.parents[index] == HashTree.orphan { hasOrphan = true }
      if TargetCheck.isWrong(tree.records[index]) { isContradicted = true }
    }
    for index in tree.records.indices where tree.records[index].kind == .directory {
      let isEmpty = tree.childCount(of: index) == 0
      // What a listing's depth leaves out has no record.
      if isEmpty, tree.depths[index] == limit { continue }
      switch check.outcome(of: index, in: tree) {
      case .proven:
        provenCount += 1
      case .unproven:
        if unproven == nil { unproven = index }
      case .unfit:
        failed.append(index)
        unfitCount += 1
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
      if check.content(in: tree, wrong: index, right: right) == tree.records[parent].digest {
        return true
      }
    }
    return false
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
