/// What an object of a file system is, by the letter that the C target gives its `S_IFMT` or
/// `d_type`.
enum FileKind: UInt8 {
  case directory = 0x44  // D
  case regular = 0x46  // F
  case symbolicLink = 0x53  // S
  case fifo = 0x50  // P
  case socket = 0x51  // Q
  case characterDevice = 0x43  // C
  case blockDevice = 0x42  // B
  /// The system does not say, or has a word for it that POSIX does not know.
  case unknown = 0x3F  // ?

  init(letter: CChar) {
    self = FileKind(rawValue: UInt8(bitPattern: letter)) ?? .unknown
  }
}
