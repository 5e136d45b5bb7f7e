/// Whether one builder would run `COPY . DEST` from this directory again, and why.
public struct Verdict: Sendable {
  /// A reason, or what would have to be known.
  public enum Reason: Equatable, Sendable {
    case change(Change.Aspect)
    /// Which files are names of one inode.
    case hardLinks
    /// Whether there are FIFOs, sockets or devices, and which.
    case specialFiles
    /// Whether there are directories without entries.
    case emptyDirectories
    /// Which entries the builder's reading of the ignore rules leaves out.
    case ignoreRules
    /// The version of the client.
    case client
    /// Which part of the context a layer shows.
    case source
  }

  public let builder: Builder
  /// Nil where the listings can't tell.
  public let rebuild: Bool?
  let reasons: Reasons

  init(_ builder: Builder, rebuild: Bool?, _ reasons: Reasons = Reasons()) {
    self.builder = builder
    self.rebuild = rebuild
    self.reasons = reasons
  }
}

extension Verdict {
  /// The changes that count; where nothing is certain, the facts that are not known. Empty where
  /// the COPY does not run again.
  public var because: [Reason] {
    var list = Change.Aspect.allCases.filter { reasons.contains($0) }.map { Reason.change($0) }
    for reason in [
      Reason.hardLinks, .specialFiles, .emptyDirectories, .ignoreRules, .client, .source,
    ]
    where reasons.contains(reason) {
      list.append(reason)
    }
    return list
  }
}

/// A set of reasons.
struct Reasons: Equatable {
  private var bits: UInt32 = 0

  init() {}

  init(_ aspect: Change.Aspect) { insert(aspect) }

  init(_ reason: Verdict.Reason) { insert(reason) }

  var isEmpty: Bool { bits == 0 }

  func contains(_ aspect: Change.Aspect) -> Bool { contains(.change(aspect)) }

  func contains(_ reason: Verdict.Reason) -> Bool { bits & Self.bit(reason) != 0 }

  mutating func insert(_ aspect: Change.Aspect) { insert(.change(aspect)) }

  mutating func insert(_ reason: Verdict.Reason) { bits |= Self.bit(reason) }

  mutating func formUnion(_ other: Reasons) { bits |= other.bits }

  private static func bit(_ reason: Verdict.Reason) -> UInt32 {
    switch reason {
    case .change(let aspect): 1 << UInt32(aspect.rawValue)
    case .hardLinks: 1 << 16
    case .specialFiles: 1 << 17
    case .emptyDirectories: 1 << 18
    case .ignoreRules: 1 << 19
    case .client: 1 << 20
    case .source: 1 << 21
    }
  }
}
