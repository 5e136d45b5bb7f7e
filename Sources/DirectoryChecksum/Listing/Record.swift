/// One line of a listing: what is known of one entry of a tree.
public struct Record: Equatable, Sendable {
  /// The entry's digest; nil where it, or something below it, could not be read.
  public var digest: Digest?
  /// What the entry is.
  public var kind: EntryKind
  /// The path below the listed directory, `/` between names; `.` for that directory itself. Bytes
  /// as the file system gave them, never escaped.
  public var path: [UInt8]
  /// Mode, owner and attributes; nil where the listing was made without `--long`.
  public var metadata: Metadata?
  /// The target of a symbolic link; nil for any other entry, and without `--long`.
  public var target: [UInt8]?

  public init(
    digest: Digest?, kind: EntryKind, path: [UInt8], metadata: Metadata? = nil,
    target: [UInt8]? = nil
  ) {
    self.digest = digest
    self.kind = kind
    self.path = path
    self.metadata = metadata
    self.target = target
  }
}
