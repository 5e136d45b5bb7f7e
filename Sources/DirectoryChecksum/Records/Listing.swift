/// The records of one tree, and how far they can be trusted.
///
/// The common currency of `diff`: made from a scan, from a listing in a file, or found in a CI log.
/// A class, since it never changes and many ask it at once.
public final class Listing: Sendable {
  /// What the hash tree of a listing proves about it.
  public enum Integrity: Sendable {
    /// Every directory whose children are listed has the digest that follows from theirs.
    case complete
    /// Lines are missing; those that are here are true.
    case clipped
    /// A digest contradicts the records below it, and no missing line explains it.
    case damaged
    /// There is no record of the root.
    case partial
  }

  /// Which digests the records carry.
  public let format: DigestFormat
  /// The records, in listing order: a directory, its sub-directories with what is below them, its
  /// files and links, both in byte order of their names.
  public let records: [Record]
  /// What the self-check says.
  public let integrity: Integrity
  /// Where in a log the listing was found.
  public let origin: ListingLabel
  /// The indexes, ascending, of the directories that have children listed whose digest does not
  /// follow from them: a line may be missing there. Nil where that is not known; of no interest
  /// in a listing that is complete.
  public let unprovenDirectories: [Int]?
  /// Whether the records have all that a scan knows of their inodes. Such a listing has all levels,
  /// and lists FIFOs, sockets and devices as well, whatever its format.
  public let hasInodeFacts: Bool
  /// Where it was made.
  public let place: ListingPlace
  /// What its origin keeps from being known of every entry; see also ``ListingPlace/unknown``.
  public let unknown: UnknownFacts
  /// What else reading it brought up; nothing for a listing of a scan.
  public let findings: Findings

  public init(
    format: DigestFormat, records: [Record], integrity: Integrity = .complete,
    origin: ListingLabel = ListingLabel(), unprovenDirectories: [Int]? = nil,
    hasInodeFacts: Bool = false, place: ListingPlace? = nil, unknown: UnknownFacts = [],
    findings: Findings = Findings()
  ) {
    self.format = format
    self.records = records
    self.integrity = integrity
    self.origin = origin
    self.unprovenDirectories = unprovenDirectories
    self.hasInodeFacts = hasInodeFacts
    self.place = place ?? ListingPlace(label: origin.text)
    self.unknown = unknown
    self.findings = findings
  }
}

extension Listing {
  /// Takes a step's header for all that is known of where the listing was found.
  public convenience init(
    format: DigestFormat, records: [Record], integrity: Integrity = .complete, label: [UInt8],
    unprovenDirectories: [Int]? = nil, hasInodeFacts: Bool = false, place: ListingPlace? = nil,
    unknown: UnknownFacts = [], findings: Findings = Findings()
  ) {
    self.init(
      format: format, records: records, integrity: integrity, origin: ListingLabel(step: label),
      unprovenDirectories: unprovenDirectories, hasInodeFacts: hasInodeFacts, place: place,
      unknown: unknown, findings: findings)
  }

  /// The step of the log the listing was found in; empty where nothing names one.
  public var label: [UInt8] { origin.text }

  /// How many levels below the root the records reach: what lies deeper is not listed, though it
  /// may exist. 0 for the root alone.
  public var depthLimit: Int {
    var limit = 0
    for record in records { limit = max(limit, record.depth) }
    return limit
  }
}

extension Listing {
  /// The same listing, of which less is known.
  public func with(unknown facts: UnknownFacts) -> Listing {
    Listing(
      format: format, records: records, integrity: integrity, origin: origin,
      unprovenDirectories: unprovenDirectories, hasInodeFacts: hasInodeFacts, place: place,
      unknown: unknown.union(facts), findings: findings)
  }
}

extension Listing {
  /// Whether it has one of the files that say what a build leaves out.
  public var hasIgnoreFile: Bool {
    records.contains { record in
      record.withPath { $0.isLiteral(".dockerignore") || $0.isLiteral("Dockerfile.dockerignore") }
    }
  }

  /// Whether the file at `path` had this content; nil where the listing does not tell.
  package func shows(_ content: [UInt8], at path: [UInt8]) -> Bool? {
    guard format == .content else { return nil }
    for record in records where record.kind == .file && record.isAt(path) {
      return record.digest.map { $0 == HashFunction.sha1(of: content) }
    }
    return nil
  }
}
