/// What a long listing says of an entry besides its content.
///
/// The fields are in this order because they fill 24 bytes then, of which a long scan keeps as many
/// as there are entries.
public struct Metadata: Equatable, Sendable {
  /// Stands for the extended attributes that BuildKit counts; nil where the entry has none.
  public var attributesTag: AttributesTag?
  /// The low twelve bits: set-user-ID, set-group-ID, sticky, and the permissions.
  public var mode: UInt16
  /// The numeric owner.
  public var owner: UInt32
  /// The numeric group.
  public var group: UInt32

  public init(mode: UInt16, owner: UInt32, group: UInt32, attributesTag: AttributesTag? = nil) {
    self.attributesTag = attributesTag
    self.mode = mode
    self.owner = owner
    self.group = group
  }
}

extension Metadata {
  /// Sorts by all facts: negative, 0 or positive.
  func order(to other: Metadata) -> Int {
    if owner != other.owner { return owner < other.owner ? -1 : 1 }
    if group != other.group { return group < other.group ? -1 : 1 }
    if mode != other.mode { return mode < other.mode ? -1 : 1 }
    guard let tag = attributesTag, let otherTag = other.attributesTag else {
      return attributesTag == nil ? other.attributesTag == nil ? 0 : -1 : 1
    }
    if tag.isShort != otherTag.isShort { return tag.isShort ? -1 : 1 }
    return tag.value == otherTag.value ? 0 : tag.value < otherTag.value ? -1 : 1
  }
}
