/// What BuildKit's digests of a local build context cover (`cache/contenthash` of moby/buildkit,
/// `tarsum` headers of moby/moby).
///
/// Every digest is a SHA-256, and where one is hashed into another it is the 71 bytes of text
/// `sha256:` and 64 lower-case hexadecimal digits, written TEXT below.
///
/// An entry is its header, then, for a regular file, its content. The header is these pieces with
/// nothing between them; MODE is the low twelve bits in decimal, SIZE is 0 for all but regular
/// files, and each extended attribute is its name and its value, in byte order of the names:
///
///     name mode MODE uid0 gid0 size SIZE typeflag TYPE linkname TARGET uname gname
///     devmajor MAJOR devminor MINOR (NAME VALUE)*            (blanks are for the eye only)
///
/// TYPE is 0 for a regular file and a socket, 2 for a link, 3 and 4 for a character and a block
/// device, 5 for a directory, 6 for a fifo. Neither the owner nor any time nor the entry's own name
/// is in it.
///
/// A directory's content digest is
///
///     NUL TEXT(header) (NUL NAME TEXT(child))*
///
/// with the children in byte order of their names, whatever they are; a child directory gives its
/// content digest. The root's header is the digest of nothing, unless it has no children at all:
/// then it is the header of a directory of mode 0755.
///
/// Names that begin with the byte FF count once more, see `NameTail`.
enum BuildKitFormat {
  /// The longest part of a header that does not depend on a name: every number at its longest.
  private static let headerCapacity = 192

  /// Appends an entry's header up to its extended attributes.
  static func updateHeader(
    _ hash: inout some HashInput & ~Copyable, kind: EntryKind, mode: UInt16, size: UInt64 = 0,
    target: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0),
    device: (major: UInt32, minor: UInt32) = (0, 0)
  ) {
    withUnsafeTemporaryAllocation(byteCount: headerCapacity, alignment: 8) { buffer in
      var text = FixedText(buffer)
      text.append("namemode")
      text.append(decimal: UInt64(mode))
      text.append("uid0gid0size")
      text.append(decimal: kind == .file ? size : 0)
      text.append("typeflag")
      text.append(typeFlag(kind))
      text.append("linkname")
      hash.update(text.bytes)
      if kind == .link { hash.update(target) }
      text.removeAll()
      text.append("unamegnamedevmajor")
      text.append(decimal: UInt64(device.major))
      text.append("devminor")
      text.append(decimal: UInt64(device.minor))
      hash.update(text.bytes)
    }
  }

  /// Appends one extended attribute to a header. The caller keeps the order.
  static func updateAttribute(
    _ hash: inout some HashInput & ~Copyable, name: UnsafeRawBufferPointer,
    value: UnsafeRawBufferPointer
  ) {
    hash.update(name)
    hash.update(value)
  }

  /// Starts a directory's content with the digest of its header.
  static func updateDirectory(_ hash: inout some HashInput & ~Copyable, header: Digest) {
    updateNUL(&hash)
    updateText(&hash, header)
  }

  /// Appends one child to a directory's content. The caller keeps the order.
  static func updateChild(
    _ hash: inout some HashInput & ~Copyable, name: UnsafeRawBufferPointer, digest: Digest
  ) {
    updateNUL(&hash)
    hash.update(name)
    updateText(&hash, digest)
  }

  /// Appends `sha256:` and the digits of `digest`.
  static func updateText(_ hash: inout some HashInput & ~Copyable, _ digest: Digest) {
    withUnsafeTemporaryAllocation(byteCount: 80, alignment: 8) { buffer in
      var text = FixedText(buffer)
      text.append("sha256:")
      let digits = UnsafeMutableRawBufferPointer(rebasing: buffer[text.count...])
      text.count += digest.writeHexadecimal(to: digits)
      hash.update(text.bytes)
    }
  }

  private static func updateNUL(_ hash: inout some HashInput & ~Copyable) {
    withUnsafeBytes(of: 0 as UInt8) { hash.update($0) }
  }

  private static func typeFlag(_ kind: EntryKind) -> StaticString {
    switch kind {
    case .file, .socket: "0"
    case .link: "2"
    case .characterDevice: "3"
    case .blockDevice: "4"
    case .directory: "5"
    case .fifo: "6"
    }
  }
}

extension BuildKitFormat {
  /// The two numbers of a device as Linux packs them into `st_rdev`.
  static func deviceNumbers(_ device: UInt64) -> (major: UInt32, minor: UInt32) {
    (
      UInt32(truncatingIfNeeded: device >> 8 & 0xfff),
      UInt32(truncatingIfNeeded: device & 0xff | device >> 12 & 0xfff00)
    )
  }

  /// What stands for the header of a root that has any entry: the digest of nothing.
  static var rootHeader: Digest { SHA256.digest(of: []) }

  /// The header of a directory without extended attributes.
  static func directoryHeader(mode: UInt16) -> Digest {
    var hash = SHA256()
    updateHeader(&hash, kind: .directory, mode: mode)
    return hash.finalize()
  }

  /// What stands for the header of a root without entries.
  static var emptyRootHeader: Digest { directoryHeader(mode: 0o755) }

  /// Whether the extended attribute called `name` is hashed.
  ///
  /// `security.capability` is, and every other that is neither the system's own business
  /// (`security.`, `system.`) nor macOS's (`com.apple.`).
  static func counts(attribute name: UnsafeRawBufferPointer) -> Bool {
    name.elementsEqual(bytes(of: "security.capability"))
      || !(starts(name, with: "security.") || starts(name, with: "system.")
        || starts(name, with: "com.apple."))
  }

  private static func bytes(of literal: StaticString) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount)
  }

  private static func starts(_ name: UnsafeRawBufferPointer, with prefix: StaticString) -> Bool {
    let prefix = bytes(of: prefix)
    return name.count >= prefix.count && name[..<prefix.count].elementsEqual(prefix)
  }
}

extension Tree {
  /// The digest by which BuildKit keys `COPY . DEST` of this tree as a local context: that of the
  /// root digest's text. Nil for a tree with other digests, or where something could not be read.
  public var copyDigest: Digest? {
    guard format == .buildkit, let digest else { return nil }
    var hash = SHA256()
    BuildKitFormat.updateText(&hash, digest)
    return hash.finalize()
  }
}

/// Text in a buffer that the caller made large enough.
private struct FixedText {
  private let buffer: UnsafeMutableRawBufferPointer
  var count = 0

  init(_ buffer: UnsafeMutableRawBufferPointer) {
    self.buffer = buffer
  }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[..<count]) }

  mutating func removeAll() { count = 0 }

  mutating func append(_ literal: StaticString) {
    let bytes = UnsafeRawBufferPointer(
      start: literal.utf8Start, count: literal.utf8CodeUnitCount)
    UnsafeMutableRawBufferPointer(rebasing: buffer[count...]).copyMemory(from: bytes)
    count += bytes.count
  }

  mutating func append(decimal value: UInt64) {
    var divisor: UInt64 = 1
    while value / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      buffer[count] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / divisor % 10)
      count += 1
      divisor /= 10
    }
  }
}
