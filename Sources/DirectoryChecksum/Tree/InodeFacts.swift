/// What a builder may count of an entry and no listing shows.
///
/// Kept beside the entries, since few have any of it.
public struct InodeFacts: Equatable, Sendable {
  /// The inode, where a regular file has several names; 0 where it has one. Only equality within
  /// one scan matters.
  public var sharedInode: UInt64 = 0
  /// The device number of a device, else 0. Only equality matters.
  public var device: UInt64 = 0
  /// Whether it is a directory that the ignore rules leave out, and that is there because they keep
  /// something below it. BuildKit alone takes it as it is.
  public var isReincluded = false
  /// Every extended attribute that some builder counts.
  public var attributes = Attributes()

  /// Whether no member of an archive is this directory, which is there because something is in it:
  /// mode, owner and attributes are not known.
  public var isMadeUp = false

  public init(sharedInode: UInt64 = 0, device: UInt64 = 0, attributes: Attributes = Attributes()) {
    self.sharedInode = sharedInode
    self.device = device
    self.attributes = attributes
  }
}

extension InodeFacts {
  /// Whether there is anything to remember.
  var isWorthKeeping: Bool {
    sharedInode != 0 || device != 0 || !attributes.isEmpty || isReincluded || isMadeUp
  }
}
