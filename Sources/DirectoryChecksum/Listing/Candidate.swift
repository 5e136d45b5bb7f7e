/// A record that was found, and whether it belongs where it was found.
struct Candidate {
  /// Why a record may not belong to its listing. The digests decide when all lines are read.
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
    /// Two halves of a line from both sides of a clip.
    case joined
    /// Another record has the same path.
    case rival
  }

  var record: Record
  var doubt: Doubt
  /// Whether it counts as one of the listing.
  var isListed = true

  init(_ record: Record, _ doubt: Doubt = .none) {
    self.record = record
    self.doubt = doubt
  }
}

extension Candidate {
  // Never inlined: comparisons are made in many places, and are long.

  /// Whether both records say the same.
  @inline(never)
  func isSame(as other: Candidate) -> Bool { record == other.record }

  /// Whether this record stands before (negative), at (zero) or after (positive) the place of
  /// `other` in a listing whose paths are cut at `separator`.
  @inline(never)
  func order(to other: Candidate, _ separator: UInt8) -> Int {
    record.order(to: other.record, separator: separator)
  }

  /// Whether `other` may be the whole line of which this one is cut.
  func isCut(of other: Candidate) -> Bool {
    let (own, others) = (record, other.record)
    return own.kind == others.kind && own.digest == others.digest
      && own.path.count < others.path.count && hasPath(startOf: others.path)
  }

  func hasSamePath(as other: Candidate) -> Bool {
    record.path.count == other.record.path.count && hasPath(startOf: other.record.path)
  }

  private func hasPath(startOf path: [UInt8]) -> Bool {
    for index in record.path.indices where record.path[index] != path[index] { return false }
    return true
  }
}

extension [Candidate] {
  /// Sorts in listing order; candidates for one place stay in the order they have.
  mutating func sort(_ separator: UInt8) {
    let order = sortedIndexes(count) { self[$0].order(to: self[$1], separator) < 0 }
    var sorted: [Candidate] = []
    sorted.reserveCapacity(count)
    for index in order { sorted.append(self[index]) }
    self = sorted
  }

  /// Whether each stands behind the one before.
  func isSorted(_ separator: UInt8) -> Bool {
    var index = 1
    while index < count {
      if self[index - 1].order(to: self[index], separator) >= 0 { return false }
      index += 1
    }
    return true
  }
}
