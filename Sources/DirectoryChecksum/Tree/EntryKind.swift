/// What an entry of a directory is. The raw value is the letter that stands for it in a listing.
public enum EntryKind: UInt8, Sendable {
  case directory = 0x44  // D
  case file = 0x46  // F
  case link = 0x53  // S
  case fifo = 0x50  // P
  case socket = 0x51  // Q
  case characterDevice = 0x43  // C
  case blockDevice = 0x42  // B
}
