import CDirectoryChecksum

/// The number of a failed system call, as `errno(3)` gives it.
public struct Errno: Error, Equatable, Sendable {
  /// The system's number.
  public let rawValue: CInt

  public init(rawValue: CInt) {
    self.rawValue = rawValue
  }

  /// The number that the last failed call of this thread left.
  static var current: Errno { Errno(rawValue: cdc_errno()) }
}

extension Errno {
  static let interrupted = Errno(rawValue: cdc_eintr())

  /// The system's text for the number, in the C locale. Corresponds to `strerror(3)`.
  public var message: [UInt8] {
    var text = [UInt8](repeating: 0, count: 128)
    let length = text.withUnsafeMutableBytes { buffer in
      cdc_error_text(rawValue, buffer.baseAddress, buffer.count)
    }
    text.removeLast(text.count - length)
    return text
  }
}
