/// Memory for comparing patterns with paths. Each thread brings its own.
struct MatchScratch {
  /// Two sets of states, one bit each.
  private(set) var words: [UInt64] = []

  /// Makes room for two sets of `stateCount` states, and returns the number of words in each. The
  /// words are all zero: who sets bits clears them again.
  mutating func reserve(stateCount: Int) -> Int {
    let count = (stateCount + 63) / 64
    while words.count < 2 * count { words.append(0) }
    return count
  }

  mutating func withWords<Result>(_ body: (UnsafeMutablePointer<UInt64>) -> Result) -> Result {
    words.withUnsafeMutableBufferPointer { body($0.baseAddress.unsafelyUnwrapped) }
  }
}
