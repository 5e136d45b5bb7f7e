/// What an entry of a directory is. The raw value is the letter that stands for it in a listing, and
/// by which the C target names the kinds of `S_IFMT` and `d_type`.
public enum EntryKind: UInt8, Sendable {
  case directory = 0x44  // D
  case file = 0x46  // F
  case link = 0x53  // S
  case fifo = 0x50  // P
  case socket = 0x51  // Q
  case characterDevice = 0x43  // C
  case blockDevice = 0x42  // B
}

extension EntryKind {
  /// Nil where the system does not say, or has a word for it that POSIX does not know.
  init?(letter: CChar) {
    self.init(rawValue: UInt8(bitPattern: letter))
  }
}
