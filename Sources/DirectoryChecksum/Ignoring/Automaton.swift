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

/// An automaton on its way through a path, in all states at once that what was read allows.
struct AutomatonRun {
  let states: UnsafeBufferPointer<AutomatonState>
  /// The states that the automaton is in, one bit each, and those it will be in after the next
  /// code point.
  var active: UnsafeMutablePointer<UInt64>
  var next: UnsafeMutablePointer<UInt64>
  let wordCount: Int

  /// A code point that is none: what stands before the first and after the last.
  private static var none: UInt32 { .max }

  @inline(__always)
  mutating func accepts(
    _ path: ByteView, isAnchored: Bool, isInSet: (UInt32, UInt32) -> Bool
  ) -> Bool {
    var previous = AutomatonRun.none
    var index = 0
    var isAlive = true
    while isAlive {
      var value = AutomatonRun.none
      if index < path.count {
        let (scalar, length) = path.codePoint(at: index)
        value = (scalar ?? .replacement).value
        index += length
      }
      if previous == AutomatonRun.none || !isAnchored { active[0] |= 1 }
      isAlive = false
      for word in 0..<wordCount {
        // Steps that take nothing lead to higher bits only, so this finds them as well.
        while active[word] != 0 {
          let bit = active[word].trailingZeroBitCount
          active[word] &= active[word] - 1
          let number = word * 64 + bit
          let state = states[number]
          var leadsOn = state.isOptional
          var isTaken = false
          switch state.kind {
          case .scalar: isTaken = value == state.value
          case .anyBut: isTaken = value != state.value && value != AutomatonRun.none
          case .set: isTaken = value != AutomatonRun.none && isInSet(state.value, value)
          case .alternative:
            leadsOn = true
            if state.value > 0 { activate(Int(state.value)) }
          case .optionalDirectories:
            leadsOn = true
            activate(number + 2)
          case .directories:
            if value != 0x0a, value != AutomatonRun.none {
              next[word] |= 1 << UInt64(bit)
              isTaken = value == 0x2f
              isAlive = true
            }
          case .beginning: leadsOn = previous == AutomatonRun.none
          case .end: leadsOn = value == AutomatonRun.none
          case .wordBoundary: leadsOn = isWord(previous) != isWord(value)
          case .noWordBoundary: leadsOn = isWord(previous) == isWord(value)
          case .match: return true
          }
          if leadsOn { activate(number + 1) }
          if isTaken {
            isAlive = true
            next[(number + 1) >> 6] |= 1 << UInt64((number + 1) & 63)
            if state.isRepeating { next[word] |= 1 << UInt64(bit) }
          }
        }
      }
      if value == AutomatonRun.none { return false }
      isAlive = isAlive || !isAnchored
      swap(&active, &next)
      previous = value
    }
    return false
  }

  @inline(__always)
  private func activate(_ number: Int) {
    active[number >> 6] |= 1 << UInt64(number & 63)
  }

  /// Leaves the memory as it was found.
  func clear() {
    for word in 0..<wordCount {
      active[word] = 0
      next[word] = 0
    }
  }
}

/// Whether `value` is an ASCII letter, digit or underscore, as `\b` understands it.
private func isWord(_ value: UInt32) -> Bool {
  switch value {
  case 0x30...0x39, 0x41...0x5a, 0x5f, 0x61...0x7a: true
  default: false
  }
}
