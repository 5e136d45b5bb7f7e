import CDirectoryChecksum

/// The number of a failed system call, as `errno(3)` gives it.
public struct Errno: Error, Hashable, Sendable {
  /// The system's number.
  public let rawValue: CInt

  public init(rawValue: CInt) {
    self.rawValue = rawValue
  }

  private init(_ name: cdc_error_name) {
    rawValue = cdc_error_number(name)
  }

  /// The number that the last failed call of this thread left.
  static var current: Errno { Errno(rawValue: cdc_errno()) }
}

extension Errno {
  /// The call would have to wait. Corresponds to `EAGAIN`.
  public static var wouldBlock: Errno { Errno(CDC_EAGAIN) }
  /// The file exists already. Corresponds to `EEXIST`.
  public static var fileExists: Errno { Errno(CDC_EEXIST) }
  /// More than the system or this library can take. Corresponds to `EFBIG`.
  public static var fileTooLarge: Errno { Errno(CDC_EFBIG) }
  /// A signal came in between. Corresponds to `EINTR`.
  public static var interrupted: Errno { Errno(CDC_EINTR) }
  /// An argument does not fit. Corresponds to `EINVAL`.
  public static var invalidArgument: Errno { Errno(CDC_EINVAL) }
  /// The device failed. Corresponds to `EIO`.
  public static var inputOutput: Errno { Errno(CDC_EIO) }
  /// It is a directory. Corresponds to `EISDIR`.
  public static var isDirectory: Errno { Errno(CDC_EISDIR) }
  /// A symbolic link where none is followed, or too many. Corresponds to `ELOOP`.
  public static var tooManyLinks: Errno { Errno(CDC_ELOOP) }
  /// The process has as many files open as it may. Corresponds to `EMFILE`.
  public static var tooManyOpenFiles: Errno { Errno(CDC_EMFILE) }
  /// The system has as many files open as it can. Corresponds to `ENFILE`.
  public static var tooManyOpenFilesInSystem: Errno { Errno(CDC_ENFILE) }
  /// There is no such extended attribute. Corresponds to `ENODATA`.
  public static var noSuchAttribute: Errno { Errno(CDC_ENODATA) }
  /// There is no such file or directory. Corresponds to `ENOENT`.
  public static var noSuchFile: Errno { Errno(CDC_ENOENT) }
  /// There is not enough memory. Corresponds to `ENOMEM`.
  public static var outOfMemory: Errno { Errno(CDC_ENOMEM) }
  /// It is no directory. Corresponds to `ENOTDIR`.
  public static var notDirectory: Errno { Errno(CDC_ENOTDIR) }
  /// The file system or the kernel does not do that. Corresponds to `ENOTSUP`.
  public static var notSupported: Errno { Errno(CDC_ENOTSUP) }
  /// There is nothing behind it to be opened: a socket, or a device that is not there. Corresponds to `ENXIO`.
  public static var noSuchDevice: Errno { Errno(CDC_ENXIO) }
  /// Permission denied. Corresponds to `EACCES`.
  public static var permissionDenied: Errno { Errno(CDC_EACCES) }
  /// Only a privileged process may. Corresponds to `EPERM`.
  public static var notPermitted: Errno { Errno(CDC_EPERM) }
  /// Nobody reads the pipe any more. Corresponds to `EPIPE`.
  public static var brokenPipe: Errno { Errno(CDC_EPIPE) }
  /// The result does not fit. Corresponds to `ERANGE`.
  public static var outOfRange: Errno { Errno(CDC_ERANGE) }
  /// It has no positions. Corresponds to `ESPIPE`.
  public static var illegalSeek: Errno { Errno(CDC_ESPIPE) }
  /// It is not the file any more that it was. Corresponds to `ESTALE`.
  public static var staleFile: Errno { Errno(CDC_ESTALE) }
}

extension Errno {
  /// The system's text for the number, in the C locale. Corresponds to `strerror(3)`.
  @inline(never)
  public var message: [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 128) { buffer, count in
      count = cdc_error_text(rawValue, buffer.baseAddress, buffer.count)
    }
  }
}

/// Calls `body` again as long as it fails because a signal came in between.
///
/// The one place that knows the rule for EINTR. `body` returns what a system call returns: a
/// negative number with ``Errno/current`` set, or a result.
@inline(__always)
func retryingInterrupted<Result: SignedInteger>(
  _ body: () -> Result
) throws(Errno) -> Result {
  while true {
    let result = body()
    if result >= 0 { return result }
    let error = Errno.current
    if error != .interrupted { throw error }
  }
}
