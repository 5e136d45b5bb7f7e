/// One member of a tar archive, with all that its headers say of it.
struct TarMember {
  enum Kind {
    case file, hardLink, link, directory, fifo, characterDevice, blockDevice
  }

  var kind = Kind.file
  /// As the archive has it: nothing is cleaned.
  var name: [UInt8] = []
  /// What a link of either kind leads to.
  var target: [UInt8] = []
  /// The low twelve bits.
  var mode: UInt16 = 0
  var owner: UInt32 = 0
  var group: UInt32 = 0
  /// The length of the content, the holes of a sparse file counted, in bytes.
  var size: UInt64 = 0
  /// As Linux packs it into `st_rdev`.
  var device: UInt64 = 0
  var attributes: [Attribute] = []
}
