import CDirectoryChecksum

/// Where the extended attributes of an entry are asked for.
enum AttributeSource {
  /// Of an open file or directory. Corresponds to `flistxattr(2)` and `fgetxattr(2)`.
  case descriptor(CInt)
  /// Of a name in an open directory that cannot be opened itself: a link, a FIFO, a device.
  /// Corresponds to `llistxattr(2)` and `lgetxattr(2)` in that directory.
  case name(UnsafePointer<CChar>, directory: CInt)
}

extension AttributeSource {
  /// The names, each with a NUL behind it; empty where the file system has no attributes, or the
  /// system does not let this thread ask.
  func list() throws(Errno) -> [UInt8] {
    let list = try fill { (buffer, size) in
      switch self {
      case .descriptor(let descriptor): cdc_list_attributes(descriptor, buffer, size)
      case .name(let name, let directory): cdc_list_attributes_at(directory, name, buffer, size)
      }
    }
    return list ?? []
  }

  /// The value of the attribute `name`, which ends in NUL; nil where there is none any more.
  func value(of name: UnsafePointer<CChar>) throws(Errno) -> [UInt8]? {
    try fill { (buffer, size) in
      switch self {
      case .descriptor(let descriptor): cdc_get_attribute(descriptor, name, buffer, size)
      case .name(let entry, let directory):
        cdc_get_attribute_at(directory, entry, name, buffer, size)
      }
    }
  }

  /// Calls `body` with a buffer that is large enough for all there is; nil where there is nothing.
  private func fill(
    _ body: (UnsafeMutableRawPointer?, Int) -> Int
  ) throws(Errno) -> [UInt8]? {
    do throws(Errno) {
      // Nearly no file has attributes: the first call with some room is the last.
      var capacity = 256
      while true {
        var failed: Errno?
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
          do throws(Errno) {
            count = try retryingInterrupted { body(buffer.baseAddress, buffer.count) }
          } catch {
            failed = error
          }
        }
        guard let failed else { return bytes }
        // 64 KiB are the most that Linux stores; others may have more.
        guard failed == .outOfRange, capacity < 1 << 24 else { throw failed }
        capacity *= 16
      }
    } catch {
      if error == .notSupported || error == .noSuchAttribute { return nil }
      throw error
    }
  }
}
