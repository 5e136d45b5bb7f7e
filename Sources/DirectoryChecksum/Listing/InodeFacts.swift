/// What a builder may count of an entry and no listing shows.
///
/// Kept beside the records, since few entries have any of it.
public struct InodeFacts: Equatable, Sendable {
  /// The index of the entry's record.
  public var record: Int
  /// The inode, where a regular file has several names; 0 where it has one. Only equality within
  /// one scan matters.
  public var sharedInode: UInt64
  /// The device number of a device, else 0. Only equality matters.
  public var device: UInt64
  /// A tag over the attributes `user.*` and `security.capability`, 0 where there are none.
  public var userAttributesTag: UInt32
  /// A tag over `security.capability` without its root id (revision 3 read as revision 2), 0 where
  /// there is none.
  public var capabilityTag: UInt32

  public init(
    record: Int, sharedInode: UInt64 = 0, device: UInt64 = 0, userAttributesTag: UInt32 = 0,
    capabilityTag: UInt32 = 0
  ) {
    self.record = record
    self.sharedInode = sharedInode
    self.device = device
    self.userAttributesTag = userAttributesTag
    self.capabilityTag = capabilityTag
  }
}

extension Listing {
  /// The facts of the record at `index`; without any where none are kept.
  func facts(ofRecord index: Int) -> InodeFacts {
    guard let facts = inodeFacts else { return InodeFacts(record: index) }
    var low = 0
    var high = facts.count
    while low < high {
      let middle = low + (high - low) / 2
      if facts[middle].record < index { low = middle + 1 } else { high = middle }
    }
    guard low < facts.count, facts[low].record == index else { return InodeFacts(record: index) }
    return facts[low]
  }
}
