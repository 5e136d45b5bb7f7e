/// The extended attributes of an entry that a builder counts.
struct CountedAttributes {
  /// What BuildKit hashes: name and value of each that it counts, by byte order of the names, with
  /// nothing in between.
  private(set) var bytes: [UInt8] = []
  /// The same of `user.*` and `security.capability` alone.
  private(set) var userBytes: [UInt8] = []
  /// The value of `security.capability` without the root id that its revision 3 adds.
  private(set) var capability: [UInt8] = []

  static let none = CountedAttributes()

  private init() {}

  /// Reads them; one call of the system where there are none.
  init(of source: AttributeSource) throws(Errno) {
    let list = try source.list()
    guard !list.isEmpty else { return }
    for name in Self.names(in: list) where name.withBytes({ BuildKitFormat.counts(attribute: $0) })
    {
      // One that was removed since it was listed does not count for BuildKit either.
      let value = try name.withCString { (name) throws(Errno) in try source.value(of: name) }
      guard let value else { continue }
      bytes += name + value
      let isCapability = name == [UInt8]("security.capability")
      if isCapability || name.starts(with: [UInt8]("user.")) { userBytes += name + value }
      if isCapability { capability = Self.withoutRootID(value) }
    }
  }

  /// The names in a list where each ends in NUL, in byte order.
  private static func names(in list: [UInt8]) -> [[UInt8]] {
    var names: [[UInt8]] = []
    var start = 0
    for index in list.indices where list[index] == 0 {
      let name = Array(list[start..<index])
      start = index + 1
      let place = names.firstIndex { precedes(name, $0) } ?? names.count
      names.insert(name, at: place)
    }
    return names
  }

  /// Revision 3 of `vfs_cap_data` as revision 2: the revision is the highest byte of the first
  /// little-endian word, and 20 bytes are all that revision 2 has.
  private static func withoutRootID(_ value: [UInt8]) -> [UInt8] {
    guard value.count == 24, value[3] == 3 else { return value }
    var older = Array(value[..<20])
    older[3] = 2
    return older
  }
}

extension CountedAttributes {
  /// The first four bytes, big-endian, of the SHA-256 of ``bytes``; nil where there are none.
  var tag: UInt32? { bytes.isEmpty ? nil : Self.tag(of: bytes) }

  /// What of the attributes a tag of all of them does not tell apart.
  func facts(
    ofEntry index: Int, sharedInode: UInt64 = 0, device: UInt64 = 0
  ) -> InodeFacts {
    InodeFacts(
      entry: index, sharedInode: sharedInode, device: device,
      userAttributesTag: userBytes.isEmpty ? 0 : Self.tag(of: userBytes),
      capabilityTag: capability.isEmpty ? 0 : Self.tag(of: capability))
  }

  private static func tag(of bytes: [UInt8]) -> UInt32 {
    let digest = SHA256.digest(of: bytes)
    var tag: UInt32 = 0
    for index in 0..<4 { tag = tag << 8 | UInt32(digest[index]) }
    return tag
  }
}
