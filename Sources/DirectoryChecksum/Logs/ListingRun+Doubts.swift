/// Records of a run that may not belong to it.
extension ListingRun {
  /// More doubts than records, and than this, are not kept.
  private static let maximumDoubts = 1024

  /// Adds a record that may not belong here.
  mutating func doubt(_ record: Record, _ doubt: Candidate.Doubt) {
    guard doubts.count < max(records.count, Self.maximumDoubts) else {
      hasTooManyDoubts = true
      return
    }
    doubts.append(Candidate(record: record, doubt: doubt))
  }

  /// Makes a doubt of the record that was appended last, unless it is the root.
  mutating func doubtLast(_ doubt: Candidate.Doubt) {
    guard let last, let end = records.last, end == last else { return }
    if end.isRoot {
      rootMayBeCut = records.count == 1
    } else {
      records.removeLast()
      self.doubt(last, doubt)
    }
  }

  /// Settles an interrupted record when the next one of its stream has come; gives it back where
  /// it does not fit.
  mutating func settleInterruption(before next: Record) -> Record? {
    guard let last = doubts.last, last.doubt == .interrupted else { return nil }
    if last.record.isCut(of: next) {
      // Cut and printed again, or two entries with one content: the digests decide.
      doubts[doubts.count - 1].doubt = .repeated
      return nil
    }
    doubts.removeLast()
    if last.record == next { return nil }
    if case .placed = append(last.record, nil) { return nil }
    return last.record
  }
}

/// Records that are given away, since another listing has begun with them.
extension ListingRun {
  /// Gives away the records with which another listing has begun.
  mutating func takeEcho() -> [Record] {
    let taken = echo.records
    echo = RecordEcho()
    var index = taken.count
    while index > 0, let last = doubts.last, last.doubt == .rival {
      index -= 1
      if last.record == taken[index] { doubts.removeLast() }
    }
    return taken
  }

  /// Whether some of the records repeat others and are followed by new ones.
  var restarts: Bool { restart != nil }

  /// Gives away the records with which another run may have begun, and all behind them.
  mutating func takeRestart() -> (records: [Record], doubts: [Candidate]) {
    guard let restart, restart.recordCount <= records.count, restart.doubtCount <= doubts.count
    else { return ([], []) }
    let taken = restart.echo + records[restart.recordCount...]
    let doubtful = Array(doubts[restart.doubtCount...])
    records.removeLast(records.count - restart.recordCount)
    doubts.removeLast(doubts.count - restart.doubtCount)
    self.restart = nil
    return (taken, doubtful)
  }
}

/// Records, one behind the other, that repeat records of a run or contradict them. Where one follows
/// that does neither, another listing has begun with them.
struct RecordEcho {
  private(set) var records: [Record] = []
  /// Whether one of them says something else of its path than the run does.
  private(set) var contradicts = false

  /// Adds a record; with one that stands before the last in listing order another echo begins.
  mutating func append(_ record: Record, contradicts: Bool, separator: UInt8) {
    if let last = records.last, record.order(to: last, separator: separator) <= 0 {
      self = RecordEcho()
    }
    records.append(record)
    if contradicts { self.contradicts = true }
  }

  /// Whether it is another run's, which one stray line does not show.
  var isOfOtherRun: Bool { contradicts && records.count > 1 }
}

/// A record that was found, and why it may not belong where it was found.
struct Candidate {
  /// The digests decide when all lines are read.
  enum Doubt: UInt8 {
    /// There is no doubt.
    case none
    /// The last line before output was clipped: it may be cut.
    case clipped
    /// The last line before another step's output: it may be cut, and printed again.
    case interrupted
    /// An interrupted line that the next one repeats and continues: most likely it was cut.
    case repeated
    /// The last line of a log that ends without a newline: it may be cut.
    case ended
    /// Two halves of a line from both sides of a clip, or of a message.
    case joined
    /// A line that may be two of which the end of the first was lost.
    case whole
    /// One of the two.
    case part
    /// Another record has the same path.
    case rival
  }

  let record: Record
  var doubt: Doubt
}

extension Record {
  /// Whether `other` may be the whole line of which this one is cut.
  func isCut(of other: Record) -> Bool {
    kind == other.kind && digest == other.digest && path.count < other.path.count
      && other.path.starts(with: path)
  }
}
