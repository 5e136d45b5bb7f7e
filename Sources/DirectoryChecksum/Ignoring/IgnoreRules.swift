/// An ignore list: what a `.dockerignore` file keeps out of a build's context.
///
/// The meaning of each rule and of the whole list is that of BuildKit.
public struct IgnoreRules: Sendable {
  private var rules: [IgnoreRule] = []
  private(set) var patterns = PatternList()

  /// The text of a pattern that brings back what it matches, and how much of it is left without a
  /// trailing `/**` and `/*`.
  private struct Exception {
    let text: [UInt8]
    let stemCount: Int
  }
  private var exceptions: [Exception] = []
  /// Whether one of the stems has a wildcard.
  private var hasWildcardStem = false
  /// Whether a rule has something that other builders understand otherwise; see
  /// ``OtherReadings``.
  private(set) var hasOddSyntax = false

  /// A list that keeps everything.
  public init() {}

  /// The number of rules.
  public var count: Int { rules.count }

  /// Whether there are no rules.
  public var isEmpty: Bool { rules.isEmpty }

  /// Whether a rule can bring back what others left out.
  var hasExceptions: Bool { !exceptions.isEmpty }

  /// Whether other builders may decide otherwise about some entry.
  package var isReadOtherwise: Bool { hasExceptions || hasOddSyntax }

  /// The rule with the number `index`, which is less than ``count``.
  public subscript(index: Int) -> IgnoreRule { rules[index] }
}

extension IgnoreRules {
  /// Appends the rules of an ignore file.
  /// - Parameters:
  ///   - file: The file's content.
  ///   - source: The path of the file, for ``IgnoreRule/source``.
  /// - Throws: The first fault. The list has the rules before it then.
  public mutating func append(file: [UInt8], source: [UInt8]) throws(IgnoreError) {
    try file.withBytes { bytes throws(IgnoreError) in
      var lines = try IgnoreFile(bytes, source: source)
      // Buildah takes a byte order mark for a part of the first rule.
      if hasByteOrderMark(bytes) { hasOddSyntax = true }
      while let line = lines.next() {
        try append(line, source: source, line: lines.lineNumber)
      }
    }
  }

  /// Appends one rule, which is read as a line of an ignore file, but is never a comment.
  /// - Parameters:
  ///   - pattern: The rule's text.
  ///   - source: The name of the option it is from, for ``IgnoreRule/source``.
  /// - Throws: What is wrong with it. The list is as before then.
  public mutating func append(pattern: [UInt8], source: [UInt8]) throws(IgnoreError) {
    try pattern.withBytes { pattern throws(IgnoreError) in
      try append(pattern.trimmed, source: source, line: nil)
    }
  }

  private mutating func append(
    _ line: ByteView, source: [UInt8], line number: Int?
  ) throws(IgnoreError) {
    let text = PatternText(line)
    guard !text.isEmpty else { return }
    let rule = IgnoreRule(
      source: source, line: number, text: [UInt8](line), isException: text.isException)
    do throws(PatternFault) {
      let pattern = try text.checkedPattern()
      patterns.append(pattern, isException: rule.isException)
      if rule.isException { appendException(pattern) }
      if OtherReadings.mayRead(rule) { hasOddSyntax = true }
    } catch {
      throw .unusable(rule, error)
    }
    rules.append(rule)
  }
}

extension IgnoreRules {
  private mutating func appendException(_ pattern: [UInt8]) {
    var end = pattern.count
    if endsInStars(pattern, end, 2) { end -= 3 }
    if endsInStars(pattern, end, 1) { end -= 2 }
    for byte in pattern[..<end] where isWildcard(byte) || byte == UInt8(ascii: "^") {
      hasWildcardStem = true
    }
    exceptions.append(Exception(text: pattern, stemCount: end))
  }

  /// Whether a builder looks into the directory `path` although it is left out, for entries that
  /// exceptions bring back.
  ///
  /// It matters to the outcome: what an exception matches in a directory that is not entered
  /// stays out. One exception with a wildcard early enough has all directories entered.
  func mayEnter(excludedDirectory path: ByteView) -> Bool {
    if hasWildcardStem { return true }
    for exception in exceptions where isAncestor(path, of: exception.text, exception.stemCount) {
      return true
    }
    return false
  }

  /// The same as Docker 20.10 and Buildah decide it: by the texts of exceptions alone, with their
  /// wildcards as they stand.
  func mayEnterByText(excludedDirectory path: ByteView) -> Bool {
    for exception in exceptions where isAncestor(path, of: exception.text, exception.text.count) {
      return true
    }
    return false
  }

  /// Whether the first `count` bytes of `text` are `path` or something below it.
  private func isAncestor(_ path: ByteView, of text: [UInt8], _ count: Int) -> Bool {
    guard count >= path.count, count == path.count || text[path.count] == UInt8(ascii: "/") else {
      return false
    }
    for index in 0..<path.count where text[index] != path[index] { return false }
    return true
  }
}

extension IgnoreRules {
  /// Whether a rule may say something of what is below the directory `path`: as far as its text goes
  /// without wildcards, both are the same.
  func mayReach(below path: ByteView) -> Bool {
    for rule in rules where rule.mayReach(below: path) { return true }
    return false
  }
}

extension IgnoreRule {
  fileprivate func mayReach(below path: ByteView) -> Bool {
    text.withUnsafeBufferPointer { text in
      let pattern = cleanedPath(text.from(isException ? 1 : 0).trimmed)
      // The pattern may begin with a slash.
      var place = pattern.first == UInt8(ascii: "/") ? -1 : 0
      for byte in pattern {
        if place > path.count || isWildcard(byte) { break }
        if place >= 0, byte != (place < path.count ? path[place] : UInt8(ascii: "/")) {
          return false
        }
        place += 1
      }
      return true
    }
  }
}

/// Whether the first `end` bytes of `text` end in `/` and `count` stars.
@inline(never)
private func endsInStars(_ text: [UInt8], _ end: Int, _ count: Int) -> Bool {
  guard end > count, text[end - count - 1] == UInt8(ascii: "/") else { return false }
  for index in end - count..<end where text[index] != UInt8(ascii: "*") { return false }
  return true
}
