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
