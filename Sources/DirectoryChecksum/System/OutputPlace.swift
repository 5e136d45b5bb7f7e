/// Where a file that a user named is, or will be: the directory and its name there.
struct OutputPlace: ~Copyable {
  let folder: FileDescriptor
  let name: [UInt8]
  /// What is there now; nil where nothing is.
  let status: FileStatus?
  /// Whether a file of another name can take the place.
  let isReplaceable: Bool
}

extension OutputPlace {
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
      let slash = path.lastIndex(of: UInt8(ascii: "/"))
      let name = Array(path[(slash.map { $0 + 1 } ?? 0)...])
      if name.isEmpty { throw path.isEmpty ? .noSuchFile : .isDirectory }
      let folder = try Self.open(folder: path, slash: slash)
      let found = Self.status(of: name, at: folder.rawValue, followingLink: false)
      // Some links of /proc lead to an open file without a path, and what they say is none.
      let isMagic = found?.kind != .symbolicLink && found?.identity != there?.identity
      guard found?.kind == .symbolicLink else {
        self.folder = folder
        self.name = name
        status = found
        isReplaceable = !isMagic && (found == nil || found?.kind == .regular)
        return
      }
      links += 1
      if links > Self.mostLinks { throw .tooManyLinks }
      let target = try Self.target(of: name, at: folder.rawValue)
      let isAbsolute = target.first == UInt8(ascii: "/")
      path = isAbsolute ? target : path[..<(slash.map { $0 + 1 } ?? 0)] + target
    }
  }

  private static func open(folder path: [UInt8], slash: Int?) throws(Errno) -> FileDescriptor {
    let folder: [UInt8] =
      switch slash {
      case nil: [UInt8(ascii: ".")]
      case 0: [UInt8(ascii: "/")]
      case .some(let slash): Array(path[..<slash])
      }
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
        return [UInt8](buffer[..<length])
      }
    }
  }
}
