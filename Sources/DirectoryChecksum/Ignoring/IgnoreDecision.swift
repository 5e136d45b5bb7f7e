/// Whether an entry is left out.
struct IgnoreDecision: Equatable {
  /// Whether the rules leave the entry out.
  var isExcluded = false
  /// The number of the rule that made it so; nil where none had a say.
  var rule: Int?
}
