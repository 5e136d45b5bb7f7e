/// Whether an entry is left out.
struct IgnoreDecision: Equatable {
  /// Whether the rules leave the entry out.
  var isExcluded = false
  /// The number of the rule that made it so; nil where none had a say.
  var rule: Int?
}

// The rules are asked in order, and the last hit counts. A rule that can't change anything, since
// the entry is out or in already, is passed over. What hit a directory hits all below it without
// being asked again; what was passed over there does not.

extension IgnoreRules {
  /// Decides about an entry.
  /// - Parameters:
  ///   - path: The path from the context's root.
  ///   - above: The list of the directory that the entry is in.
  /// - Throws: The fault of a rule that had to be asked.
  func evaluate(
    _ path: ByteView, below above: borrowing HitList,
    _ scratch: inout MatchScratch
  ) throws(IgnoreError) -> IgnoreDecision {
    let (decision, unusable) = decide(path, above, countsLatentHits: false, &scratch)
    if let unusable { throw fault(of: unusable) }
    return decision
  }

  /// Decides about a directory, and makes the list for what is in it.
  ///
  /// Without exceptions the list stays empty: a rule that hits keeps the directory out for good.
  func evaluate(
    directory path: ByteView, below above: borrowing HitList, hits: inout HitList,
    _ scratch: inout MatchScratch
  ) throws(IgnoreError) -> IgnoreDecision {
    guard hasExceptions else { return try evaluate(path, below: above, &scratch) }
    hits.reset(ruleCount: count)
    let byteSet = PatternList.byteSet(path)
    var decision = IgnoreDecision()
    for rule in 0..<count {
      let isException = patterns.patterns[rule].isException
      let bit: UInt64 = 1 << UInt64(rule & 63)
      var isHit = above.hits(rule >> 6) & bit != 0
      var isLatent = above.latentHits(rule >> 6) & bit != 0
      if !isHit {
        let isPassedOver = isException != decision.isExcluded
        if !isPassedOver, patterns.patterns[rule].form == .unusable { throw fault(of: rule) }
        let isMatch = patterns.matches(rule, path, byteSet, &scratch)
        isHit = isMatch && !isPassedOver
        isLatent = isLatent || isMatch
      }
      if isHit {
        hits.insertHit(rule)
        decision.apply(rule, isException: isException)
      } else if isLatent {
        hits.insertLatentHit(rule)
      }
    }
    return decision
  }

  /// The rule on whose account a regular file that is kept loses its content, if there is one.
  ///
  /// A builder asks again before it sends the content, with all ancestors looked at afresh. The
  /// answers differ where a rule was passed over for an ancestor that it matches. Then the file
  /// arrives with its name and mode, but empty.
  /// - Parameters:
  ///   - path: The path of the file from the context's root.
  ///   - above: The list of the directory that the file is in.
  func ruleThatEmpties(
    _ path: ByteView, below above: borrowing HitList,
    _ scratch: inout MatchScratch
  ) -> Int? {
    guard above.hasLatentHits else { return nil }
    let (decision, unusable) = decide(path, above, countsLatentHits: true, &scratch)
    // An answer that can't be had is as good as a no.
    return unusable ?? (decision.isExcluded ? decision.rule : nil)
  }

  /// Asks the rules, up to one that is unusable.
  private func decide(
    _ path: ByteView, _ above: borrowing HitList, countsLatentHits: Bool,
    _ scratch: inout MatchScratch
  ) -> (decision: IgnoreDecision, unusable: Int?) {
    let byteSet = PatternList.byteSet(path)
    var decision = IgnoreDecision()
    var hits: UInt64 = 0
    for rule in 0..<count {
      if rule & 63 == 0 {
        hits = above.hits(rule >> 6)
        if countsLatentHits { hits |= above.latentHits(rule >> 6) }
      }
      let isException = patterns.patterns[rule].isException
      if isException != decision.isExcluded { continue }
      if hits >> UInt64(rule & 63) & 1 == 0 {
        if patterns.patterns[rule].form == .unusable { return (decision, rule) }
        guard patterns.matches(rule, path, byteSet, &scratch) else { continue }
      }
      decision.apply(rule, isException: isException)
      // Nothing can bring it back.
      if !hasExceptions { break }
    }
    return (decision, nil)
  }

  private func fault(of rule: Int) -> IgnoreError {
    .unusable(self[rule], patterns.patterns[rule].fault ?? .malformedWhenUsed)
  }
}

extension IgnoreDecision {
  /// Notes that a rule hit, if that changes anything.
  fileprivate mutating func apply(_ hit: Int, isException: Bool) {
    guard isExcluded == isException else { return }
    isExcluded = !isException
    rule = hit
  }
}

/// Which rules hold for all that is below a directory.
///
/// Made for a directory when it is entered, and given to the comparisons of its entries. The empty
/// list is that of the context's root.
struct HitList: Sendable {
  /// One bit for each rule in each of two parts, the parts of equal length; or nothing at all.
  ///
  /// The first part has the rules that hit the directory or one above it. The second has those
  /// that match it or one above it, but were not asked there, since they could not have changed
  /// anything then. They decide nothing about presence, yet see ``IgnoreRules/ruleThatEmpties``.
  private var words: [UInt64] = []

  init() {}

  /// Whether some rule matches without having hit.
  var hasLatentHits: Bool {
    for word in words[(words.count / 2)...] where word != 0 { return true }
    return false
  }

  /// The hits of the rules with the numbers from `64 * word`.
  @inline(__always)
  func hits(_ word: Int) -> UInt64 {
    words.isEmpty ? 0 : words[word]
  }

  /// The latent hits of the rules with the numbers from `64 * word`.
  @inline(__always)
  func latentHits(_ word: Int) -> UInt64 {
    words.isEmpty ? 0 : words[words.count / 2 + word]
  }

  /// Makes room for `count` rules, without hits.
  mutating func reset(ruleCount count: Int) {
    let needed = (count + 63) / 64 * 2
    if words.count != needed {
      words = [UInt64](repeating: 0, count: needed)
    } else {
      for index in 0..<needed { words[index] = 0 }
    }
  }

  mutating func insertHit(_ rule: Int) {
    words[rule >> 6] |= 1 << UInt64(rule & 63)
  }

  mutating func insertLatentHit(_ rule: Int) {
    words[words.count / 2 + rule >> 6] |= 1 << UInt64(rule & 63)
  }
}
