import CDirectoryChecksum

/// Where a file that a user named is, or will be: the directory and its name there.
final class OutputPlace {
  let folder: FileDescriptor
  /// What the user and the links call the folder.
  private let folderPath: [UInt8]
  let name: [UInt8]
  /// What is there now; nil where nothing is.
  let status: FileStatus?
  /// Whether a file of another name can take the place.
  let isReplaceable: Bool

  /// As many links are followed as Linux follows.
  private static let mostLinks = 40

  /// Follows the links at the end of `path`, also one to a file that does not exist yet.
  ///
  /// Fails where `path` is a directory, or in none that can be opened.
  init(_ path: [UInt8]) throws(Errno) {
    let there = Self.status(of: path, at: FileDescriptor.currentDirectory, followingLink: true)
    if there?.kind == .directory { throw .isDirectory }
    var path = path
    var links = 0
    while true {
      let (above, name) = Self.split(path)
      if name.isEmpty { throw path.isEmpty ? .noSuchFile : .isDirectory }
      let folder = try Self.open(above)
      let found = Self.status(of: name, at: folder.rawValue, followingLink: false)
      guard let found, found.kind == .link else {
        // Some links of /proc lead to an open file without a path, and what they say is none.
        let isMagic = found?.identity != there?.identity
        self.folder = folder
        folderPath = above
        self.name = name
        status = found
        isReplaceable = !isMagic && (found == nil || found?.kind == .file)
        return
      }
      links += 1
      if links > Self.mostLinks { throw .tooManyLinks }
      let target = try Self.target(of: name, at: folder.rawValue)
      path = target.first == UInt8(ascii: "/") ? [] : above
      path.append(target)
    }
  }
}

extension OutputPlace {
  /// The path of the place below `directory`; nil where it lies elsewhere.
  ///
  /// The directory is found by what it is: a mount shows it at another path as well.
  func path(below directory: [UInt8]) throws(Errno) -> [UInt8]? {
    let cwd = FileDescriptor.currentDirectory
    let root = Self.status(of: directory, at: cwd, followingLink: true)?.identity
    var path = try realPath(folderPath.isEmpty ? [UInt8(ascii: ".")] : folderPath)
    if path.last != UInt8(ascii: "/") { path.append(UInt8(ascii: "/")) }
    path.append(name)
    var above = path
    while root != nil, above.count > 1 {
      above = Self.split(above).above
      let start = above.count
      if start > 1 { above.removeLast() }
      if Self.status(of: above, at: cwd, followingLink: false)?.identity == root {
        return path.withUnsafeBufferPointer { [UInt8]($0.from(start)) }
      }
    }
    return nil
  }

  /// The directory that `path` lies in, with its `/` behind it or empty, and the name there.
  private static func split(_ path: [UInt8]) -> (above: [UInt8], name: [UInt8]) {
    let start = path.lastNameStart
    return path.withUnsafeBufferPointer { ([UInt8]($0.upTo(start)), [UInt8]($0.from(start))) }
  }

  private static func open(_ folder: [UInt8]) throws(Errno) -> FileDescriptor {
    let folder = folder.isEmpty ? [UInt8(ascii: ".")] : folder
    return try folder.withCString { (folder) throws(Errno) in
      try FileDescriptor.openDirectory(
        at: FileDescriptor.currentDirectory, folder, followingLink: true)
    }
  }

  private static func status(
    of name: [UInt8], at directory: CInt, followingLink: Bool
  ) -> FileStatus? {
    name.withCString { name in
      do throws(Errno) {
        return try FileStatus(at: directory, name, followingLink: followingLink)
      } catch {
        return nil
      }
    }
  }

  private static func target(of name: [UInt8], at directory: CInt) throws(Errno) -> [UInt8] {
    try name.withCString { (name) throws(Errno) in
      // PATH_MAX: no path that can be opened is longer.
      try withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { (buffer) throws(Errno) in
        let length = try readLink(at: directory, name, into: buffer)
        return [UInt8](UnsafeRawBufferPointer(rebasing: buffer[..<length]))
      }
    }
  }
}

/// The absolute path of what `path` leads to, without links in it. Corresponds to `realpath(3)`.
func realPath(_ path: [UInt8]) throws(Errno) -> [UInt8] {
  try path.withCString { (path) throws(Errno) in
    // PATH_MAX, as everywhere.
    try withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { (buffer) throws(Errno) in
      // Not asked again: it is many calls, none of which a signal interrupts, and where one of them
      // always failed so it would never end.
      let length = cdc_real_path(path, buffer.baseAddress, buffer.count)
      guard length >= 0 else { throw Errno.current }
      return [UInt8](UnsafeRawBufferPointer(rebasing: buffer[..<length]))
    }
  }
}
