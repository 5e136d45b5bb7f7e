/// How far a comparison could see.
public struct ComparisonScope: Sendable {
  /// Whether mode and owner of some entry are known on one side at most.
  public internal(set) var lacksMetadata = false
  /// Whether a directory's children, and so their modes, are not listed on a side. Their content
  /// is covered by the directory's digest.
  public internal(set) var hidesMetadata = false
  /// Whether a side is not proven complete, so that lines may be missing anywhere in it.
  public internal(set) var isIncomplete = false
  /// Paths of the listing before which the other side, being incomplete, may have or not.
  public internal(set) var unlistedAfter = 0
  /// Paths of the listing after which the other side, being incomplete, may have or not.
  public internal(set) var unlistedBefore = 0
  /// Records that differ although equal digests above them say that they can't: damaged lines.
  public internal(set) var contradictions = 0
  /// Entries of two BuildKit listings whose content may have changed along with their mode.
  public internal(set) var hiddenContents = 0
  /// Directories without files that one side has, and the other, of git, can't have.
  public internal(set) var uncomparedDirectories = 0
  /// The path of the first of them.
  var firstUncompared: [UInt8] = []
  /// Whether some attributes were compared by what an old listing has of them, which proves little.
  public internal(set) var hasShortTags = false
  /// Whether a directory is left out by the rules of one side, and there for something below it,
  /// and not left out by those of the other.
  var hasOtherRules = false
}
