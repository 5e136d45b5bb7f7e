/// Which builds of two logs are of the same image.
package struct BuildPairing: Sendable {
  /// For each build of the second log the index of its counterpart in the first; nil for none.
  package private(set) var counterparts: [Int?]
  /// The builds of the first log that no build of the second is compared with.
  package private(set) var leftovers: [Int] = []

  private let before: BuildLog
  private let after: BuildLog

  /// Pairs by name, by the names before the lines and by the texts of the steps, in this order; what
  /// is left by its place, where as many are left on both sides.
  package init(_ before: BuildLog, _ after: BuildLog) {
    (self.before, self.after) = (before, after)
    let (before, after) = (before.builds, after.builds)
    counterparts = [Int?](repeating: nil, count: after.count)
    var isTaken = [Bool](repeating: false, count: before.count)
    for key in Key.allCases { pair(key, before, after, &isTaken) }
    pairRest(before, after, &isTaken)
    for index in before.indices where !isTaken[index] { leftovers.append(index) }
  }
}

extension BuildPairing {
  /// What two builds of one image have in common, the surest first.
  private enum Key: CaseIterable {
    case nameAndSource
    case name
    case sourceAndTexts
    case sourceAndFirstTexts
    case source
    case texts
    case firstTexts

    /// The bytes to compare; nil where the build has none.
    func bytes(of build: Build) -> [UInt8]? {
      var key: [UInt8] = []
      switch self {
      case .nameAndSource, .name:
        key = build.lastingName
        if key.isEmpty { return nil }
      // Another name is another image, whatever its steps are.
      default: if build.hasOwnName { return nil }
      }
      switch self {
      case .nameAndSource, .source, .sourceAndTexts, .sourceAndFirstTexts:
        if self != .nameAndSource, build.names.isEmpty { return nil }
        for name in build.names {
          key.append(0)
          key.append(name)
        }
      default: break
      }
      let count =
        switch self {
        case .texts, .sourceAndTexts: build.steps.count
        case .firstTexts, .sourceAndFirstTexts: min(2, build.steps.count)
        default: 0
        }
      for step in build.steps[..<count] {
        key.append(0)
        key.append(step.text.withoutDigest)
      }
      return key.isEmpty ? nil : key
    }
  }

  /// Pairs what is not paired yet and has equal keys. Of several in each log, the last are of one
  /// another: what comes before them are other attempts, each of which is compared as well.
  private mutating func pair(
    _ key: Key, _ before: [Build], _ after: [Build], _ isTaken: inout [Bool]
  ) {
    let old = KeyedIndexes(before.count) { isTaken[$0] ? nil : key.bytes(of: before[$0]) }
    let new = KeyedIndexes(after.count) {
      counterparts[$0] == nil ? key.bytes(of: after[$0]) : nil
    }
    old.forEachGroup(with: new) { left, right in
      pair(left, right)
      for index in left { isTaken[index] = true }
    }
  }

  /// Pairs the builds of a group, in which nothing but the files may tell one image from another.
  private mutating func pair(_ old: [Int], _ new: [Int]) {
    var rest = new
    if old.count > 1, new.count > 1 {
      for (left, right) in Likeness.pairs(
        old.map { before.listings(of: $0) }, new.map { after.listings(of: $0) })
      {
        counterparts[new[right]] = old[left]
        rest.removeAll { $0 == new[right] }
      }
    }
    let excess = max(0, old.count - new.count)
    for index in new.indices where rest.contains(new[index]) {
      counterparts[new[index]] = old[min(excess + index, old.count - 1)]
    }
  }

  private mutating func pairRest(
    _ before: [Build], _ after: [Build], _ isTaken: inout [Bool]
  ) {
    var (old, new): ([Int], [Int]) = ([], [])
    for index in before.indices where !isTaken[index] { old.append(index) }
    for index in after.indices where counterparts[index] == nil { new.append(index) }
    guard old.count == new.count else { return }
    for (first, second) in zip(old, new)
    where !before[first].hasOwnName || !after[second].hasOwnName {
      counterparts[second] = first
      isTaken[first] = true
    }
  }
}

extension Build {
  /// Whether the log itself tells this image from others: a tag often has a commit's name in it.
  fileprivate var hasOwnName: Bool { !target.isEmpty || !title.isEmpty }
}
