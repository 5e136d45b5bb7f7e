/// An ignore list: what a `.dockerignore` file keeps out of a build's context.
///
/// The meaning of each rule and of the whole list is that of BuildKit.
public struct IgnoreRules: Sendable {
  private var rules: [IgnoreRule] = []
  private(set) var patterns = PatternList()

  /// The texts of the exceptions without a trailing `/**` and `/*`.
  private var stems: [[UInt8]] = []
  /// Whether one of the stems has a wildcard.
  private var hasWildcardStem = false

  /// A list that keeps everything.
  public init() {}

  /// The number of rules.
  public var count: Int { rules.count }

  /// Whether there are no rules.
  public var isEmpty: Bool { rules.isEmpty }

  /// Whether a rule can bring back what others left out.
  var hasExceptions: Bool { !stems.isEmpty }

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
      if rule.isException { appendStem(pattern) }
    } catch {
      throw .unusable(rule, error)
    }
    rules.append(rule)
  }
}

extension IgnoreRules {
  private mutating func appendStem(_ pattern: [UInt8]) {
    var end = pattern.count
    if endsInStars(pattern, end, 2) { end -= 3 }
    if endsInStars(pattern, end, 1) { end -= 2 }
    var stem: [UInt8] = []
    for byte in pattern[..<end] {
      if isWildcard(byte) || byte == UInt8(ascii: "^") { hasWildcardStem = true }
      stem.append(byte)
    }
    stems.append(stem)
  }

  /// Whether a builder looks into the directory `path` although it is left out, for entries that
  /// exceptions bring back.
  ///
  /// It matters to the outcome: what an exception matches in a directory that is not entered
  /// stays out. One exception with a wildcard early enough has all directories entered.
  func mayEnter(excludedDirectory path: ByteView) -> Bool {
    if hasWildcardStem { return true }
    for stem in stems where stem.count >= path.count {
      if stem.count > path.count, stem[path.count] != UInt8(ascii: "/") { continue }
      var isAncestor = true
      for index in 0..<path.count { isAncestor = isAncestor && stem[index] == path[index] }
      if isAncestor { return true }
    }
    return false
  }
}

/// Whether the first `end` bytes of `text` end in `/` and `count` stars.
@inline(never)
private func endsInStars(_ text: [UInt8], _ end: Int, _ count: Int) -> Bool {
  guard end > count, text[end - count - 1] == UInt8(ascii: "/") else { return false }
  for index in end - count..<end where text[index] != UInt8(ascii: "*") { return false }
  return true
}
