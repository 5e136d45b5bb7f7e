/// The files of an image by their names, wherever it is: in an archive that was read, in a file of
/// which only what is needed is read, or in a directory.
final class ImageStore {
  /// Where the files are.
  enum Place {
    /// All were taken as they passed.
    case passed(ArchiveTree, ImageBlobs)
    /// In the uncompressed archive at the path; the offsets and sizes are by the numbers of nodes.
    case file([UInt8], ArchiveTree, [Location])
    case directory([UInt8])
  }

  /// Where in a file the content of a member is.
  struct Location {
    let node: Int
    let offset: UInt64
    let size: UInt64
  }

  private struct Entry {
    let name: [UInt8]
    let blob: ImageBlob
  }

  let place: Place
  private let format: DigestFormat
  private var known: [Entry] = []

  init(_ place: Place, _ format: DigestFormat) {
    self.place = place
    self.format = format
  }
}

extension ImageStore {
  /// Whether there is a file of this name.
  func has(_ name: StaticString) -> Bool {
    switch place {
    case .passed(let tree, _), .file(_, let tree, _):
      guard let node = tree.entry(at: [UInt8](name)) else { return false }
      return tree.nodes[node].kind == .file
    case .directory(let path):
      return Self.isFile(Self.path([UInt8](name), in: path))
    }
  }

  /// The file called `name`, read now if it has not been yet; nil where there is none.
  func blob(_ name: [UInt8]) throws(ArchiveError) -> ImageBlob? {
    if case .passed(let tree, let blobs) = place {
      return Self.resolve(name, in: tree).flatMap { blobs.blob($0) }
    }
    for entry in known where entry.name == name { return entry.blob }
    guard let source = try source(name) else { return nil }
    let blob = try ImageBlob(source, format)
    known.append(Entry(name: name, blob: blob))
    return blob
  }

  private func source(_ name: [UInt8]) throws(ArchiveError) -> FileSource? {
    switch place {
    case .passed: return nil
    case .file(let path, let tree, let locations):
      guard let node = Self.resolve(name, in: tree) else { return nil }
      for location in locations.reversed() where location.node == node {
        return FileSource(
          try FileSource.open(path), from: location.offset, to: location.offset + location.size)
      }
      return nil
    case .directory(let directory):
      // Never a name that the image makes up: those that its formats have, and nothing else.
      guard Self.isBlobName(name) else { return nil }
      let path = Self.path(name, in: directory)
      return Self.isFile(path) ? try FileSource(try FileSource.open(path)) : nil
    }
  }

  private static func path(_ name: [UInt8], in directory: [UInt8]) -> [UInt8] {
    var path = directory
    if path.last != UInt8(ascii: "/") { path.append(UInt8(ascii: "/")) }
    path.append(name)
    return path
  }

  private static func isFile(_ path: [UInt8]) -> Bool {
    do throws(Errno) { return try InputFile.isRegular(path) } catch { return false }
  }

  private static func isBlobName(_ name: [UInt8]) -> Bool {
    if name.isLiteral("index.json") || name.isLiteral("manifest.json") || name.isLiteral("version")
    {
      return true
    }
    return name.withUnsafeBufferPointer { name in
      let digits = name.hasLiteral("blobs/sha256/") ? name.from(13) : name
      return ImageDigest.isHexadecimal(digits)
    }
  }

  /// The file that `name` leads to in the archive; links are followed inside it.
  private static func resolve(_ name: [UInt8], in tree: ArchiveTree) -> Int? {
    var name = cleanedPath(name)
    // As many links as a kernel follows.
    for _ in 0..<40 {
      guard let node = tree.entry(at: name) else { return nil }
      switch tree.nodes[node].kind {
      case .file: return node
      case .link:
        let target = tree.target(of: node)
        if target.first == UInt8(ascii: "/") { return nil }
        var path = name
        path.shorten(to: name.lastNameStart)
        path.append(target)
        name = cleanedPath(path)
      default: return nil
      }
    }
    return nil
  }

  private static func cleanedPath(_ path: [UInt8]) -> [UInt8] {
    path.withUnsafeBufferPointer { DirectoryChecksum.cleanedPath($0) }
  }
}

extension ImageStore {
  /// The start of a small file that is no JSON.
  func text(_ name: [UInt8]) throws(ArchiveError) -> [UInt8]? {
    guard case .directory(let path) = place else { return nil }
    let file = Self.path(name, in: path)
    var text: [UInt8] = []
    do throws(Errno) {
      try InputFile.read(file) { if text.count < 64 { text.append(contentsOf: $0) } }
    } catch {
      return nil
    }
    return text
  }
}

/// Digests as images write them.
enum ImageDigest {
  /// Whether `digits` are the 64 of a SHA-256.
  static func isHexadecimal(_ digits: ByteView) -> Bool {
    guard digits.count == 64 else { return false }
    for digit in digits where !digit.isLowerHexadecimalDigit { return false }
    return true
  }

  /// Reads `sha256:` and 64 digits, and nothing else.
  static func read(_ text: [UInt8]) -> Digest? {
    text.withUnsafeBufferPointer { text in
      guard text.hasLiteral("sha256:"), text.count == 71 else { return nil }
      return Digest(hexadecimal: text.from(7).raw)
    }
  }
}
