/// Where bytes go that are to be hashed.
protocol HashInput: ~Copyable {
  /// Appends `bytes` to the input.
  mutating func update(_ bytes: UnsafeRawBufferPointer)
}

/// A hash function that takes its input in pieces.
///
/// The digest is the same however the input is cut.
protocol HashFunction: HashInput {
  /// Starts with no input.
  init()

  /// Ends the input and gives its digest. The value must not be used again.
  mutating func finalize() -> Digest
}

extension HashFunction {
  /// The digest of `bytes`.
  static func digest(of bytes: UnsafeRawBufferPointer) -> Digest {
    var function = Self()
    function.update(bytes)
    return function.finalize()
  }

  /// The digest of `bytes`.
  static func digest(of bytes: [UInt8]) -> Digest {
    bytes.withUnsafeBytes { digest(of: $0) }
  }
}
