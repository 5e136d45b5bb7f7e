/// The bytes whose SHA-1 is a directory's content digest.
///
/// The format of directory-checksum 1.4 (github.com/MShekow/directory-checksum): one line for each
/// sub-directory, in byte order of the names,
///
///     'NAME' HEX LF
///
/// then one for each regular file and symbolic link, again in byte order of the names,
///
///     'NAME' false HEX LF        a file: HEX is the SHA-1 of its content
///     'NAME' true HEX LF         a link: HEX is the SHA-1 of its target
///
/// with NAME as the file system has it, and HEX in lower case. Other kinds do not count. An empty
/// directory is thus the SHA-1 of nothing.
enum ContentFormat {
  /// Appends the line of one entry.
  @inline(__always)
  static func append(
    name: UnsafeRawBufferPointer, kind: EntryKind, digest: UnsafeRawBufferPointer,
    to writer: inout HashingWriter<SHA1>
  ) {
    writer.append(UInt8(ascii: "'"))
    writer.append(name)
    switch kind {
    case .directory: writer.append("' ")
    case .link: writer.append("' true ")
    default: writer.append("' false ")
    }
    writer.append(hexadecimal: digest)
    writer.append(UInt8(ascii: "\n"))
  }

  /// Whether the original lists and hashes entries of this kind.
  static func counts(_ kind: EntryKind) -> Bool {
    switch kind {
    case .directory, .file, .link: true
    case .fifo, .socket, .characterDevice, .blockDevice: false
    }
  }
}
