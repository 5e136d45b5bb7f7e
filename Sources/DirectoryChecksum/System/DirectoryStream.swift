import CDirectoryChecksum

/// The names in a directory, in the order in which the file system gives them.
///
/// Corresponds to `fdopendir(3)` and `readdir(3)`, but that a directory which was removed meanwhile
/// is an error and no end, and that memory is the caller's: it takes no allocation.
struct DirectoryStream: ~Copyable {
  /// One name; valid until the next one is read.
  struct Name {
    /// The name for a system call, with a NUL at its end.
    let cName: UnsafePointer<CChar>
    fileprivate let length: Int
    /// The name's bytes, without the NUL.
    var bytes: UnsafeBufferPointer<UInt8> {
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

  private var stream: cdc_stream

  /// Reads the directory that `descriptor` is open on, from its beginning. Descriptor and buffer
  /// must outlive the stream, and nobody else use the buffer; it holds at least 4 KiB and is aligned
  /// for 64-bit numbers.
  init(_ descriptor: CInt, buffer: UnsafeMutableRawBufferPointer) throws(Errno) {
    var stream = cdc_stream()
    guard cdc_open_stream(&stream, descriptor, buffer.baseAddress, buffer.count) == 0 else {
      throw Errno.current
    }
    self.stream = stream
  }

  deinit {
    var stream = stream
    cdc_end_stream(&stream)
  }
}

extension DirectoryStream {
  /// The next name, `.` and `..` included; nil at the end.
  mutating func next() throws(Errno) -> Name? {
    var entry = cdc_entry()
    while true {
      switch cdc_read_stream(&stream, &entry) {
      case 1:
        return Name(
          cName: entry.name, length: entry.length,
          kind: EntryKind(letter: entry.kind))
      case 0:
        return nil
      default:
        let error = Errno.current
        if error != .interrupted { throw error }
      }
    }
  }
}
