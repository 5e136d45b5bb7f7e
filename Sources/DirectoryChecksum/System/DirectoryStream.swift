import CDirectoryChecksum

/// The names in a directory, in the order in which the file system gives them.
///
/// Corresponds to `fdopendir(3)` and `readdir(3)`, but that a directory which was removed meanwhile
/// is an error and no end. Owns its descriptor.
struct DirectoryStream: ~Copyable {
  /// One name; valid until the next one is read.
  struct Name {
    /// The bytes of the name, and a NUL behind them.
    let bytes: UnsafeBufferPointer<UInt8>
    /// What the directory says it is; ``FileKind/unknown`` where the file system keeps no kinds
    /// there.
    let kind: FileKind

    /// Whether this is `.` or `..`.
    var isSelfOrParent: Bool {
      let dot = UInt8(ascii: ".")
      return switch bytes.count {
      case 1: bytes[0] == dot
      case 2: bytes[0] == dot && bytes[1] == dot
      default: false
      }
    }
  }

  /// Nil once ended.
  private var stream: UnsafeMutableRawPointer?

  /// Reads the directory that `descriptor` is open on, from its beginning.
  init(_ descriptor: consuming FileDescriptor) throws(Errno) {
    guard let stream = cdc_open_stream(descriptor.rawValue) else { throw Errno.current }
    _ = descriptor.release()
    self.stream = stream
  }

  deinit {
    if let stream { _ = cdc_close(cdc_end_stream(stream)) }
  }
}

extension DirectoryStream {
  /// The descriptor, for calls relative to the directory; closed with the stream.
  var descriptor: CInt { cdc_stream_descriptor(stream) }

  /// Gives up the memory for reading, and leaves the directory open.
  consuming func end() -> FileDescriptor {
    let descriptor = cdc_end_stream(stream)
    stream = nil
    return FileDescriptor(owning: descriptor)
  }

  /// The next name, `.` and `..` included; nil at the end.
  func next() throws(Errno) -> Name? {
    var entry = cdc_entry()
    while true {
      switch cdc_read_stream(stream, &entry) {
      case 1:
        return entry.name.withMemoryRebound(to: UInt8.self, capacity: entry.length) { bytes in
          Name(
            bytes: UnsafeBufferPointer(start: bytes, count: entry.length),
            kind: FileKind(letter: entry.kind))
        }
      case 0:
        return nil
      default:
        let error = Errno.current
        if error != .interrupted { throw error }
      }
    }
  }
}
