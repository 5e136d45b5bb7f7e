/// What a scan is asked for.
public struct ScanOptions: Sendable {
  /// Which digests to make.
  public var format: DigestFormat = .content
  /// How many levels below the directory the tree keeps: 0 keeps the root alone, nil everything.
  /// Digests always cover the whole depth, and what is not kept takes no memory.
  public var maxDepth: Int? = 2
  /// Whether mode, owner, attributes and the targets of links are kept.
  public var metadata = false
  /// Whether what builders count of inodes beyond that is kept as well: hard links, the numbers of
  /// devices. FIFOs, sockets and devices are then in the tree whatever the format.
  public var inodeFacts = false
  /// Whether files are read: where not, their digests, and all that follow from them, mean nothing.
  package var readsContents = true
  /// Which entries are left out.
  public var rules = IgnoreRules()
  /// Whether directories of other file systems are taken as empty.
  public var oneFileSystem = false
  /// The number of threads at the most; nil for as many as are of use on this machine.
  public var jobs: Int?
  /// Called now and then, by any thread, with the number of files and bytes read so far.
  public var progress: (@Sendable (_ files: Int, _ bytes: Int) -> Void)?

  public init() {}
}
