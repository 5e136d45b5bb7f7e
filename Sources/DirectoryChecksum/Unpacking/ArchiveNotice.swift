/// What the user of an archive should know, though it can be read.
package struct ArchiveNotice: Equatable, Sendable {
  package enum Event: Equatable, Sendable {
    /// The member is left out; it, and all directories above it, have no digest.
    case refused(Refusal)
    /// A FIFO or a device, which a content listing leaves out.
    case skipped(EntryKind)
    /// A member of a kind that nobody knows, taken as a file.
    case unknownKind(UInt8)
    /// The rest of a file whose beginning is in another archive; left out.
    case continued
    /// BuildKit delivers the file empty, because of the rule with this index.
    case deliveredEmpty(rule: Int)
    /// Nothing says that the archive is whole: it may be cut between two members.
    case noEndMark
    /// A block of zeros stands between two members.
    case loneZeroBlock
    /// Data, or a further archive, lies behind the archive's end and was not looked at.
    case dataBehindEnd, archiveBehindEnd
    /// Bytes behind the end of a gzip stream were ignored.
    case garbageBehindGzip
    /// So many notices more were left out.
    case more(Int)
  }

  /// Why a member is left out.
  package enum Refusal: Sendable {
    /// `..` in its name.
    case parent
    /// A NUL in its name, or in the target of a link.
    case nul
    /// No name, and no directory.
    case nameless
    /// Below a link or a file of the archive.
    case throughLink, throughFile
    /// A file in the place of a directory that has something in it.
    case overDirectory
    /// A hard link to what is not in the archive before it, to a directory, or to itself.
    case target
  }

  /// The member's name as the archive has it; empty where it is about the archive.
  package let name: [UInt8]
  package let event: Event
}

/// Notices, in the order in which they came up; so many that no archive fills memory with them.
struct ArchiveNotices {
  private(set) var all: [ArchiveNotice] = []
  private var omitted = 0

  private static let most = 10_000

  mutating func add(_ event: ArchiveNotice.Event, _ name: [UInt8] = []) {
    if all.count < Self.most {
      all.append(ArchiveNotice(name: name, event: event))
    } else {
      omitted += 1
    }
  }

  /// All of them, and how many there were beyond.
  var closed: [ArchiveNotice] {
    omitted == 0 ? all : all + [ArchiveNotice(name: [], event: .more(omitted))]
  }
}
