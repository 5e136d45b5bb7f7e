/// What a directory's digest in a content listing covers: the format of the original tool
/// (MShekow/directory-checksum 1.4).
///
/// The digest is the SHA-1 of one line for each child, with nothing before, between or after:
///
///     'NAME' HEX LF            a directory
///     'NAME' false HEX LF      a file
///     'NAME' true HEX LF       a symbolic link
///
/// All directories come first, then files and links together, both in byte order of their names.
/// NAME is the raw name, quoted but never escaped; HEX is the child's own digest: SHA-1 of its
/// content, of its target's bytes, or of its lines. An empty directory is the SHA-1 of nothing.
/// Fifos, sockets and devices have no line.
enum ContentFormat {
  /// Appends the line of one child to `text`. The caller keeps the order.
  static func append(
    name: ByteView, kind: EntryKind, digest: Digest, to text: inout [UInt8]
  ) {
    text.append(UInt8(ascii: "'"))
    text.append(name)
    switch kind {
    case .directory: text.append("' ")
    case .link: text.append("' true ")
    default: text.append("' false ")
    }
    text.append(hexadecimal: digest)
    text.append(UInt8(ascii: "\n"))
  }
}

extension ContentFormat {
  /// Whether the original lists and hashes entries of this kind.
  static func counts(_ kind: EntryKind) -> Bool {
    switch kind {
    case .directory, .file, .link: true
    case .fifo, .socket, .characterDevice, .blockDevice: false
    }
  }
}
