/// Something that the user of a scan has to know about one entry.
public struct ScanNotice: Sendable {
  /// What happened.
  public enum Event: Sendable {
    /// The entry could not be read: it has no digest, and neither has any directory above it.
    case failure(ScanFailure)
    /// The entry is of a kind that a content listing leaves out.
    case skipped(EntryKind)
    /// The entry is the root of another file system, taken as an empty directory as asked.
    case mountPoint
    /// The file is hashed as empty, as BuildKit delivers it because of the rule with this index.
    case deliveredEmpty(rule: Int)
  }

  /// The path below the scanned directory; `.` for that directory itself.
  public let path: [UInt8]
  public let event: Event
}

extension ScanNotice {
  /// The order in which notices are given: by path, and of one path always the same, whichever
  /// worker came first.
  static func precedes(_ left: ScanNotice, _ right: ScanNotice) -> Bool {
    if left.path == right.path { return left.rank < right.rank }
    return left.path.lexicographicallyPrecedes(right.path)
  }

  private var rank: Int32 {
    switch event {
    case .failure(.system(let error)): error.rawValue
    case .failure(.replaced): -1
    case .failure(.changing): -2
    case .failure(.endless): -3
    case .skipped: -4
    case .mountPoint: -5
    case .deliveredEmpty: -6
    }
  }
}

/// Why an entry has no digest.
public enum ScanFailure: Error, Equatable, Sendable {
  /// A system call failed.
  case system(Errno)
  /// What the directory called a file or a directory was something else when it was opened.
  case replaced
  /// The file's size changed each time while it was being read.
  case changing
  /// The file has no end that could be waited for.
  case endless
}

/// Why there is no tree at all.
public enum ScanError: Error, Equatable, Sendable {
  /// The directory itself cannot be read.
  case unreadable(Errno)
  /// An ignore rule turned out to be malformed when it was first applied.
  case rule(IgnoreError)
}
