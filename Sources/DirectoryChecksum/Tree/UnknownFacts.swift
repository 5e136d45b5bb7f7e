/// What the origin of a tree keeps from being known of all its entries, whatever the entries
/// themselves say. A fact in the set is neither compared nor taken as equal.
public struct UnknownFacts: OptionSet, Sendable {
  public let rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The modes.
  public static let modes = UnknownFacts(rawValue: 1 << 0)
  /// The set-user-ID and set-group-ID bits.
  public static let setIDs = UnknownFacts(rawValue: 1 << 1)
  /// Those bits of directories.
  public static let directorySetIDs = UnknownFacts(rawValue: 1 << 2)
  /// The mode of the directory itself.
  public static let rootMode = UnknownFacts(rawValue: 1 << 3)
  /// The owners and groups.
  public static let owners = UnknownFacts(rawValue: 1 << 4)
  /// Some extended attributes.
  public static let attributes = UnknownFacts(rawValue: 1 << 5)
  /// Whether there are directories without entries.
  public static let emptyDirectories = UnknownFacts(rawValue: 1 << 6)
  /// Whether there are FIFOs, sockets and devices.
  public static let specials = UnknownFacts(rawValue: 1 << 7)
  /// All of the modes but the owner's execute bit of files.
  public static let groupModes = UnknownFacts(rawValue: 1 << 8)
  /// The names of owners, which a file that is not listed gives.
  public static let ownerNames = UnknownFacts(rawValue: 1 << 9)
  /// The version of the client, which has a say in the digests of classic Docker.
  public static let clientVersion = UnknownFacts(rawValue: 1 << 10)
  /// What else the ignore rules keep or leave out as Docker 20.10 reads them.
  public static let rulesOfDocker20 = UnknownFacts(rawValue: 1 << 11)
  /// The same, as the builder of Docker without BuildKit does.
  public static let rulesOfClassicDocker = UnknownFacts(rawValue: 1 << 12)
  /// The same, as Buildah does.
  public static let rulesOfBuildah = UnknownFacts(rawValue: 1 << 13)
  /// The same, as kaniko does.
  public static let rulesOfKaniko = UnknownFacts(rawValue: 1 << 14)
  /// Which entries the ignore rules leave out, for any builder: they were not applied.
  public static let rules = UnknownFacts(rawValue: 1 << 15)
  /// What is in the submodules of a commit.
  public static let submodules = UnknownFacts(rawValue: 1 << 17)
  /// Which part of a context it is.
  public static let source = UnknownFacts(rawValue: 1 << 16)
}
