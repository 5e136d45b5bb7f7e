/// The patterns of `--exclude` or `--parents`, or of what a client sends: as those of an ignore file,
/// but a `/` in front stays and means something.
struct PathFilter {
  private var patterns = PatternList()
  private var areExceptions: [Bool] = []
  private var cleaned: [[UInt8]] = []
  private var scratch = MatchScratch()

  /// - Throws: ``DockerfileFault/Kind/badPattern``.
  init(_ texts: [[UInt8]]) throws(DockerfileFault) {
    for text in texts {
      do throws(PatternFault) {
        guard let pattern = try PatternText.builderPattern(text) else { continue }
        patterns.append(pattern.text, isException: pattern.isException)
        areExceptions.append(pattern.isException)
        cleaned.append(pattern.text)
      } catch {
        throw DockerfileFault(.badPattern, text)
      }
    }
  }

  /// The number of patterns.
  var count: Int { areExceptions.count }
}

extension PathFilter {
  /// Whether the path of the entry that `walk` came to matches, but for its first `start` bytes.
  ///
  /// - Parameters:
  ///   - above: Which of the patterns hit the directory that the entry is in, empty for none; nil
  ///     where that is not known, and then a pattern that matches any directory above counts as a
  ///     hit.
  ///   - hits: Which of them hit the entry; empty for none.
  mutating func matches(
    _ walk: inout TreeWalk, from start: Int, above: [Bool]?, hits: inout [Bool]
  ) throws(DockerfileFault) -> Bool {
    if !hits.isEmpty { hits.removeAll(keepingCapacity: true) }
    guard above?.isEmpty == false || mayHit(walk.byteSet) else { return false }
    return try walk.withPath { (path) throws(DockerfileFault) in
      try matches(path.from(min(start, path.count)), above: above, hits: &hits)
    }
  }

  /// Whether a pattern can match a path that has the bytes of `byteSet`, or a part of it.
  private func mayHit(_ byteSet: UInt64) -> Bool {
    for index in 0..<count where patterns.patterns[index].byteSet & ~byteSet == 0 { return true }
    return false
  }

  private mutating func matches(
    _ path: ByteView, above: [Bool]?, hits: inout [Bool]
  ) throws(DockerfileFault) -> Bool {
    let byteSet = PatternList.byteSet(path)
    var (isMatched, hasHit) = (false, false)
    for index in 0..<count {
      var isHit = above.map { !$0.isEmpty && $0[index] } ?? false
      // What could not change anything is not asked.
      if !isHit, areExceptions[index] == isMatched {
        if patterns.patterns[index].form == .unusable { throw DockerfileFault(.badPattern) }
        isHit = patterns.matches(index, path, byteSet, &scratch)
        if !isHit, above == nil { isHit = matchesAncestor(of: path, index) }
      }
      hits.append(isHit)
      if isHit { isMatched = !areExceptions[index] }
      hasHit = hasHit || isHit
    }
    if !hasHit { hits.removeAll(keepingCapacity: true) }
    return isMatched
  }

  private mutating func matchesAncestor(of path: ByteView, _ index: Int) -> Bool {
    for end in 0..<path.count where path[end] == UInt8(ascii: "/") {
      if patterns.matches(index, path.upTo(end), PatternList.byteSet(path.upTo(end)), &scratch) {
        return true
      }
    }
    return false
  }
}

extension PathFilter {
  /// Whether a pattern takes back what others match.
  func isException(_ index: Int) -> Bool { areExceptions[index] }

  /// The only path that a pattern without wildcards matches; nil for others.
  func literal(_ index: Int) -> [UInt8]? {
    patterns.patterns[index].form == .whole ? cleaned[index] : nil
  }

  /// The only pattern, where it means the same to `path.Match`: single `*` and brackets, and nothing
  /// else that has a meaning to either.
  var plainPattern: WildcardPath? {
    guard count == 1, !isException(0), patterns.patterns[0].form != .unusable else { return nil }
    var last: UInt8 = 0
    var isInside = false
    for byte in cleaned[0] {
      switch byte {
      case UInt8(ascii: "*"): if isInside || last == byte { return nil }
      case UInt8(ascii: "["), UInt8(ascii: "]"):
        guard isInside == (byte == UInt8(ascii: "]")) else { return nil }
        isInside.toggle()
      case UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"): break
      default: if !byte.isLetter, !byte.isDigit { return nil }
      }
      last = byte
    }
    return WildcardPath(pattern: cleaned[0])
  }
}
