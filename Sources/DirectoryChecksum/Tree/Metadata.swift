/// What a long listing says of an entry besides its content.
///
/// Two words, since records are copied field by field.
public struct Metadata: Equatable, Sendable {
  /// Owner and group.
  private var identifiers: UInt64
  /// The mode, whether there is a tag, and the tag.
  private var modeAndTag: UInt64

  public init(mode: UInt16, owner: UInt32, group: UInt32, attributesTag: UInt32? = nil) {
    identifiers = UInt64(owner) << 32 | UInt64(group)
    modeAndTag =
      UInt64(mode) << 48 | (attributesTag == nil ? 0 : 1 << 32) | UInt64(attributesTag ?? 0)
  }
}

extension Metadata {
  /// The low twelve bits: set-user-ID, set-group-ID, sticky, and the permissions.
  public var mode: UInt16 { UInt16(truncatingIfNeeded: modeAndTag >> 48) }

  /// The numeric owner.
  public var owner: UInt32 { UInt32(truncatingIfNeeded: identifiers >> 32) }

  /// The numeric group.
  public var group: UInt32 { UInt32(truncatingIfNeeded: identifiers) }

  /// The first four bytes, big-endian, of a SHA-256 over the extended attributes that BuildKit
  /// counts; nil where the entry has none.
  public var attributesTag: UInt32? {
    get { modeAndTag >> 32 & 1 == 0 ? nil : UInt32(truncatingIfNeeded: modeAndTag) }
    set { self = Metadata(mode: mode, owner: owner, group: group, attributesTag: newValue) }
  }

  /// Sorts by all facts: negative, 0 or positive.
  func order(to other: Metadata) -> Int {
    if identifiers != other.identifiers { return identifiers < other.identifiers ? -1 : 1 }
    return modeAndTag == other.modeAndTag ? 0 : modeAndTag < other.modeAndTag ? -1 : 1
  }
}
