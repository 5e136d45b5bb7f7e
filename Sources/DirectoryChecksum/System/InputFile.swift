import CDirectoryChecksum

/// What a user named to be read: a file, a pipe, standard input.
package enum InputFile {
  /// What a path leads to.
  package enum Kind {
    case directory
    /// Anything that can be read from beginning to end.
    case readable
  }

  /// What `path` leads to, links followed.
  package static func kind(of path: [UInt8]) throws(Errno) -> Kind {
    try path.withCString { (path) throws(Errno) in
      let status = try FileStatus(
        at: FileDescriptor.currentDirectory, path, followingLink: true)
      return status.kind == .directory ? .directory : .readable
    }
  }

  /// What `path` itself is; nil where nothing can be said.
  package static func entryKind(of path: [UInt8]) -> EntryKind? {
    path.withCString { path in
      do throws(Errno) {
        return try FileStatus(
          at: FileDescriptor.currentDirectory, path, followingLink: false
        ).kind
      } catch {
        return nil
      }
    }
  }

  /// The target of the link `path`; nil where there is none that can be read.
  package static func target(of path: [UInt8]) -> [UInt8]? {
    withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
      path.withCString { path in
        do throws(Errno) {
          let count = try readLink(at: FileDescriptor.currentDirectory, path, into: buffer)
          return count < buffer.count ? [UInt8](buffer[..<count]) : nil
        } catch {
          return nil
        }
      }
    }
  }

  /// Whether `path` leads to a regular file, links followed.
  package static func isRegular(_ path: [UInt8]) throws(Errno) -> Bool {
    try path.withCString { (path) throws(Errno) in
      let status = try FileStatus(
        at: FileDescriptor.currentDirectory, path, followingLink: true)
      return status.kind == .file
    }
  }

  /// Reads `path`, or standard input for nil, and gives it to `body` piece by piece.
  package static func read(
    _ path: [UInt8]?, _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(Errno) {
    guard let path else { return try readAll(0, body) }
    try path.withCString { (path) throws(Errno) in
      let file = try FileDescriptor.openInput(path)
      try readAll(file.rawValue, body)
    }
  }

  /// The first bytes of a file, at most `limit` of them.
  package static func start(of path: [UInt8], limit: Int) throws(Errno) -> [UInt8] {
    try path.withCString { (path) throws(Errno) in
      let file = try FileDescriptor.openInput(path)
      var bytes: [UInt8] = []
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
      defer { buffer.deallocate() }
      while bytes.count < limit {
        let count = try retryingInterrupted {
          cdc_read(file.rawValue, buffer.baseAddress, min(buffer.count, limit - bytes.count))
        }
        if count == 0 { break }
        bytes.append(contentsOf: buffer[..<count])
      }
      return bytes
    }
  }

  private static func readAll(
    _ descriptor: CInt, _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(Errno) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 << 10, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = try retryingInterrupted {
        cdc_read(descriptor, buffer.baseAddress, buffer.count)
      }
      if count == 0 { return }
      body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}
