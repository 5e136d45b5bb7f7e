/// One thing that changed about one path.
public struct Change: Equatable, Sendable {
  /// What changed. In the order in which several changes of one path are told.
  public enum Aspect: UInt8, Sendable {
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
  /// The record of the listing before; -1 where there is none.
  private let beforeIndex: Int32
  /// The record of the listing after; -1 where there is none.
  private let afterIndex: Int32

  /// - Precondition: a listing has fewer than 2^31 records.
  init(_ aspect: Aspect, before: Int?, after: Int?) {
    self.aspect = aspect
    beforeIndex = Int32(truncatingIfNeeded: before ?? -1)
    afterIndex = Int32(truncatingIfNeeded: after ?? -1)
  }
}

extension Change {
  /// The index of the entry's record in the listing before, nil where it was added. Of a move: the
  /// record it moved from.
  public var before: Int? { beforeIndex < 0 ? nil : Int(beforeIndex) }

  /// The index of the entry's record in the listing after, nil where it was removed.
  public var after: Int? { afterIndex < 0 ? nil : Int(afterIndex) }

  /// Whether both tell of one entry.
  func hasSameEntry(as other: Change) -> Bool {
    beforeIndex == other.beforeIndex && afterIndex == other.afterIndex
  }
}
