/// The extended attributes of an entry that a builder counts, where it has any.
final class CountedAttributes {
  /// What BuildKit hashes: name and value of each that it counts, by byte order of the names, with
  /// nothing in between.
  private(set) var bytes: [UInt8] = []
  /// The same of `user.*` and `security.capability` alone.
  private var userBytes: [UInt8] = []
  /// The value of `security.capability` without the root id that its revision 3 adds.
  private var capability: [UInt8] = []

  /// Reads the attributes called by `names`.
  private init(_ names: [[UInt8]], of source: AttributeSource) throws(Errno) {
    for index in sortedIndexes(names.count, by: { precedes(names[$0], names[$1]) }) {
      let name = names[index]
      // One that was removed since it was listed does not count for BuildKit either.
      let value = try name.withCString { (name) throws(Errno) in try source.value(of: name) }
      if let value { add(name, value) }
    }
  }
}

extension CountedAttributes {
  /// Reads the attributes of an entry, nil for none; one call of the system where there are none.
  static func read(_ source: AttributeSource) throws(Errno) -> CountedAttributes? {
    let list = try source.list()
    if list.isEmpty { return nil }
    var names: [[UInt8]] = []
    var name: [UInt8] = []
    for byte in list {
      if byte != 0 {
        name.append(byte)
      } else {
        if BuildKitFormat.counts(attribute: name) { names.append(name) }
        name = []
      }
    }
    return try CountedAttributes(names, of: source)
  }

  private func add(_ name: [UInt8], _ value: [UInt8]) {
    bytes.append(name)
    bytes.append(value)
    let isCapability = name == [UInt8]("security.capability")
    guard isCapability || name.hasPrefix("user.") else { return }
    userBytes.append(name)
    userBytes.append(value)
    guard isCapability else { return }
    capability = value
    // Revision 3 of `vfs_cap_data` as revision 2: the revision is the highest byte of the first
    // little-endian word, and 20 bytes are all that revision 2 has.
    if value.count == 24, value[3] == 3 {
      capability.shorten(to: 20)
      capability[3] = 2
    }
  }
}

extension CountedAttributes {
  /// The first four bytes, big-endian, of the SHA-256 of ``bytes``; nil where there are none.
  var tag: UInt32? { bytes.isEmpty ? nil : Self.tag(of: bytes) }

  // What of the attributes a tag of all of them does not tell apart.
  var userTag: UInt32 { Self.tag(of: userBytes) }
  var capabilityTag: UInt32 { Self.tag(of: capability) }

  /// 0 for nothing.
  private static func tag(of bytes: [UInt8]) -> UInt32 {
    if bytes.isEmpty { return 0 }
    let digest = HashFunction.sha256.digest(of: bytes)
    var tag: UInt32 = 0
    for index in 0..<4 { tag = tag << 8 | UInt32(digest[index]) }
    return tag
  }
}
