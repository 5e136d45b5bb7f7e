/// One thing that changed about one path.
///
/// A class, as records are: a comparison makes them and all that comes after it asks them.
public final class Change: Sendable {
  /// What changed. In the order in which several changes of one path are told.
  public enum Aspect: UInt8, CaseIterable, Sendable {
    case added, removed, moved, kind, content, target
    /// Content, mode or attributes: BuildKit's digest covers all three.
    case entry
    case mode, owner, attributes
    /// Something below a directory, deeper than the listing goes.
    case below
    /// It could not be read on a side, so that nothing can be said.
    case unreadable
  }

  public let aspect: Aspect
  /// The entry's record in the listing before, nil where it was added. Of a move: the record it
  /// moved from.
  public let before: Record?
  /// The entry's record in the listing after, nil where it was removed.
  public let after: Record?
  /// The record after, or, of what was removed, the record before.
  public let record: Record
  /// How many entries below it came or went along with it; nil where the entry itself did so with
  /// a directory above.
  let entriesBelow: Int?

  /// A change of an entry that both sides have.
  init(_ aspect: Aspect, _ before: Record, _ after: Record, entriesBelow: Int? = 0) {
    self.aspect = aspect
    self.before = before
    self.after = after
    record = after
    self.entriesBelow = entriesBelow
  }

  /// An entry that one side alone has.
  init(_ record: Record, wasAdded: Bool, entriesBelow: Int?) {
    aspect = wasAdded ? .added : .removed
    before = wasAdded ? nil : record
    after = wasAdded ? record : nil
    self.record = record
    self.entriesBelow = entriesBelow
  }
}

extension Change {
  /// The record before and the record after, where there are both.
  var sides: (before: Record, after: Record)? {
    guard let before, let after else { return nil }
    return (before, after)
  }

  /// Whether both tell of one entry, of which each side has one record.
  func hasSameEntry(as other: Change) -> Bool {
    before == other.before && after == other.after
  }
}
