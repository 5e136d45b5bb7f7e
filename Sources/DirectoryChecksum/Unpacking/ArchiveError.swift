/// Why an archive or an image cannot be read. Nothing of it is to be used then.
///
/// Indirect, since every function here throws it: a word, whatever there is to tell.
package indirect enum ArchiveError: Error, Equatable {
  /// A system call failed.
  case system(Errno)
  /// The input ends early, inside the member of this name; empty where it has none.
  case endsEarly(inside: [UInt8])
  /// The bytes contradict themselves. The offset is that of the place in the archive, inflated
  /// where it is compressed.
  case damaged(ArchiveDamage, at: UInt64)
  /// More than is taken from any archive.
  case limit(ArchiveLimit)
  /// Packed in a way that is not read.
  case packed(PackedForm)
  /// What an image names is not in it, or is not what its name says.
  case blob(BlobFault, [UInt8])
  /// An ignore rule turned out to be malformed when it was first applied.
  case rule(IgnoreError)
  /// The place that was asked for is not in the archive.
  case noSuchPlace
}

/// What is wrong with the bytes of an archive.
package enum ArchiveDamage: Sendable {
  case headerChecksum, number, paxRecord, sparseMap, headerWithoutMember
  case gzipHeader, deflate, gzipChecksum, gzipLength
  case json
}

/// The bounds that keep memory in the reader's hands, whatever the input says.
package enum ArchiveLimit: Sendable {
  /// 16 Mi entries, or 2 GiB of names.
  case entries
  /// 1 MiB.
  case extendedHeader
  /// 64 KiB, or 32,768 levels.
  case path
  /// 1 Mi pieces of a sparse file.
  case sparsePieces
  /// 1 TiB of holes in sparse files.
  case holes
  /// 4 MiB of JSON.
  case json
  /// An index in an index, four times.
  case nesting
  /// 4,096 layers.
  case layers
}

/// What is wrong with a blob of an image.
package enum BlobFault: Sendable {
  /// The image names it and does not have it, or has something else in its place.
  case missing
  /// Its digest is not the one that the image names.
  case digest
  /// No digest at all, where one has to be.
  case name
  /// Packed in a way that is not read.
  case packed
}

/// A form in which something is packed, and which is not read.
package enum PackedForm: Sendable {
  case zstd, bzip2, xz, zip, cpio, squashfs
  /// A gzip inside a gzip.
  case gzipTwice

  /// The form that `bytes`, the first of an input, tell of.
  init?(_ bytes: ByteView) {
    if bytes.count >= 4, bytes[0] & 0xf0 == 0x50, bytes.hasLiteral("\u{2a}\u{4d}\u{18}", at: 1) {
      self = .zstd
    } else if Self.begins(bytes, [0x28, 0xb5, 0x2f, 0xfd]) {
      self = .zstd
    } else if bytes.hasLiteral("BZh") {
      self = .bzip2
    } else if Self.begins(bytes, [0xfd, 0x37, 0x7a, 0x58, 0x5a]) {
      self = .xz
    } else if Self.begins(bytes, [0x50, 0x4b, 0x03, 0x04]) {
      self = .zip
    } else if bytes.hasLiteral("070701") || bytes.hasLiteral("070702")
      || bytes.hasLiteral("070707")
    {
      self = .cpio
    } else if bytes.hasLiteral("hsqs") {
      self = .squashfs
    } else {
      return nil
    }
  }

  private static func begins(_ bytes: ByteView, _ magic: [UInt8]) -> Bool {
    guard bytes.count >= magic.count else { return false }
    for index in magic.indices where bytes[index] != magic[index] { return false }
    return true
  }
}
