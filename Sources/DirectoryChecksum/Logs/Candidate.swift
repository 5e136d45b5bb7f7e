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

  let record: Record
  var doubt: Doubt
}

extension Record {
  /// Whether `other` may be the whole line of which this one is cut.
  func isCut(of other: Record) -> Bool {
    kind == other.kind && digest == other.digest && path.count < other.path.count
      && hasPath(startOf: other.path)
  }

  private func hasPath(startOf whole: [UInt8]) -> Bool {
    for index in path.indices where path[index] != whole[index] { return false }
    return true
  }
}
