/// What a scan found: a directory, and below it as many levels as were asked for.
///
/// Its digests always cover everything, also what lies below the levels that are kept.
public struct Tree: Sendable {
  /// Which digests the tree carries.
  public let format: DigestFormat
  /// The root's digest; nil where something in the tree could not be read.
  public let digest: Digest?
  /// The root's mode, owner and attributes; nil where the scan did not ask for them.
  public let metadata: Metadata?
  /// What else is known of the root itself.
  var rootFacts: InodeFacts? = nil
  /// Whether facts about inodes were kept, and what a content listing leaves out with them.
  let hasInodeFacts: Bool
  /// What the scan could not find out about all of it.
  var unknown: UnknownFacts = []
  /// The root's entries; nil where not even they are kept, or could be read.
  let root: Directory?

}
