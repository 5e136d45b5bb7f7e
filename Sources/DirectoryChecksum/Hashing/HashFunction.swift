/// A hash function that takes its input in pieces.
///
/// The digest is the same however the input is cut.
protocol HashFunction {
  /// Starts with no input.
  init()

  /// Appends `bytes` to the input.
  mutating func update(_ bytes: UnsafeRawBufferPointer)

  /// Ends the input and gives its digest. The value must not be used again.
  mutating func finalize() -> Digest
}
