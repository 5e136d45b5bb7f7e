import CDirectoryChecksum

/// The names in a directory, in the order in which the file system gives them.
///
/// Corresponds to `fdopendir(3)` and `readdir(3)`, but that a directory which was removed meanwhile
/// is an error and no end.
struct DirectoryStream: ~Copyable {
  /// One name; valid until the next one is read.
  struct Name {
    /// The name for a system call, with a NUL at its end.
    let cName: UnsafePointer<CChar>
    fileprivate let length: Int
    /// The name's bytes, without the NUL.
    var bytes: ByteView {
      UnsafeRawBufferPointer(start: cName, count: length).assumingMemoryBound(to: UInt8.self)
    }
    /// What the directory says it is; nil where the file system keeps no kinds there.
    let kind: EntryKind?

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

  private let stream: OpaquePointer

  /// Reads the directory that `descriptor` is open on, from where that is. The descriptor stays the
  /// caller's.
  init(_ descriptor: CInt) throws(Errno) {
    while true {
      if let stream = cdc_open_stream(descriptor) {
        self.stream = stream
        return
      }
      let error = Errno.current
      if error != .interrupted { throw error }
    }
  }

  deinit {
    cdc_close_stream(stream)
  }
}

extension DirectoryStream {
  /// The next name, `.` and `..` included; nil at the end.
  mutating func next() throws(Errno) -> Name? {
    var entry = cdc_entry()
    while true {
      switch cdc_read_stream(stream, &entry) {
      case 1:
        return Name(
          cName: entry.name, length: entry.length, kind: EntryKind(letter: entry.kind))
      case 0:
        let isRemoved = try retryingInterrupted { cdc_is_removed(stream) }
        if isRemoved == 1 { throw .noSuchFile }
        return nil
      default:
        let error = Errno.current
        if error != .interrupted { throw error }
      }
    }
  }
}
