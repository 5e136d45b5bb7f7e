/// Which extended attributes count, and how they are hashed.
extension Attributes {
  /// Whether some builder counts the attribute called `name`: BuildKit's, and what Buildah takes
  /// besides.
  package static func matters(_ name: [UInt8]) -> Bool {
    BuildKitFormat.counts(attribute: name) || name.isLiteral("security.ima")
  }

  /// Whether the attribute called `name` is overlayfs' own note in a directory that is a layer. It
  /// shows when layers are looked at from outside, and says nothing of what a user put there.
  package static func isOverlays(_ name: [UInt8]) -> Bool {
    name.hasPrefix("trusted.overlay.") || name.hasPrefix("user.overlay.")
  }
}

extension Attributes {
  /// Appends what BuildKit hashes: name and value of each that it counts, with nothing in between.
  package func appendForBuildKit(to text: inout [UInt8]) {
    for attribute in all where BuildKitFormat.counts(attribute: attribute.name) {
      text.append(attribute.name)
      text.append(attribute.value)
    }
  }

  /// The first eight bytes, big-endian, of a SHA-256 over those that BuildKit counts, each as
  ///
  ///     NAMELENGTH ':' NAME VALUELENGTH ':' VALUE
  ///
  /// in byte order of the names, lengths in decimal: no two sets of attributes share the text. Nil
  /// where there are none.
  package var tag: AttributesTag? {
    var text: [UInt8] = []
    for attribute in all where BuildKitFormat.counts(attribute: attribute.name) {
      for part in [attribute.name, attribute.value] {
        text.append(decimal: UInt64(part.count))
        text.append(UInt8(ascii: ":"))
        text.append(part)
      }
    }
    if text.isEmpty { return nil }
    let digest = HashFunction.sha256(of: text)
    var value: UInt64 = 0
    for index in 0..<8 { value = value << 8 | UInt64(digest[index]) }
    return AttributesTag(value)
  }
}
