/// Which listings of two logs belong together.
public enum Pairing: Equatable, Sendable {
  /// The places of the two listings in their logs, from 0.
  public final class Pair: Equatable, Sendable {
    public let before: Int
    public let after: Int

    public init(before: Int, after: Int) {
      self.before = before
      self.after = after
    }

    public static func == (left: Pair, right: Pair) -> Bool {
      left.before == right.before && left.after == right.after
    }
  }

  case pair(Pair)
  /// Several pairs are as likely as each other: somebody has to choose.
  case choice([Pair])
  /// A log has no listing.
  case none
}

extension Pairing {
  /// Pairs the listings of two logs: those of the step that both logs have, the last run where it
  /// ran more than once; where no step is in both, the last listing of each.
  public static func between(_ before: [Listing], _ after: [Listing]) -> Pairing {
    guard !before.isEmpty, !after.isEmpty else { return .none }
    let (old, new) = (Steps(before), Steps(after))
    var pairs: [Pair] = []
    if before.count > 1 || after.count > 1 {
      for index in before.indices where old.isFirst(index) && !old.names[index].isEmpty {
        add(old.last(old.names[index]), new.last(old.names[index]), to: &pairs)
      }
    }
    if pairs.isEmpty { add(old.last(nil), new.last(nil), to: &pairs) }
    return one(of: pairs)
  }

  /// Pairs the listings of one log: the first run of a step with its last.
  public static func within(_ listings: [Listing]) -> Pairing {
    guard listings.count > 1 else { return .none }
    let steps = Steps(listings)
    var pairs: [Pair] = []
    for index in listings.indices where steps.isFirst(index) {
      let last = steps.last(steps.names[index])
      add(index, last > index ? last : -1, to: &pairs)
    }
    if pairs.isEmpty {
      for index in 1..<listings.count { add(index - 1, index, to: &pairs) }
    }
    return one(of: pairs)
  }

  /// Adds a pair if there is one: -1 stands for no listing.
  private static func add(_ before: Int, _ after: Int, to pairs: inout [Pair]) {
    if before >= 0 && after >= 0 { pairs.append(Pair(before: before, after: after)) }
  }

  private static func one(of pairs: [Pair]) -> Pairing {
    pairs.count == 1 ? .pair(pairs[0]) : .choice(pairs)
  }

  /// The listings of a log by the steps that they ran in.
  private final class Steps {
    private let listings: [Listing]
    private(set) var names: [[UInt8]] = []

    init(_ listings: [Listing]) {
      self.listings = listings
      for listing in listings { names.append(stepName(listing.label)) }
    }

    func isFirst(_ index: Int) -> Bool {
      for earlier in 0..<index where names[earlier] == names[index] { return false }
      return true
    }

    /// The last run of the step, nil: of any; one that lost its root only if there is no other. -1
    /// where there is none.
    func last(_ name: [UInt8]?) -> Int {
      var last = -1
      var lastWithRoot = -1
      for index in names.indices {
        if let name, names[index] != name { continue }
        last = index
        if listings[index].integrity != .partial { lastWithRoot = index }
      }
      return lastWithRoot < 0 ? last : lastWithRoot
    }
  }
}

extension Pairing {
  /// A step's label without what changes from build to build or from builder to builder: `#10`,
  /// `6/6`, `sha256:…`, the word "step", empty brackets and a colon. `[6/6] RUN x`,
  /// `Step 6/6 : RUN x` and `STEP 6/6: RUN x` are one step; `[web builder 4/6] RUN x` keeps
  /// `[web builder]`.
  static func stepName(_ label: [UInt8]) -> [UInt8] {
    var name: [UInt8] = []
    var hasWord = false
    var index = 0
    label.withUnsafeBufferPointer { label in
      while index < label.count {
        if let end = endOfNoise(label, index, hasWord: hasWord) {
          index = end
        } else {
          if label[index].isWord { hasWord = true }
          append(label[index], to: &name)
          index += 1
        }
      }
    }
    while name.last == UInt8(ascii: " ") { name.removeLast() }
    return name
  }

  /// Appends a byte; drops colons and repeated blanks at the start, blanks before a bracket's end,
  /// and empty brackets.
  private static func append(_ byte: UInt8, to name: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: " "): if name.isEmpty || name.last == byte { return }
    case UInt8(ascii: ":"): if name.isEmpty { return }
    case UInt8(ascii: "]"):
      if name.last == UInt8(ascii: " ") { name.removeLast() }
      if name.last == UInt8(ascii: "[") {
        name.removeLast()
        return
      }
    default: break
    }
    name.append(byte)
  }

  /// The place behind what says nothing of the step, if that starts at `start`.
  private static func endOfNoise(
    _ label: ByteView, _ start: Int, hasWord: Bool
  ) -> Int? {
    if start > 0, label[start - 1].isWord || label[start - 1] == UInt8(ascii: "/") { return nil }
    if label[start] == UInt8(ascii: "#"), let end = label.digitsEnd(from: start + 1, limit: .max) {
      return end == label.count || label[end] == UInt8(ascii: " ") ? end : nil
    }
    if label.hasLiteral("sha256:", at: start) {
      return label.firstIndex(of: UInt8(ascii: " "), from: start) ?? label.count
    }
    if !hasWord,
      label.hasLiteral("step ", at: start) || label.hasLiteral("Step ", at: start)
        || label.hasLiteral("STEP ", at: start)
    {
      return start + 4
    }
    // `6/12`
    guard let slash = label.digitsEnd(from: start, limit: .max), slash < label.count,
      label[slash] == UInt8(ascii: "/"),
      let end = label.digitsEnd(from: slash + 1, limit: .max),
      end == label.count || !label[end].isWord && label[end] != UInt8(ascii: "/")
    else { return nil }
    return end
  }
}

extension UInt8 {
  fileprivate var isWord: Bool { isLetter || isDigit || self >= 0x80 }
}
