import CDirectoryChecksum

/// An open file description that this value alone owns; closed when the value ends.
struct FileDescriptor: ~Copyable, Sendable {
  /// The number, for calls that neither keep nor close it; negative once closed or given away.
  private(set) var rawValue: CInt

  /// Takes ownership of `rawValue`.
  init(owning rawValue: CInt) {
    self.rawValue = rawValue
  }

  deinit {
    if rawValue >= 0 { _ = cdc_close(rawValue) }
  }
}

extension FileDescriptor {
  /// Gives up ownership: the caller closes the number.
  consuming func release() -> CInt {
    let number = rawValue
    rawValue = -1
    return number
  }

  /// Closes, and tells what only closing finds out: on some file systems a full disk.
  ///
  /// Corresponds to `close(2)`. Never repeated: after EINTR the number is free on Linux.
  consuming func close() throws(Errno) {
    if cdc_close(release()) != 0 {
      let error = Errno.current
      if error != .interrupted { throw error }
    }
  }
}

extension FileDescriptor {
  /// The directory that relative paths of the process begin at.
  static var currentDirectory: CInt { CDC_CURRENT_DIRECTORY }

  /// Opens the directory `name` for reading, relative to the descriptor `directory`.
  ///
  /// Corresponds to `openat(2)` with `O_DIRECTORY`, and `O_NOFOLLOW` unless `followingLink`.
  static func openDirectory(
    at directory: CInt, _ name: UnsafePointer<CChar>, followingLink: Bool = false
  ) throws(Errno) -> FileDescriptor {
    FileDescriptor(
      owning: try retryingInterrupted {
        cdc_open_directory(directory, name, followingLink ? 1 : 0)
      })
  }

  /// Opens the directory above the open `directory`, wherever that is by now.
  static func openParent(of directory: CInt) throws(Errno) -> FileDescriptor {
    let parent: StaticString = ".."
    return try openDirectory(
      at: directory,
      UnsafeRawPointer(parent.utf8Start).assumingMemoryBound(to: CChar.self))
  }

  /// Opens the file `name` for reading, relative to the descriptor `directory`; never a link, and
  /// without waiting for the other end of a FIFO.
  ///
  /// Corresponds to `openat(2)` with `O_NOFOLLOW` and `O_NONBLOCK`. What was opened may still be
  /// anything but a link or a socket.
  static func openFile(
    at directory: CInt, _ name: UnsafePointer<CChar>
  ) throws(Errno) -> FileDescriptor {
    FileDescriptor(owning: try retryingInterrupted { cdc_open_file(directory, name) })
  }

  /// Opens what a user named, whatever it is, to be written from its beginning.
  static func openOutput(_ path: UnsafePointer<CChar>) throws(Errno) -> FileDescriptor {
    FileDescriptor(owning: try retryingInterrupted { cdc_open_output(path) })
  }

  /// Opens what a user named, whatever it is, for reading from its beginning.
  static func openInput(_ path: UnsafePointer<CChar>) throws(Errno) -> FileDescriptor {
    FileDescriptor(owning: try retryingInterrupted { cdc_open_input(path) })
  }
}

extension FileDescriptor {
  /// Reads up to `buffer.count` bytes from the current position; 0 at the end.
  ///
  /// Corresponds to `read(2)`.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int {
    try retryingInterrupted { cdc_read(rawValue, buffer.baseAddress, buffer.count) }
  }

  /// Reads up to `buffer.count` bytes at `offset`; 0 at the end.
  ///
  /// Corresponds to `pread(2)`: what has no positions, such as a FIFO, fails with `ESPIPE`.
  func read(
    into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64
  ) throws(Errno) -> Int {
    try retryingInterrupted {
      cdc_read_at(rawValue, buffer.baseAddress, buffer.count, offset)
    }
  }
}

extension FileDescriptor {
  /// The next bytes, as many as come at once.
  func readSome(atMost capacity: Int) throws(Errno) -> [UInt8] {
    var failure: Errno?
    let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      do throws(Errno) {
        count = try read(into: UnsafeMutableRawBufferPointer(buffer))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }
}

/// The target of the link `name` in the descriptor `directory`, read into `buffer`; its length.
///
/// Corresponds to `readlinkat(2)`, which cuts what does not fit: a length of `buffer.count` may
/// stand for a longer target.
func readLink(
  at directory: CInt, _ name: UnsafePointer<CChar>, into buffer: UnsafeMutableRawBufferPointer
) throws(Errno) -> Int {
  try retryingInterrupted {
    cdc_read_link(directory, name, buffer.baseAddress, buffer.count)
  }
}
