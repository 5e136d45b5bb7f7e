/// What the hash tree proves about the records of a run.
struct RunAssessment {
  /// The records that belong to the listing, in listing order.
  private(set) var records: [Record] = []
  private(set) var format: DigestFormat
  /// How many directories have a digest that follows from the records in them.
  private(set) var provenCount = 0
  /// The indices of the directories whose digest does not.
  private(set) var failed: [Int] = []
  /// The first directory about which nothing can be said.
  private(set) var unproven: Int?
  /// Whether records contradict each other, so that no missing line explains them.
  private(set) var isContradicted = false
  /// Whether the listing itself shows that lines are missing.
  private(set) var lacksLines = false
  /// Whether the paths were written with backslashes between the names.
  private(set) var usesBackslashes = false
  /// How many records were hashed to settle doubts.
  private var trials = 0

  /// Of more doubts than this in one directory, those beyond are left out.
  private static let maximumDoubts = 8
  /// Records that may be hashed to settle doubts: a bound on the work, far above any real need.
  private static let maximumTrials = 4 << 20
  /// Of more failed directories than this, none is tried with another digest.
  private static let maximumMending = 16

  /// Assesses records in listing order, and doubts in any.
  init(_ records: [Record], doubts: [ListingRun.Doubt], format: DigestFormat) {
    self.format = format
    self.records = records
    if !doubts.isEmpty { settle(doubts) }
    check()
  }
}

extension RunAssessment {
  var hasRoot: Bool { records.first?.isRoot ?? false }

  /// The directories whose digests do not, or need not, follow from what is listed in them.
  var unprovenDirectories: [Int] {
    var all = failed
    if let unproven { all.append(unproven) }
    return all.sorted()
  }

  /// Whether every directory's digest follows from the records in it, from the root on.
  var isComplete: Bool { hasRoot && failed.isEmpty && !isContradicted }

  /// Whether the directories that failed are the last record's, as when a listing stops early.
  func stopsAt(_ last: Record) -> Bool {
    for index in failed where !RecordPath.isBelow(last.path, records[index].path) {
      if records[index].path != last.path { return false }
    }
    return true
  }

  private mutating func check() {
    let tree = HashTree(records)
    var check = DirectoryCheck(format: format)
    var limit: Int32 = 0
    for depth in tree.depths where depth > limit { limit = depth }
    var hasOrphan = false
    for index in records.indices {
      let record = records[index]
      if tree.parents[index] == HashTree.orphan { hasOrphan = true }
      if let target = record.target,
        target.withUnsafeBytes({ TargetCheck.matches(record, target: $0) }) == false
      {
        isContradicted = true
      }
      guard record.kind == .directory else { continue }
      let isEmpty = tree.children(of: index).isEmpty
      // What a listing's depth leaves out has no record.
      if isEmpty, tree.depths[index] == limit { continue }
      switch check.outcome(of: index, in: tree, isListed: { _ in true }) {
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
    if isWrongDirectory(tree) { isContradicted = true }
  }

  /// Whether the record of a directory is wrong rather than those in it: then its own digest and
  /// the one above it both fail, and the digest that its children give mends the one above.
  private func isWrongDirectory(_ tree: HashTree) -> Bool {
    guard format == .content, 2...Self.maximumMending ~= failed.count else { return false }
    for index in failed {
      let parent = Int(tree.parents[index])
      guard parent >= 0, failed.contains(parent), let digest = records[parent].digest else {
        continue
      }
      var mended = tree
      let children = Array(tree.children(of: index))
      mended.records[index].digest = DirectoryCheck.content(of: children, in: tree)
      let siblings = Array(tree.children(of: parent))
      if DirectoryCheck.content(of: siblings, in: mended) == digest { return true }
    }
    return false
  }
}

extension RunAssessment {
  /// A record while it is decided which ones belong to the listing.
  private struct Candidate {
    var record: Record
    var cause: ListingRun.Doubt.Cause?
    var isListed = true
  }

  /// Decides about each doubt: in each directory the choice that proves its digest, else the
  /// cautious one.
  private mutating func settle(_ doubts: [ListingRun.Doubt]) {
    var candidates = merge(doubts)
    let tree = HashTree(candidates.map { $0.record })
    var check = DirectoryCheck(format: format)
    for index in candidates.indices where candidates[index].record.kind == .directory {
      let doubtful = tree.children(of: index).filter { candidates[Int($0)].cause != nil }
      guard !doubtful.isEmpty else { continue }
      if !choose(doubtful, in: index, of: tree, &check, &candidates) {
        for child in doubtful { decide(Int(child), tree, &candidates) }
      }
    }
    for index in candidates.indices where candidates[index].cause != nil {
      if tree.parents[index] == HashTree.orphan { decide(index, tree, &candidates) }
    }
    records.removeAll()
    for candidate in candidates where candidate.isListed { records.append(candidate.record) }
  }

  /// Records and doubts in one order, without doubts that repeat a record.
  private func merge(_ doubts: [ListingRun.Doubt]) -> [Candidate] {
    var candidates = records.map { Candidate(record: $0) }
    for doubt in doubts {
      candidates.append(Candidate(record: doubt.record, cause: doubt.cause))
    }
    candidates.sort {
      let order = $0.record.order(to: $1.record, separator: UInt8(ascii: "/"))
      return order < 0 || order == 0 && $0.cause == nil && $1.cause != nil
    }
    var merged: [Candidate] = []
    for candidate in candidates {
      if let last = merged.last,
        last.record.order(to: candidate.record, separator: UInt8(ascii: "/")) == 0
      {
        // Of equal paths the first is beyond doubt, unless there are several doubts.
        if last.record == candidate.record { continue }
        merged[merged.count - 1].cause = .rival
        merged.append(Candidate(record: candidate.record, cause: .rival))
      } else {
        merged.append(candidate)
      }
    }
    return merged
  }

  /// Tries which of the doubtful records, left out, prove the directory's digest.
  private mutating func choose(
    _ doubtful: [Int32], in index: Int, of tree: HashTree, _ check: inout DirectoryCheck,
    _ candidates: inout [Candidate]
  ) -> Bool {
    guard candidates[index].record.digest != nil else { return false }
    let count = min(doubtful.count, Self.maximumDoubts)
    for omitted in 0..<UInt32(1) << UInt32(count) {
      trials += tree.children(of: index).count
      guard trials <= Self.maximumTrials else { return false }
      func isListed(_ child: Int32) -> Bool {
        guard let position = doubtful.firstIndex(of: child) else { return true }
        return position < count && omitted >> UInt32(position) & 1 == 0
      }
      guard !listsRivals(doubtful, candidates, isListed) else { continue }
      if check.outcome(of: index, in: tree, isListed: isListed) == .proven {
        for child in doubtful { candidates[Int(child)].isListed = isListed(child) }
        return true
      }
    }
    return false
  }

  private func listsRivals(
    _ doubtful: [Int32], _ candidates: [Candidate], _ isListed: (Int32) -> Bool
  ) -> Bool {
    for position in doubtful.indices.dropFirst() {
      let (left, right) = (doubtful[position - 1], doubtful[position])
      if isListed(left), isListed(right),
        candidates[Int(left)].record.path == candidates[Int(right)].record.path
      {
        return true
      }
    }
    return false
  }

  /// Decides about a record that no digest vouches for: a whole line stays, one that may be cut
  /// goes, and of two for one path the first stays, but the listing is damaged.
  private mutating func decide(_ index: Int, _ tree: HashTree, _ candidates: inout [Candidate]) {
    guard let cause = candidates[index].cause else { return }
    let record = candidates[index].record
    switch cause {
    case .joined, .repeated:
      candidates[index].isListed = false
    case .clipped:
      candidates[index].isListed = !tree.children(of: index).isEmpty
    case .ended:
      candidates[index].isListed = !hasRoot || !tree.children(of: index).isEmpty
    case .interrupted:
      break
    case .rival:
      isContradicted = true
      candidates[index].isListed =
        index == 0 || candidates[index - 1].record.path != record.path
    }
    if !candidates[index].isListed, cause == .clipped || cause == .ended { lacksLines = true }
  }
}

extension RunAssessment {
  /// Assesses a run, with whatever separates the names in its paths.
  ///
  /// The original tool writes backslashes on Windows; elsewhere a name may hold one. Where no path
  /// has a slash, the digests tell which it is.
  init(_ run: ListingRun) {
    let format = run.format ?? .content
    guard run.separator == UInt8(ascii: "\\") else {
      self.init(run.records, doubts: run.doubts, format: format)
      return
    }
    var separated = run.records
    var doubts = run.doubts
    var arePlausible = true
    for index in separated.indices {
      arePlausible = separated[index].separateNames() && arePlausible
    }
    for index in doubts.indices {
      arePlausible = doubts[index].record.separateNames() && arePlausible
    }
    // The run is sorted with the backslash as separator.
    let sorted = run.records.sorted { $0.order(to: $1, separator: UInt8(ascii: "/")) < 0 }
    self.init(sorted, doubts: run.doubts, format: format)
    guard !isComplete, arePlausible else { return }
    let windows = RunAssessment(separated, doubts: doubts, format: format)
    if windows.isComplete || windows.provenCount > provenCount {
      self = windows
      usesBackslashes = true
    }
  }
}

extension Record {
  /// Puts slashes for backslashes; false where that makes no path.
  fileprivate mutating func separateNames() -> Bool {
    for index in path.indices where path[index] == UInt8(ascii: "\\") {
      path[index] = UInt8(ascii: "/")
    }
    return path.withUnsafeBytes { RecordPath.isPlausible($0, kind: kind) }
  }
}
