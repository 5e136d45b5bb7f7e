import CDirectoryChecksum

/// What the system says of a file without reading it. Corresponds to `stat(2)`.
struct FileStatus {
  private let status: cdc_status

  /// The status of an open file. Corresponds to `fstat(2)`.
  init(of descriptor: CInt) throws(Errno) {
    var status = cdc_status()
    _ = try retryingInterrupted { cdc_status_of(descriptor, &status) }
    self.status = status
  }

  /// The status of `name` in the descriptor `directory`. Corresponds to `fstatat(2)`.
  init(
    at directory: CInt, _ name: UnsafePointer<CChar>, followingLink: Bool = false
  ) throws(Errno) {
    var status = cdc_status()
    _ = try retryingInterrupted {
      cdc_status_at(directory, name, followingLink ? 1 : 0, &status)
    }
    self.status = status
  }
}

extension FileStatus {
  /// Nil for what POSIX has no name for.
  var kind: EntryKind? { EntryKind(letter: status.kind) }
  /// The permission bits, set-user-ID, set-group-ID and sticky.
  var mode: UInt16 { UInt16(truncatingIfNeeded: status.mode) }
  var owner: UInt32 { status.owner }
  var group: UInt32 { status.group }
  /// In bytes.
  var size: UInt64 { status.size }
  /// What is stored, in units of 512 bytes.
  var blocks: UInt64 { status.blocks }
  /// How many names the file has.
  var links: UInt64 { status.links }
  /// The device number of a device file.
  var specialDevice: UInt64 { status.special_device }
  /// When its content changed last: seconds since 1970, nanoseconds.
  var modified: (seconds: Int64, nanoseconds: UInt32) {
    (status.modified_seconds, status.modified_nanoseconds)
  }
  /// Which file this is, as long as it exists.
  var identity: FileIdentity { FileIdentity(device: status.device, inode: status.inode) }
}

/// The pair of numbers that tells files apart.
struct FileIdentity: Equatable, Sendable {
  let device: UInt64
  let inode: UInt64
}
