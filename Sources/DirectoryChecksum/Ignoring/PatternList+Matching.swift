extension PatternList {
  /// One bit for each byte, of four that share it. What a path lacks of a pattern's set it can't
  /// hold: so most comparisons end.
  static func byteSet(_ bytes: ByteView) -> UInt64 {
    var set: UInt64 = 0
    for byte in bytes { set |= 1 << UInt64(byte & 63) }
    return set
  }

  /// Whether the pattern at `index` matches `path`, the whole of it. An unusable one never does.
  /// - Parameter byteSet: The set of the path.
  @inline(__always)
  func matches(
    _ index: Int, _ path: ByteView, _ byteSet: UInt64, _ scratch: inout MatchScratch
  ) -> Bool {
    patterns[index].byteSet & ~byteSet == 0 && matches(patterns[index], path, &scratch)
  }

  private func matches(
    _ pattern: Pattern, _ path: ByteView, _ scratch: inout MatchScratch
  ) -> Bool {
    let (start, count) = (pattern.text.lowerBound, pattern.text.count)
    switch pattern.form {
    case .whole:
      return path.count == count && isText(start, count, endingAt: count, in: path)
    case .prefix:
      return path.count >= count && isText(start, count, endingAt: count, in: path)
    case .suffix:
      if path.count >= count { return isText(start, count, endingAt: path.count, in: path) }
      return path.count == count - 1 && texts[start] == UInt8(ascii: "/")
        && isText(start + 1, path.count, endingAt: path.count, in: path)
    case .automaton:
      return holdsText(start, count, in: path) && accepts(pattern, path, &scratch)
    case .automatonBeforeText:
      return path.count >= count && isText(start, count, endingAt: path.count, in: path)
        && accepts(pattern, path, &scratch)
    case .unusable:
      return false
    }
  }

  /// Whether the `count` bytes of `path` before `end` are those of the texts from `start`. From
  /// the last one on, since names of a kind differ there least seldom.
  @inline(__always)
  private func isText(_ start: Int, _ count: Int, endingAt end: Int, in path: ByteView) -> Bool {
    var left = count
    while left > 0 {
      left -= 1
      if path[end - count + left] != texts[start + left] { return false }
    }
    return true
  }

  /// Whether the `count` bytes of the texts from `start` are somewhere in `path`.
  ///
  /// Looks at each place of the path for a text of up to the path's length, which is no more than
  /// an automaton does.
  private func holdsText(_ start: Int, _ count: Int, in path: ByteView) -> Bool {
    guard count > 0 else { return true }
    guard path.count >= count else { return false }
    let last = texts[start + count - 1]
    for index in count - 1..<path.count where path[index] == last {
      if isText(start, count, endingAt: index + 1, in: path) { return true }
    }
    return false
  }

  /// Runs an automaton. The time it takes is at most that for each of its states at each byte of
  /// the path, whatever the pattern.
  private func accepts(
    _ pattern: Pattern, _ path: ByteView, _ scratch: inout MatchScratch
  ) -> Bool {
    let wordCount = scratch.reserve(stateCount: pattern.states.count)
    return states.withUnsafeBufferPointer { states in
      sets.withUnsafeBufferPointer { sets in
        scratch.withWords { words in
          var run = AutomatonRun(
            states: UnsafeBufferPointer(rebasing: states[pattern.states]),
            active: words, next: words + wordCount, wordCount: wordCount)
          let isAccepted = run.accepts(path, isAnchored: pattern.isAnchored) { set, value in
            CodePointSet.contains(value, sets, Int(set))
          }
          run.clear()
          return isAccepted
        }
      }
    }
  }
}

extension ExpressionParser {
  /// A text that every matching path holds, and whether it ends with it: the last one of the
  /// expression, or else the longest; empty where there is none.
  var requiredText: (text: [UInt8], isLast: Bool) {
    var longest: [UInt8] = []
    var text: [UInt8] = []
    for state in isAnchored ? states : [] {
      switch state.kind {
      case .scalar where state.value < 0x80 && !state.isOptional && !state.isRepeating:
        text.append(UInt8(truncatingIfNeeded: state.value))
      case .scalar, .anyBut, .set, .optionalDirectories:
        if text.count > longest.count { longest = text }
        text.removeAll(keepingCapacity: true)
      case .end: if !text.isEmpty { return (text, true) }
      case .alternative, .beginning, .directories, .wordBoundary, .noWordBoundary, .match: break
      }
    }
    return (text.count > longest.count ? text : longest, false)
  }
}

/// Memory for comparing patterns with paths. Each thread brings its own.
struct MatchScratch {
  /// Two sets of states, one bit each.
  private var words: [UInt64] = []

  /// Makes room for two sets of `stateCount` states, and returns the number of words in each. The
  /// words are all zero: who sets bits clears them again.
  fileprivate mutating func reserve(stateCount: Int) -> Int {
    let count = (stateCount + 63) / 64
    while words.count < 2 * count { words.append(0) }
    return count
  }

  fileprivate mutating func withWords<Result>(
    _ body: (UnsafeMutablePointer<UInt64>) -> Result
  ) -> Result {
    words.withUnsafeMutableBufferPointer { body($0.baseAddress.unsafelyUnwrapped) }
  }
}
