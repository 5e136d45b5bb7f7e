/// What a builder may count of an entry and no listing shows.
///
/// Kept beside the entries, since few have any of it.
public final class InodeFacts: Sendable {
  /// The index of the entry in its directory.
  let entry: Int
  /// The inode, where a regular file has several names; 0 where it has one. Only equality within
  /// one scan matters.
  public let sharedInode: UInt64
  /// The device number of a device, else 0. Only equality matters.
  public let device: UInt64
  /// A tag over the attributes `user.*` and `security.capability`, 0 where there are none.
  public let userAttributesTag: UInt32
  /// A tag over `security.capability` without its root id (revision 3 read as revision 2), 0 where
  /// there is none.
  public let capabilityTag: UInt32

  init(
    entry: Int, sharedInode: UInt64 = 0, device: UInt64 = 0, userAttributesTag: UInt32 = 0,
    capabilityTag: UInt32 = 0
  ) {
    self.entry = entry
    self.sharedInode = sharedInode
    self.device = device
    self.userAttributesTag = userAttributesTag
    self.capabilityTag = capabilityTag
  }
}

extension InodeFacts {
  /// Whether there is anything to remember.
  var isWorthKeeping: Bool {
    sharedInode != 0 || device != 0 || userAttributesTag != 0 || capabilityTag != 0
  }
}
