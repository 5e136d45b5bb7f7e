/// What an ignore list says about one path, and why.
public struct IgnoreExplanation: Equatable, Sendable {
  /// Whether the rules leave out the entry itself.
  public let isExcluded: Bool

  /// The number of the rule that made it so; nil where none had a say.
  public let rule: Int?

  /// The length of the leading part of the path, in bytes, that names what the rule decided
  /// about: the whole path, or a directory above that is left out and not looked into.
  public let decidedByteCount: Int

  /// Whether a directory that is left out is present nevertheless as soon as the rules keep
  /// something below it.
  public let mayHoldKeptEntries: Bool

  /// The number of the rule for which a regular file that is kept arrives without its content.
  public let emptyingRule: Int?
}

extension IgnoreRules {
  /// Explains what becomes of `path`.
  /// - Parameters:
  ///   - path: The path from the context's root, as ``contextPath(_:)`` makes it. The root itself
  ///     is always kept.
  ///   - kind: What the path names; nil if that is not known, and then everything is said that
  ///     would be so for one kind or another.
  /// - Throws: The fault of a rule that had to be asked.
  public func explain(
    _ path: [UInt8], kind: EntryKind? = nil
  ) throws(IgnoreError) -> IgnoreExplanation {
    try path.withBytes { path throws(IgnoreError) in
      var above = HitList()
      var hits = HitList()
      var scratch = MatchScratch()
      var end = 0
      while end < path.count {
        end = path.nameEnd(from: end)
        let entry = path.upTo(end)
        let isLast = end == path.count
        end += 1
        let decision = try evaluate(directory: entry, below: above, hits: &hits, &scratch)
        let isEntered = !decision.isExcluded || mayEnter(excludedDirectory: entry)
        if isLast || !isEntered {
          var emptyingRule: Int?
          if isLast, !decision.isExcluded, kind == .file || kind == nil {
            emptyingRule = ruleThatEmpties(entry, below: above, &scratch)
          }
          return IgnoreExplanation(
            isExcluded: decision.isExcluded, rule: decision.rule, decidedByteCount: entry.count,
            mayHoldKeptEntries: isLast && decision.isExcluded && isEntered
              && (kind == .directory || kind == nil),
            emptyingRule: emptyingRule)
        }
        swap(&above, &hits)
      }
      return IgnoreExplanation(
        isExcluded: false, rule: nil, decidedByteCount: 0, mayHoldKeptEntries: false,
        emptyingRule: nil)
    }
  }
}
