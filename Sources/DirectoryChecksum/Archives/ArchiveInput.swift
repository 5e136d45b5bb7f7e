/// An input that a user named, of which the first bytes tell what it is.
///
/// Needs at most 512 bytes for that, inflated if need be, and what was looked at is read again from
/// memory: pipes do as well as files.
package final class ArchiveInput {
  /// What the input is.
  package enum Content: Equatable {
    /// A tar archive; an image is one as well.
    case archive
    /// Anything that may be a listing or a log.
    case text
    /// Packed in a way that is not read.
    case packed(PackedForm)
  }

  package let content: Content
  /// Whether the input is compressed.
  package let isCompressed: Bool
  /// The path of the file; nil for standard input.
  private let path: [UInt8]?
  private let file: FileSource
  private let gzip: GzipSource?
  private var stream: ByteStream

  /// Opens `path`, or standard input for nil.
  package init(_ path: [UInt8]?) throws(ArchiveError) {
    self.path = path
    // Standard input stays open: what reads it next finds its end.
    file =
      if let path { try FileSource(FileSource.open(path)) } else {
        try FileSource(FileDescriptor(owning: 0))
      }
    let raw = ByteStream(file)
    var start = try raw.beginning()
    if GzipSource.begins(with: start) {
      let source = GzipSource(raw)
      gzip = source
      stream = ByteStream(source)
      start = try stream.beginning()
      isCompressed = true
    } else {
      gzip = nil
      stream = raw
      isCompressed = false
    }
    if isCompressed, GzipSource.begins(with: start) {
      content = .packed(.gzipTwice)
    } else if let form = PackedForm(start.bindMemory(to: UInt8.self)) {
      content = .packed(form)
    } else if TarHeader.begins(with: start) {
      content = .archive
    } else {
      content = .text
    }
  }
}

extension ArchiveInput {
  /// Gives all of a text to `body`, piece by piece.
  package func readText(_ body: (UnsafeRawBufferPointer) -> Void) throws(ArchiveError) {
    while true {
      let bytes = try stream.next()
      if bytes.isEmpty { return }
      body(bytes)
      stream.take(bytes.count)
    }
  }

  /// Reads an archive. `keeping`: clean names of small files of which the content is wanted.
  package func readArchive(
    _ format: DigestFormat, keeping: [[UInt8]] = [],
    progress: ((_ files: Int, _ bytes: Int) -> Void)? = nil
  ) throws(ArchiveError) -> Archive {
    if let image = try readImage(format) { return image }
    let blobs = ImageBlobs(format)
    let reader = ArchiveReader(stream, format, keeping: keeping, blobs: blobs)
    reader.progress = progress
    try reader.read()
    if gzip?.hasGarbage == true { reader.tar.notices.add(.garbageBehindGzip) }
    let store = ImageStore(.passed(reader.tree, blobs), format)
    if let images = try ImageReader(store, isDirectory: false) {
      return try Archive(images, format)
    }
    return Archive(reader)
  }

  /// Reads an image out of a file whose first member says that it is one: only what is wanted of it.
  /// Nil, with nothing taken, where that cannot be done.
  private func readImage(_ format: DigestFormat) throws(ArchiveError) -> Archive? {
    guard let path, !isCompressed, file.isRegular,
      let header = TarHeader(stream.available), Self.isImageName(header)
    else { return nil }
    let reader = ArchiveReader(locating: stream)
    try reader.read()
    let store = ImageStore(.file(path, reader.tree, reader.locations ?? []), format)
    if let images = try ImageReader(store, isDirectory: false) {
      return try Archive(images, format)
    }
    file.rewind()
    stream = ByteStream(file)
    return nil
  }

  private static func isImageName(_ header: TarHeader) -> Bool {
    var name: [UInt8] = []
    header.appendName(to: &name)
    return name.withUnsafeBufferPointer { name in
      let name = name.hasLiteral("./") ? name.from(2) : name
      return name.hasLiteral("blobs") || name.isLiteral("index.json")
        || name.isLiteral("oci-layout") || name.isLiteral("manifest.json")
        || name.hasLiteral("sha256:") || ImageDigest.isHexadecimal(name.upTo(min(64, name.count)))
    }
  }
}
