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
  /// Appends the line of one child. The caller keeps the order.
  static func update(
    _ hash: inout some HashInput & ~Copyable, name: UnsafeRawBufferPointer, kind: EntryKind,
    digest: Digest
  ) {
    // At most `' false `, 64 digits and a line feed.
    withUnsafeTemporaryAllocation(byteCount: 80, alignment: 8) { buffer in
      buffer[0] = UInt8(ascii: "'")
      hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<1]))
      hash.update(name)
      let separator: StaticString =
        switch kind {
        case .directory: "' "
        case .link: "' true "
        default: "' false "
        }
      var end = separator.utf8CodeUnitCount
      buffer.copyMemory(from: UnsafeRawBufferPointer(start: separator.utf8Start, count: end))
      end += digest.writeHexadecimal(to: UnsafeMutableRawBufferPointer(rebasing: buffer[end...]))
      buffer[end] = UInt8(ascii: "\n")
      hash.update(UnsafeRawBufferPointer(rebasing: buffer[...end]))
    }
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
