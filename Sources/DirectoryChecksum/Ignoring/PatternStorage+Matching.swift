extension PatternStorage {
  /// Whether the pattern at `index` matches `path`, the whole of it. An unusable one never does.
  func matches(
    _ index: Int, _ path: ByteView, _ scratch: inout MatchScratch
  ) -> Bool {
    let pattern = patterns[index]
    switch pattern.form {
    case .whole:
      return path.count == pattern.count && isText(pattern.start, in: path, 0, pattern.count)
    case .prefix:
      return path.count >= pattern.count && isText(pattern.start, in: path, 0, pattern.count)
    case .suffix:
      if path.count >= pattern.count {
        return isText(pattern.start, in: path, path.count - pattern.count, pattern.count)
      }
      return path.count == pattern.count - 1 && texts[pattern.start] == UInt8(ascii: "/")
        && isText(pattern.start + 1, in: path, 0, path.count)
    case .automaton:
      return path.count >= pattern.minimumCount
        && holdsText(pattern.literalStart, pattern.literalCount, in: path)
        && accepts(pattern, path, &scratch)
    case .unusable:
      return false
    }
  }

  /// Whether the `count` bytes of `path` from `offset` are those of the texts from `start`.
  private func isText(
    _ start: Int, in path: ByteView, _ offset: Int, _ count: Int
  ) -> Bool {
    for index in 0..<count where path[offset + index] != texts[start + index] { return false }
    return true
  }

  /// Whether the `count` bytes of the texts from `start` are somewhere in `path`.
  ///
  /// Looks at each place of the path for a text of up to the path's length, which is no more than
  /// an automaton does.
  private func holdsText(
    _ start: Int, _ count: Int, in path: ByteView
  ) -> Bool {
    guard count > 0 else { return true }
    guard path.count >= count else { return false }
    let last = texts[start + count - 1]
    for end in count - 1..<path.count where path[end] == last {
      if isText(start, in: path, end - count + 1, count) { return true }
    }
    return false
  }
}

extension PatternStorage {
  /// Runs an automaton. The time it takes is at most that for each of its states at each byte of
  /// the path, whatever the pattern.
  private func accepts(
    _ pattern: Pattern, _ path: ByteView, _ scratch: inout MatchScratch
  ) -> Bool {
    let wordCount = scratch.reserve(stateCount: pattern.count)
    return states.withUnsafeBufferPointer { states in
      sets.withUnsafeBufferPointer { sets in
        scratch.withWords { words in
          var run = AutomatonRun(
            states: UnsafeBufferPointer(rebasing: states[pattern.start...].prefix(pattern.count)),
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
