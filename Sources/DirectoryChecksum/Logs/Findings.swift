extension Listing {
  /// What was seen in and around a listing that was read, beyond its records: what a message needs
  /// to say why a listing is not complete.
  public struct Findings: Equatable, Sendable {
    /// The first directory whose digest does not follow from the records in it.
    public var failedDirectory: [UInt8]?
    /// The first directory that can't be checked, since extended attributes, which a BuildKit
    /// digest covers, are not part of a record.
    public var unprovenDirectory: [UInt8]?
    /// The line with which the log said that output was cut; empty where it did not.
    public var notice: [UInt8] = []
    /// Whether the records are from BuildKit's interactive display, which shows only the last
    /// lines of a step; `--progress=plain` shows all.
    public var isTerminalCapture = false
    /// Whether a line that no digest vouches for may be another run's, or cut: lines stood in
    /// disorder, or are missing where the log does not say that it lost any.
    public var isDoubtful = false
    /// Whether the paths were written with backslashes between the names, as the original tool
    /// does on Windows. In the records they are slashes.
    public var usesBackslashes = false

    public init() {}
  }
}
