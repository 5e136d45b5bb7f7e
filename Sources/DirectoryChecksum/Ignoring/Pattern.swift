/// How a pattern is compared with a path. Its text or its states lie in ``PatternStorage``.
struct Pattern {
  /// What the comparison amounts to.
  enum Form: UInt8 {
    /// The path is the text.
    case whole
    /// The path begins with the text (`foo/**`).
    case prefix
    /// The path ends with the text (`**foo`), or is the text without the `/` in front (`**/foo`).
    case suffix
    /// An automaton decides.
    case automaton
    /// The pattern is malformed, which counts as soon as it is used.
    case unusable
  }

  let form: Form
  /// Where the text or the states are in the storage.
  let start: Int
  let count: Int
  /// The fewest code points that a path has which an automaton accepts.
  var minimumCount = 0
  /// Whether an automaton's match begins at the beginning of the path.
  var isAnchored = false
  /// Where in the texts a part of every path is that an automaton accepts.
  var literalStart = 0
  var literalCount = 0
  /// Why the pattern is unusable.
  var fault: PatternFault?

  init(_ form: Form, start: Int, count: Int) {
    self.form = form
    self.start = start
    self.count = count
  }
}
