/// The bytes whose SHA-256 is BuildKit's cache key of an entry of a local build context.
///
/// As BuildKit 0.8 and later compute it for contexts that a client sends (contenthash of
/// moby/buildkit over the records of tonistiigi/fsutil). Wherever a digest is hashed again it is
/// its text, `sha256:` and 64 lower-case digits.
///
/// An entry: the header, and behind it a regular file's content. The header is, with nothing
/// between its parts,
///
///     name
///     mode DECIMAL      the low twelve bits
///     uid0 gid0         a client sends every entry as root's
///     size DECIMAL      bytes of a regular file, else 0
///     typeflag C        0 file or socket, 2 link, 3 and 4 character and block device, 5 directory,
///                       6 FIFO
///     linkname TARGET   of a link, else nothing
///     uname gname       always empty
///     devmajor DECIMAL devminor DECIMAL    of a device, else 0
///     NAME VALUE        for each extended attribute that counts, by byte order of the names
///
/// A directory: NUL, the text of its header's digest, and for each child in byte order of its
/// name: NUL, the name, the text of the child's digest. The root's header counts as the digest of
/// nothing; of a context without any entry, as that of a directory with mode 0755.
enum BuildKitFormat {
  /// What of a header does not follow from the entry's kind.
  struct Header {
    var kind: EntryKind
    var mode: UInt16
    var size: UInt64 = 0
    /// The device number of a device, as Linux has it in `st_rdev`.
    var device: UInt64 = 0
  }

  /// Appends the header without its attributes, which follow as they are.
  static func append(
    _ header: Header, target: UnsafeRawBufferPointer, to writer: inout HashingWriter<SHA256>
  ) {
    let isDevice = header.kind == .characterDevice || header.kind == .blockDevice
    let device = isDevice ? header.device : 0
    writer.append("namemode")
    writer.append(decimal: UInt64(header.mode & 0o7777))
    writer.append("uid0gid0size")
    writer.append(decimal: header.kind == .file ? header.size : 0)
    writer.append("typeflag")
    writer.append(typeFlag(header.kind))
    writer.append("linkname")
    writer.append(target)
    writer.append("unamegnamedevmajor")
    writer.append(decimal: device >> 8 & 0xfff)
    writer.append("devminor")
    writer.append(decimal: device & 0xff | device >> 12 & 0xfff00)
  }

  private static func typeFlag(_ kind: EntryKind) -> UInt8 {
    switch kind {
    case .file, .socket: UInt8(ascii: "0")
    case .link: UInt8(ascii: "2")
    case .characterDevice: UInt8(ascii: "3")
    case .blockDevice: UInt8(ascii: "4")
    case .directory: UInt8(ascii: "5")
    case .fifo: UInt8(ascii: "6")
    }
  }

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

extension BuildKitFormat {
  /// Appends what comes before the children of a directory. A nil `header` stands for the root's.
  static func append(directoryHeader header: Digest?, to writer: inout HashingWriter<SHA256>) {
    writer.append(0)
    if let header {
      append(text: header, to: &writer)
    } else {
      writer.append("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }
  }

  /// Appends one child of a directory.
  static func append(
    name: UnsafeRawBufferPointer, digest: UnsafeRawBufferPointer,
    to writer: inout HashingWriter<SHA256>
  ) {
    writer.append(0)
    writer.append(name)
    writer.append("sha256:")
    writer.append(hexadecimal: digest)
  }

  /// Appends a digest as the text that BuildKit hashes.
  static func append(text digest: Digest, to writer: inout HashingWriter<SHA256>) {
    writer.append("sha256:")
    digest.withUnsafeBytes { writer.append(hexadecimal: $0) }
  }

  /// What stands for the header of a root without entries: that of a directory with mode 0755.
  static var emptyRootHeader: Digest {
    withUnsafeTemporaryAllocation(byteCount: 128, alignment: 8) { buffer in
      var writer = HashingWriter<SHA256>(buffer: buffer)
      append(
        Header(kind: .directory, mode: 0o755),
        target: UnsafeRawBufferPointer(start: nil, count: 0), to: &writer)
      var function = writer.finish()
      return function.finalize()
    }
  }

  /// The digest of `COPY . DEST` for a context with the digest `root`: that of its text.
  package static func copyDigest(ofRoot root: Digest) -> Digest {
    withUnsafeTemporaryAllocation(byteCount: 128, alignment: 8) { buffer in
      var writer = HashingWriter<SHA256>(buffer: buffer)
      append(text: root, to: &writer)
      var function = writer.finish()
      return function.finalize()
    }
  }
}

extension Tree {
  /// The digest by which BuildKit keys `COPY . DEST` of this tree as a local context; nil for a
  /// tree with other digests, or where something could not be read.
  public var copyDigest: Digest? {
    format == .buildkit ? digest.map(BuildKitFormat.copyDigest(ofRoot:)) : nil
  }
}
