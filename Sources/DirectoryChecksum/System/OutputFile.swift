import CDirectoryChecksum

/// A file that comes into being whole or not at all.
///
/// What is written goes to a file of another name in the same directory, which takes the place of
/// the real one when all has been written. A device or a FIFO cannot be replaced, and is written to
/// directly.
package struct OutputFile: ~Copyable {
  private let directory: FileDescriptor
  private let name: [UInt8]
  /// The name of the file that is written to; nil where that is the real one.
  private let temporaryName: [UInt8]?
  private var descriptor: FileDescriptor
  private var isFinished = false

  private init(
    directory: consuming FileDescriptor, name: [UInt8], temporaryName: [UInt8]?,
    descriptor: consuming FileDescriptor
  ) {
    self.directory = directory
    self.name = name
    self.temporaryName = temporaryName
    self.descriptor = descriptor
  }

  deinit {
    if !isFinished, let temporaryName {
      let number = directory.rawValue
      temporaryName.withCString { _ = cdc_unlink(number, $0) }
    }
  }
}

extension OutputFile {
  /// Lets `body` write a file that then takes the place of `path`; links are followed as a shell's
  /// redirection does. Where anything fails, what was at `path` is left as it was.
  package static func write(
    _ path: [UInt8], _ body: (CInt) throws(Errno) -> Void
  ) throws(Errno) {
    var file = try create(path)
    try body(file.descriptor.rawValue)
    try file.finish()
  }

  private static func create(_ path: [UInt8]) throws(Errno) -> OutputFile {
    let path = resolved(path)
    let slash = path.lastIndex(of: UInt8(ascii: "/"))
    let name = Array(path[(slash.map { $0 + 1 } ?? 0)...])
    let directory = try open(folder: path, slash: slash)
    let status = status(of: name, in: directory.rawValue)
    if status?.kind == .directory { throw .isDirectory }
    let isReplaceable = status == nil || status?.kind == .regular
    let temporaryName = isReplaceable ? Self.temporaryName : nil
    let number = directory.rawValue
    let descriptor = try (temporaryName ?? name).withCString { (name) throws(Errno) in
      FileDescriptor(
        owning: try retryingInterrupted {
          isReplaceable ? cdc_create_file(number, name) : cdc_open_existing(number, name)
        })
    }
    if isReplaceable, let status {
      _ = cdc_change_mode(descriptor.rawValue, UInt32(status.mode))
    }
    return OutputFile(
      directory: directory, name: name, temporaryName: temporaryName, descriptor: descriptor)
  }

  /// Whether a file at `path` could be created now: its directory can be opened. What is found out
  /// before a long scan need not be found out behind it.
  package static func check(_ path: [UInt8]) throws(Errno) {
    let path = resolved(path)
    _ = try open(folder: path, slash: path.lastIndex(of: UInt8(ascii: "/")))
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

  private static var temporaryName: [UInt8] {
    var name = [UInt8](".dchecksum-")
    name.append(decimal: UInt64(cdc_process_identifier()))
    name.append(".tmp")
    return name
  }

  /// Puts what was written in its place.
  private mutating func finish() throws(Errno) {
    var closing = FileDescriptor(owning: -1)
    swap(&closing, &descriptor)
    try closing.close()
    if let temporaryName {
      let number = directory.rawValue
      let result = temporaryName.withCString { from in
        name.withCString { to in cdc_rename(number, from, to) }
      }
      if result != 0 { throw Errno.current }
    }
    isFinished = true
  }

  private static func status(of name: [UInt8], in directory: CInt) -> FileStatus? {
    name.withCString { name in
      do throws(Errno) {
        return try FileStatus(at: directory, name, followingLink: true)
      } catch {
        return nil
      }
    }
  }

  /// The path of the file that `path` leads to where it is a link; `path` itself otherwise.
  private static func resolved(_ path: [UInt8]) -> [UInt8] {
    path.withCString { text in
      guard let real = cdc_real_path(text) else { return path }
      defer { cdc_free(real) }
      var bytes: [UInt8] = []
      var next = real
      while next.pointee != 0 {
        bytes.append(UInt8(bitPattern: next.pointee))
        next += 1
      }
      return bytes
    }
  }
}
