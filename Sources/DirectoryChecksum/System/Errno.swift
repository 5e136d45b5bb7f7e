import CDirectoryChecksum

/// The number of a failed system call, as `errno(3)` gives it.
public struct Errno: Error, Equatable, Sendable {
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
  static var wouldBlock: Errno { Errno(CDC_EAGAIN) }
  static var fileExists: Errno { Errno(CDC_EEXIST) }
  static var fileTooLarge: Errno { Errno(CDC_EFBIG) }
  static var interrupted: Errno { Errno(CDC_EINTR) }
  static var invalidArgument: Errno { Errno(CDC_EINVAL) }
  static var inputOutput: Errno { Errno(CDC_EIO) }
  package static var isDirectory: Errno { Errno(CDC_EISDIR) }
  static var tooManyLinks: Errno { Errno(CDC_ELOOP) }
  static var tooManyOpenFiles: Errno { Errno(CDC_EMFILE) }
  static var tooManyOpenFilesInSystem: Errno { Errno(CDC_ENFILE) }
  static var noSuchAttribute: Errno { Errno(CDC_ENODATA) }
  package static var noSuchFile: Errno { Errno(CDC_ENOENT) }
  static var outOfMemory: Errno { Errno(CDC_ENOMEM) }
  package static var notDirectory: Errno { Errno(CDC_ENOTDIR) }
  static var notSupported: Errno { Errno(CDC_ENOTSUP) }
  static var noSuchDevice: Errno { Errno(CDC_ENXIO) }
  package static var brokenPipe: Errno { Errno(CDC_EPIPE) }
  static var outOfRange: Errno { Errno(CDC_ERANGE) }
  static var illegalSeek: Errno { Errno(CDC_ESPIPE) }
  static var staleFile: Errno { Errno(CDC_ESTALE) }
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
