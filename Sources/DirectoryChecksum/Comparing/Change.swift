/// One thing that changed about one path.
public struct Change: Sendable {
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

  /// The entry's record in the listing after, or, of what was removed, in the listing before.
  public let record: Record
  /// Its record in the listing before, where ``record`` is the one after.
  private let old: Record?
  /// How many entries below it came or went along with it; nil where the entry itself did so with
  /// a directory above.
  let entriesBelow: Int?
  public let aspect: Aspect

  /// A change of an entry that both sides have.
  init(_ aspect: Aspect, _ before: Record, _ after: Record, entriesBelow: Int? = 0) {
    self.aspect = aspect
    old = before
    record = after
    self.entriesBelow = entriesBelow
  }

  /// An entry that one side alone has.
  init(_ record: Record, wasAdded: Bool, entriesBelow: Int?) {
    aspect = wasAdded ? .added : .removed
    old = nil
    self.record = record
    self.entriesBelow = entriesBelow
  }
}

extension Change {
  /// The entry's record in the listing before, nil where it was added. Of a move: the record it
  /// moved from.
  public var before: Record? { aspect == .removed ? record : old }

  /// The entry's record in the listing after, nil where it was removed.
  public var after: Record? { aspect == .removed ? nil : record }

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
