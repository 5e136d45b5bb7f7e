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

    /// The bytes to compare; empty where the build has none.
    func bytes(of build: Build) -> [UInt8] {
      var key: [UInt8] = []
      switch self {
      case .nameAndSource, .name:
        key = build.lastingName
        if key.isEmpty { return [] }
      // Another name is another image, whatever its steps are.
      default: if build.hasOwnName { return [] }
      }
      switch self {
      case .nameAndSource, .source, .sourceAndTexts, .sourceAndFirstTexts:
        if self != .nameAndSource, build.names.isEmpty { return [] }
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
      return key
    }
  }

  /// Pairs what is not paired yet and has equal keys. Of several in each log, the last are of one
  /// another: what comes before them are other attempts, each of which is compared as well.
  private mutating func pair(
    _ key: Key, _ before: [Build], _ after: [Build], _ isTaken: inout [Bool]
  ) {
    let old = Self.sorted(before, key) { !isTaken[$0] }
    let new = Self.sorted(after, key) { counterparts[$0] == nil }
    var (first, second) = (0, 0)
    while first < old.count, second < new.count {
      if precedes(old[first].key, new[second].key) {
        first += 1
      } else if precedes(new[second].key, old[first].key) {
        second += 1
      } else {
        let oldEnd = Self.groupEnd(old, first)
        let newEnd = Self.groupEnd(new, second)
        let group = old[first..<oldEnd].map { $0.index }
        pair(group, new[second..<newEnd].map { $0.index })
        let isOfOne = !Self.areImages(self.before, group)
        for index in group where isOfOne || counterparts.contains(index) { isTaken[index] = true }
        (first, second) = (oldEnd, newEnd)
      }
    }
  }

  /// Pairs the builds of a group, in which nothing but the files may tell one image from another.
  private mutating func pair(_ old: [Int], _ new: [Int]) {
    var rest = new
    let areImages =
      max(before.builds.count, after.builds.count) > 1
      && (Self.areImages(before, old) || Self.areImages(after, new) || !mayBeOne(old[0], new[0]))
    if areImages || old.count > 1 && new.count > 1 {
      for (left, right) in Likeness.pairs(
        old.map { before.listings(of: $0) }, new.map { after.listings(of: $0) },
        onlyAlike: areImages)
      where mayBeOne(old[left], new[right]) {
        counterparts[new[right]] = old[left]
        rest.removeAll { $0 == new[right] }
      }
    }
    // Of which of several images a build is that has no name, its place does not tell.
    if areImages { return }
    let excess = max(0, old.count - new.count)
    for index in new.indices where rest.contains(new[index]) {
      counterparts[new[index]] = old[min(excess + index, old.count - 1)]
    }
  }

  /// Whether no names speak against two builds being of one image.
  private func mayBeOne(_ old: Int, _ new: Int) -> Bool {
    let (left, right) = (before.builds[old].lastingName, after.builds[new].lastingName)
    return left.isEmpty || right.isEmpty || left == right
  }

  /// Whether the log gives two of the builds different names.
  private static func areImages(_ log: BuildLog, _ builds: [Int]) -> Bool {
    var name: [UInt8] = []
    for build in builds {
      let other = log.builds[build].lastingName
      if !name.isEmpty, !other.isEmpty, name != other { return true }
      if name.isEmpty { name = other }
    }
    return false
  }

  private struct Item {
    let key: [UInt8]
    let index: Int
  }

  private static func sorted(
    _ builds: [Build], _ key: Key, where isOpen: (Int) -> Bool
  ) -> [Item] {
    var items: [Item] = []
    for index in builds.indices where isOpen(index) {
      let bytes = key.bytes(of: builds[index])
      if !bytes.isEmpty { items.append(Item(key: bytes, index: index)) }
    }
    sort(&items) { $0.key == $1.key ? $0.index < $1.index : precedes($0.key, $1.key) }
    return items
  }

  private static func groupEnd(_ items: [Item], _ start: Int) -> Int {
    var end = start
    while end < items.count, items[end].key == items[start].key { end += 1 }
    return end
  }

  private mutating func pairRest(
    _ before: [Build], _ after: [Build], _ isTaken: inout [Bool]
  ) {
    var (old, new): ([Int], [Int]) = ([], [])
    for index in before.indices where !isTaken[index] { old.append(index) }
    for index in after.indices where counterparts[index] == nil { new.append(index) }
    guard old.count == new.count else { return }
    for (first, second) in zip(old, new)
    where mayBeOne(first, second) || old.count == 1 && before.count == 1 && after.count == 1 {
      counterparts[second] = first
      isTaken[first] = true
    }
  }
}

extension Build {
  /// Whether the log itself tells this image from others: a tag often has a commit's name in it.
  fileprivate var hasOwnName: Bool { !target.isEmpty || !title.isEmpty }
}
