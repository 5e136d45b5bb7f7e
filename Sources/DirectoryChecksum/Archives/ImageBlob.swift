/// One file of an image, read in one pass: JSON as it is, a layer as its entries.
final class ImageBlob {
  /// The SHA-256 of its bytes.
  fileprivate(set) var digest: Digest
  /// The SHA-256 of what they are when inflated, where they are a layer.
  fileprivate(set) var inflatedDigest: Digest?
  /// The text, where it may be JSON.
  fileprivate(set) var json: [UInt8]?
  /// The entries, where it is a layer.
  fileprivate(set) var layer: ArchiveTree?
  fileprivate(set) var notices: [ArchiveNotice] = []
  /// Why it could not be read as a layer.
  fileprivate(set) var failure: ArchiveError?

  /// As large a JSON text is read, in bytes.
  static let largestJSON = 4 << 20

  /// Reads all of `source`; what is wrong with the blob itself is kept in ``failure``.
  init(_ source: ByteSource, _ format: DigestFormat) throws(ArchiveError) {
    digest = HashFunction.sha256(of: [])
    let hashed = HashedSource(source)
    let stream = ByteStream(hashed)
    let first = try stream.beginning().first
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      try readText(stream)
    } else {
      do throws(ArchiveError) {
        try readLayer(stream, hashed, format)
      } catch {
        failure = error
      }
    }
    // What the source itself does not give shows here again.
    while true {
      let rest = try stream.next()
      if rest.isEmpty { break }
      stream.take(rest.count)
    }
    digest = hashed.digest
    if layer != nil, inflatedDigest == nil { inflatedDigest = digest }
  }
}

extension ImageBlob {
  private func readText(_ stream: ByteStream) throws(ArchiveError) {
    var text: [UInt8] = []
    while true {
      let bytes = try stream.next()
      if bytes.isEmpty { break }
      if text.count + bytes.count > Self.largestJSON {
        failure = .limit(.json)
        return
      }
      text.append(contentsOf: bytes)
      stream.take(bytes.count)
    }
    json = text
  }

  private func readLayer(
    _ stream: ByteStream, _ hashed: HashedSource, _ format: DigestFormat
  ) throws(ArchiveError) {
    var content = stream
    var inflated: HashedSource?
    if GzipSource.begins(with: stream.available) {
      let source = HashedSource(GzipSource(stream))
      inflated = source
      content = ByteStream(source)
    }
    let start = try content.beginning()
    if let form = PackedForm(start.bindMemory(to: UInt8.self)) { throw .packed(form) }
    guard TarHeader.begins(with: start) else { throw .damaged(.headerChecksum, at: 0) }
    let reader = ArchiveReader(content, format, isLayer: true)
    try reader.read()
    layer = reader.tree
    notices = reader.tar.notices.closed
    inflatedDigest = inflated?.digest
  }
}

/// Gives what another source gives, and hashes it on the way.
final class HashedSource: ByteSource {
  private let source: ByteSource
  private var hash = HashFunction.sha256

  init(_ source: ByteSource) {
    self.source = source
  }

  /// The SHA-256 of what was read so far.
  var digest: Digest {
    var copy = hash
    return copy.finalize()
  }

  override func read(
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(ArchiveError) -> Int {
    let count = try source.read(into: buffer)
    hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    return count
  }
}

/// The content of a member of an archive, which is hashed on the way as the file that it is there.
final class MemberSource: ByteSource {
  private let tar: TarReader
  private(set) var hash: HashFunction
  private var pending = UnsafeRawBufferPointer(start: nil, count: 0)

  init(_ tar: TarReader, _ hash: HashFunction) {
    self.tar = tar
    self.hash = hash
  }

  override func read(
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(ArchiveError) -> Int {
    if pending.isEmpty {
      pending = try tar.nextContent()
      hash.update(pending)
    }
    let count = min(pending.count, buffer.count)
    buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: pending[..<count]))
    pending = UnsafeRawBufferPointer(rebasing: pending[count...])
    return count
  }
}
