/// A test of a few instructions that most paths fail when a pattern doesn't match them.
///
/// It errs on one side only: a path that is turned away can't match. Nearly all comparisons of a
/// scan end here, so gates lie side by side in memory and hold no references.
struct PatternGate {
  /// The pairs of bytes that every path has which matches.
  private var pairs: (UInt64, UInt64) = (0, 0)
  /// How every such path ends, as ``PathProbe/tail``, in those bytes where the mask has ones.
  private var tail: UInt64 = 0
  private var tailMask: UInt64 = 0

  /// Whether the pattern is an exception.
  let isException: Bool

  /// A gate that is open to every path.
  init(isException: Bool) {
    self.isException = isException
  }

  @inline(__always)
  func turnsAway(_ probe: borrowing PathProbe) -> Bool {
    pairs.0 & ~probe.pairs.0 | pairs.1 & ~probe.pairs.1 | (probe.tail ^ tail) & tailMask != 0
  }
}

extension PatternGate {
  /// Derives a gate from the parts of a pattern, given from left to right.
  struct Builder {
    private var gate: PatternGate
    /// The byte before the place reached, if it is the same in all matching paths; the `/` that
    /// ``PathProbe`` takes to stand before a path counts.
    private var previous: UInt8?
    /// The literal bytes up to the place reached, as ``PatternGate/tail``.
    private var literal: UInt64 = 0
    private var literalMask: UInt64 = 0
    private var literalBytes: [UInt8] = []
    /// The longest run of bytes that is the same in all matching paths.
    private(set) var longestLiteral: [UInt8] = []

    /// - Parameter startsName: Whether what follows stands at the beginning of the path or after
    ///   a `/` in all matching paths.
    init(isException: Bool, startsName: Bool) {
      gate = PatternGate(isException: isException)
      previous = startsName ? UInt8(ascii: "/") : nil
    }

    /// One byte that is the same in all matching paths.
    @inline(never)
    mutating func append(_ byte: UInt8) {
      if let previous { require(previous, byte) }
      previous = byte
      literal = literal >> 8 | UInt64(byte) << 56
      literalMask = literalMask >> 8 | 0xff << 56
      literalBytes.append(byte)
    }

    /// Something that may be of any length and content.
    @inline(never)
    mutating func appendAnything() {
      previous = nil
      endLiteral()
    }

    /// Nothing, or anything that ends in `/`.
    mutating func appendDirectories() {
      if previous != UInt8(ascii: "/") { previous = nil }
      endLiteral()
    }

    private mutating func endLiteral() {
      literalMask = 0
      if literalBytes.count > longestLiteral.count { longestLiteral = literalBytes }
      literalBytes.removeAll(keepingCapacity: true)
    }

    /// The end of the path.
    @inline(never)
    mutating func appendEnd() {
      if let previous, literalMask != 0 { require(previous, 0) }
      gate.tail = literal & literalMask
      gate.tailMask = literalMask
    }

    private mutating func require(_ first: UInt8, _ second: UInt8) {
      let bits = PathProbe.bits(first, second)
      gate.pairs.0 |= bits.0
      gate.pairs.1 |= bits.1
    }

    mutating func finish() -> PatternGate {
      endLiteral()
      return gate
    }
  }
}
