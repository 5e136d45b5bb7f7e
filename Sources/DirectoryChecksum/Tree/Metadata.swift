/// What a long listing says of an entry besides its content.
public struct Metadata: Equatable, Sendable {
  /// The low twelve bits: set-user-ID, set-group-ID, sticky, and the permissions.
  public var mode: UInt16
  /// The numeric owner.
  public var owner: UInt32
  /// The numeric group.
  public var group: UInt32
  /// The first four bytes, big-endian, of a SHA-256 over the extended attributes that BuildKit
  /// counts; nil where the entry has none.
  public var attributesTag: UInt32?

  public init(mode: UInt16, owner: UInt32, group: UInt32, attributesTag: UInt32? = nil) {
    self.mode = mode
    self.owner = owner
    self.group = group
    self.attributesTag = attributesTag
  }
}
