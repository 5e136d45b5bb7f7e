/// The extended attributes of an entry that BuildKit counts, as the bytes it hashes: name and
/// value of each, by byte order of the names, with nothing in between.
struct CountedAttributes {
  let bytes: [UInt8]

  static let none = CountedAttributes(bytes: [])

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Reads them; one call of the system where there are none.
  init(of source: AttributeSource) throws(Errno) {
    let list = try source.list()
    guard !list.isEmpty else {
      self = .none
      return
    }
    var names: [Range<Int>] = []
    var start = 0
    list.withUnsafeBytes { list in
      for index in list.indices where list[index] == 0 {
        let name = UnsafeRawBufferPointer(rebasing: list[start..<index])
        if BuildKitFormat.counts(attribute: name) { names.append(start..<index) }
        start = index + 1
      }
    }
    names.sort { list[$0].lexicographicallyPrecedes(list[$1]) }
    var bytes: [UInt8] = []
    for name in names {
      // One that was removed since it was listed does not count for BuildKit either.
      let value = try list.withBytes { (list) throws(Errno) in
        try source.value(
          of: (list.baseAddress! + name.lowerBound).assumingMemoryBound(to: CChar.self))
      }
      guard let value else { continue }
      bytes.append(contentsOf: list[name])
      bytes.append(contentsOf: value)
    }
    self.bytes = bytes
  }
}

extension CountedAttributes {
  /// The first four bytes, big-endian, of the SHA-256 of ``bytes``; nil where there are none.
  var tag: UInt32? {
    guard !bytes.isEmpty else { return nil }
    var hash = SHA256()
    bytes.withUnsafeBytes { hash.update($0) }
    let digest = hash.finalize()
    var tag: UInt32 = 0
    for index in 0..<4 { tag = tag << 8 | UInt32(digest[index]) }
    return tag
  }
}
