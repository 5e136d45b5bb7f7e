/// One state of the automaton that a regular expression becomes.
///
/// The states of an expression lie in the order of its text, and each leads to itself, to the next
/// one or further on, never back. So one ascending pass over the active states is enough to
/// follow all steps that take no character.
struct AutomatonState {
  enum Kind: UInt8 {
    /// Takes the code point `value`.
    case scalar
    /// Takes any code point but `value`.
    case anyBut
    /// Takes a code point of the set with the number `value`.
    case set
    /// The beginning of an alternative; the next one, if any, begins at the state `value`.
    case alternative
    /// Leads past the following ``directories``, and into them.
    case optionalDirectories
    /// Takes anything without a line feed, and leads on after each `/`.
    case directories
    /// Conditions on the place reached.
    case beginning, end, wordBoundary, noWordBoundary
    /// The path matches.
    case match
  }

  let kind: Kind
  /// Whether the state may be passed over.
  var isOptional = false
  /// Whether the state may take more than one code point.
  var isRepeating = false
  var value: UInt32 = 0

  init(_ kind: Kind, _ value: UInt32 = 0) {
    self.kind = kind
    self.value = value
  }

  /// Whether the state takes a code point, by itself or repeatedly.
  var takesCodePoint: Bool {
    switch kind {
    case .scalar, .anyBut, .set: true
    default: false
    }
  }
}
