extension Attributes {
  /// Reads the attributes of an entry that count, with one call of the system where there are none.
  ///
  /// Overlayfs' own are left out but for BuildKit's digests, which cover them.
  static func read(_ source: AttributeSource, for format: DigestFormat) throws(Errno) -> Attributes
  {
    let list = try source.list()
    if list.isEmpty { return Attributes() }
    var found: [Attribute] = []
    var name: [UInt8] = []
    for byte in list {
      if byte != 0 {
        name.append(byte)
        continue
      }
      if matters(name), format == .buildkit || !isOverlays(name) {
        // One that was removed since it was listed does not count for BuildKit either.
        let value = try name.withCString { (name) throws(Errno) in try source.value(of: name) }
        if let value { found.append(Attribute(name: name, value: value)) }
      }
      name = []
    }
    return Attributes(found)
  }
}
