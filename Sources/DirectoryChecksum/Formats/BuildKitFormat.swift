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
  /// Appends the header of an entry, up to its extended attributes.
  static func appendHeader(
    _ kind: EntryKind, mode: UInt16, size: UInt64 = 0,
    target: ByteView = ByteView(start: nil, count: 0),
    device: UInt64 = 0, to text: inout [UInt8]
  ) {
    text.append("namemode")
    text.append(decimal: UInt64(mode))
    text.append("uid0gid0size")
    text.append(decimal: kind == .file ? size : 0)
    text.append("typeflag")
    text.append(typeFlag(kind))
    text.append("linkname")
    if kind == .link { text.append(target) }
    text.append("unamegnamedevmajor")
    // The two numbers of a device as Linux packs them into `st_rdev`.
    text.append(decimal: device >> 8 & 0xfff)
    text.append("devminor")
    text.append(decimal: device & 0xff | device >> 12 & 0xfff00)
  }

  /// Appends the beginning of a directory's content: the digest of its header.
  static func appendDirectory(header: Digest, to text: inout [UInt8]) {
    appendChild(name: ByteView(start: nil, count: 0), digest: header, to: &text)
  }

  /// Appends one child to a directory's content. The caller keeps the order.
  static func appendChild(
    name: ByteView, digest: Digest, to text: inout [UInt8]
  ) {
    text.append(0)
    text.append(name)
    append(digest, to: &text)
  }

  /// Appends `sha256:` and the digits of `digest`.
  static func append(_ digest: Digest, to text: inout [UInt8]) {
    text.append("sha256:")
    text.append(hexadecimal: digest)
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
  /// What stands for the header of a root: that of a directory of mode 0755 where it has no
  /// entries, else the digest of nothing.
  static func rootHeader(isEmpty: Bool) -> Digest {
    isEmpty ? directoryHeader(mode: 0o755) : HashFunction.sha256(of: [])
  }

  /// The header's digest of a directory without extended attributes.
  static func directoryHeader(mode: UInt16) -> Digest {
    var text: [UInt8] = []
    appendHeader(.directory, mode: mode, to: &text)
    return HashFunction.sha256(of: text)
  }

  /// Whether the extended attribute called `name` is hashed.
  ///
  /// `security.capability` is, and every other that is neither the system's own business
  /// (`security.`, `system.`) nor macOS's (`com.apple.`).
  static func counts(attribute name: [UInt8]) -> Bool {
    name == [UInt8]("security.capability")
      || !(name.hasPrefix("security.") || name.hasPrefix("system.")
        || name.hasPrefix("com.apple."))
  }
}

extension Tree {
  /// The digest by which BuildKit keys `COPY . DEST` of this tree as a local context: that of the
  /// root digest's text. Nil for a tree with other digests, or where something could not be read.
  public var copyDigest: Digest? {
    guard format == .buildkit, let digest else { return nil }
    var text: [UInt8] = []
    BuildKitFormat.append(digest, to: &text)
    return HashFunction.sha256(of: text)
  }
}
