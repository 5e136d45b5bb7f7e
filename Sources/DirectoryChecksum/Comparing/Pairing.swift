/// Which listings of two logs belong together.
public enum Pairing: Equatable, Sendable {
  /// The places of the two listings in their logs, from 0.
  public struct Pair: Equatable, Sendable {
    public var before: Int
    public var after: Int

    public init(before: Int, after: Int) {
      self.before = before
      self.after = after
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
    if before.count == 1 && after.count == 1 { return .pair(Pair(before: 0, after: 0)) }
    let old = before.map { stepName($0.label) }
    let new = after.map { stepName($0.label) }
    var pairs: [Pair] = []
    for index in old.indices where !old[index].isEmpty && isFirst(index, of: old) {
      guard new.contains(old[index]) else { continue }
      pairs.append(
        Pair(
          before: last(old[index], of: old, before), after: last(old[index], of: new, after)))
    }
    switch pairs.count {
    case 0:
      return .pair(Pair(before: lastListing(of: before), after: lastListing(of: after)))
    case 1: return .pair(pairs[0])
    default: return .choice(pairs)
    }
  }

  /// Pairs the listings of one log: the first run of a step with its last.
  public static func within(_ listings: [Listing]) -> Pairing {
    guard listings.count > 1 else { return .none }
    let names = listings.map { stepName($0.label) }
    var pairs: [Pair] = []
    for index in names.indices where isFirst(index, of: names) {
      let end = last(names[index], of: names, listings)
      if end > index { pairs.append(Pair(before: index, after: end)) }
    }
    if pairs.count == 1 { return .pair(pairs[0]) }
    if pairs.count > 1 { return .choice(pairs) }
    if listings.count == 2 { return .pair(Pair(before: 0, after: 1)) }
    for index in listings.indices.dropLast() {
      pairs.append(Pair(before: index, after: index + 1))
    }
    return .choice(pairs)
  }

  private static func isFirst(_ index: Int, of names: [[UInt8]]) -> Bool {
    for earlier in names[..<index] where earlier == names[index] { return false }
    return true
  }

  /// The last run of the step; one that lost its root only if there is no other.
  private static func last(_ name: [UInt8], of names: [[UInt8]], _ listings: [Listing]) -> Int {
    var last = 0
    var lastWithRoot: Int?
    for index in names.indices where names[index] == name {
      last = index
      if listings[index].integrity != .partial { lastWithRoot = index }
    }
    return lastWithRoot ?? last
  }

  private static func lastListing(of listings: [Listing]) -> Int {
    for index in listings.indices.reversed() where listings[index].integrity != .partial {
      return index
    }
    return listings.count - 1
  }
}

extension Pairing {
  /// A step's label without what changes from build to build or from builder to builder: `#10`,
  /// `6/6`, `sha256:…`, the word "step", empty brackets and a colon. `[6/6] RUN x`, `Step 6/6 : RUN x` and
  /// `STEP 6/6: RUN x` are one step; `[web builder 4/6] RUN x` keeps `[web builder]`.
  static func stepName(_ label: [UInt8]) -> [UInt8] {
    var name: [UInt8] = []
    var index = 0
    while index < label.count {
      let byte = label[index]
      let startsWord =
        index == 0 || !isWord(label[index - 1]) && label[index - 1] != UInt8(ascii: "/")
      if startsWord, let end = endOfCount(label, index) {
        index = end
      } else if startsWord, byte == UInt8(ascii: "#"), let end = endOfNumber(label, index + 1),
        end == label.count || label[end] == UInt8(ascii: " ")
      {
        index = end
      } else if startsWord, hasPrefix(label, index, "sha256:") {
        while index < label.count && label[index] != UInt8(ascii: " ") { index += 1 }
      } else if startsWord, name.allSatisfy({ !isWord($0) }), isStep(label, index) {
        index += 4
      } else {
        name.append(byte)
        index += 1
      }
    }
    return trimmed(name)
  }

  /// Drops empty brackets, colons and repeated blanks at the start, and blanks before a bracket's
  /// end.
  private static func trimmed(_ name: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for byte in name {
      switch byte {
      case UInt8(ascii: " "):
        if result.isEmpty || result[result.count - 1] == UInt8(ascii: " ") { continue }
      case UInt8(ascii: ":") where result.isEmpty: continue
      case UInt8(ascii: "]"):
        if result.last == UInt8(ascii: " ") { result.removeLast() }
        if result.last == UInt8(ascii: "[") {
          result.removeLast()
          continue
        }
      default: break
      }
      result.append(byte)
    }
    while result.last == UInt8(ascii: " ") { result.removeLast() }
    return result
  }

  /// The place behind `6/12` at `start`, if that is there.
  private static func endOfCount(_ label: [UInt8], _ start: Int) -> Int? {
    guard let slash = endOfNumber(label, start), slash < label.count,
      label[slash] == UInt8(ascii: "/"), let end = endOfNumber(label, slash + 1),
      end == label.count || !isWord(label[end]) && label[end] != UInt8(ascii: "/")
    else { return nil }
    return end
  }

  private static func endOfNumber(_ label: [UInt8], _ start: Int) -> Int? {
    var end = start
    while end < label.count, label[end] >= UInt8(ascii: "0"), label[end] <= UInt8(ascii: "9") {
      end += 1
    }
    return end > start ? end : nil
  }

  private static func isStep(_ label: [UInt8], _ start: Int) -> Bool {
    hasPrefix(label, start, "step ") || hasPrefix(label, start, "Step ")
      || hasPrefix(label, start, "STEP ")
  }

  private static func hasPrefix(_ label: [UInt8], _ start: Int, _ text: StaticString) -> Bool {
    guard text.utf8CodeUnitCount <= label.count - start else { return false }
    for offset in 0..<text.utf8CodeUnitCount
    where label[start + offset] != text.utf8Start[offset] {
      return false
    }
    return true
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte | 0x20 {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): true
    default: byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte >= 0x80
    }
  }
}
