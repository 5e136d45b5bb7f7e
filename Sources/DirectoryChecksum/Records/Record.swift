/// One line of a listing: what is known of one entry of a tree.
///
/// A class, since records are handed on from the log to the report and never change on the way.
public final class Record: Sendable {
  /// The entry's digest; nil where it, or something below it, could not be read.
  public let digest: Digest?
  /// What the entry is.
  public let kind: EntryKind
  /// The path below the listed directory, `/` between names; `.` for that directory itself. Bytes
  /// as the file system gave them, never escaped.
  public let path: [UInt8]
  /// Mode, owner and attributes; nil where the listing was made without `--long`.
  public let metadata: Metadata?
  /// The target of a symbolic link; nil for any other entry, and without `--long`.
  public let target: [UInt8]?
  /// What a scan knows and no listing shows; nil for most.
  public let inodeFacts: InodeFacts?

  public init(
    digest: Digest?, kind: EntryKind, path: [UInt8], metadata: Metadata? = nil,
    target: [UInt8]? = nil, inodeFacts: InodeFacts? = nil
  ) {
    self.digest = digest
    self.kind = kind
    self.path = path
    self.metadata = metadata
    self.target = target
    self.inodeFacts = inodeFacts
  }
}

extension Record: Equatable {
  public static func == (left: Record, right: Record) -> Bool {
    left === right
      || left.digest == right.digest && left.kind == right.kind && left.path == right.path
        && left.metadata == right.metadata && left.target == right.target
  }
}
