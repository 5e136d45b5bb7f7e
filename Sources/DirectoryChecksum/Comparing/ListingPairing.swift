/// Which listings of two logs are of the same step of the same image.
///
/// The text of a step alone says little: a log that builds several images has the same one for each.
package struct ListingPairing: Sendable {
  /// The places of two listings in their logs, from 0.
  package struct Pair: Equatable, Sendable {
    package let before: Int
    package let after: Int
  }

  /// In the order of the second log.
  package private(set) var pairs: [Pair] = []
  /// The listings without a counterpart.
  package private(set) var onlyBefore: [Int] = []
  package private(set) var onlyAfter: [Int] = []
  /// The steps that printed a listing in the other log, and came out of the cache in this one.
  package private(set) var cachedBefore: [BuildLog.Place] = []
  package private(set) var cachedAfter: [BuildLog.Place] = []

  package init(_ before: BuildLog, _ after: BuildLog, _ builds: BuildPairing) {
    var pairer = Pairer(before, after)
    pairer.pairSteps(builds)
    pairer.pairBuilds(builds)
    pairer.pairLabels()
    pairer.pairRest()
    for index in after.listings.indices {
      if let old = pairer.counterparts[index] {
        pairs.append(Pair(before: old, after: index))
      } else if pairer.new.isOpen[index] {
        onlyAfter.append(index)
      }
    }
    for index in before.listings.indices where pairer.old.isOpen[index] { onlyBefore.append(index) }
    findCachedSteps(before, after, builds, &pairer)
  }
}

extension ListingPairing {
  private mutating func findCachedSteps(
    _ before: BuildLog, _ after: BuildLog, _ builds: BuildPairing, _ pairer: inout Pairer
  ) {
    var partners = [[Int]](repeating: [], count: before.builds.count)
    for (number, old) in builds.counterparts.enumerated() {
      if let old { partners[old].append(number) }
    }
    for index in onlyBefore {
      guard let place = before.places[index] else { continue }
      for number in partners[place.build] {
        let step = before.builds[place.build].steps[place.step]
        if let found = pairer.new.index(like: step, in: number),
          after.builds[number].steps[found].state == .cached
        {
          cachedAfter.append(BuildLog.Place(build: number, step: found))
        }
      }
    }
    for index in onlyAfter {
      guard let place = after.places[index], let old = builds.counterparts[place.build] else {
        continue
      }
      let step = after.builds[place.build].steps[place.step]
      if let found = pairer.old.index(like: step, in: old),
        before.builds[old].steps[found].state == .cached
      {
        cachedBefore.append(BuildLog.Place(build: old, step: found))
      }
    }
  }
}

/// The work of pairing.
private struct Pairer {
  var old: OpenListings
  var new: OpenListings
  /// For each listing of the second log its counterpart in the first.
  private(set) var counterparts: [Int?]

  init(_ before: BuildLog, _ after: BuildLog) {
    old = OpenListings(before)
    new = OpenListings(after)
    counterparts = [Int?](repeating: nil, count: after.listings.count)
  }

  /// Pairs the listings of steps that are paired.
  mutating func pairSteps(_ builds: BuildPairing) {
    for index in counterparts.indices.reversed() where new.isOpen[index] {
      guard let place = new.log.places[index], let build = builds.counterparts[place.build],
        let step = old.index(like: new.log.builds[place.build].steps[place.step], in: build),
        let found = old.listing(of: BuildLog.Place(build: build, step: step))
      else { continue }
      pair(found, index)
    }
  }

  /// Pairs the only listings that are left of builds that are paired.
  mutating func pairBuilds(_ builds: BuildPairing) {
    let (olds, news) = (old.listingsByBuild, new.listingsByBuild)
    for (build, counterpart) in builds.counterparts.enumerated() {
      guard let counterpart else { continue }
      let right = news[build].filter { new.isOpen[$0] }
      let left = olds[counterpart].filter { old.isOpen[$0] }
      if left.count == 1, right.count == 1 { pair(left[0], right[0]) }
    }
  }

  /// Pairs listings with the same names before them and the same label, numbers aside; then those
  /// with the same label, where no other has it.
  mutating func pairLabels() {
    for hasNames in [true, false] {
      let (olds, news) = (old.unplaced(hasNames), new.unplaced(hasNames))
      olds.forEachGroup(with: news) { left, right in
        guard hasNames || left.count == 1 else { return }
        var rest = left
        // Several of one source that nothing tells apart: the last is of the last.
        for index in hasNames ? right.reversed() : right where new.isOpen[index] {
          while let found = rest.popLast() {
            guard old.isOpen[found] else { continue }
            pair(found, index)
            break
          }
        }
      }
    }
  }

  /// Pairs what is left by the paths that both have, else by its order.
  mutating func pairRest() {
    let olds = old.isOpen.indices.filter { old.isOpen[$0] }
    let news = new.isOpen.indices.filter { new.isOpen[$0] }
    let (before, after) = (old.log, new.log)
    // Of a log without any steps nothing else is known; where steps are known, a listing may well
    // be in one log only.
    guard before.builds.isEmpty || after.builds.isEmpty || olds.count == 1 && news.count == 1 else {
      return
    }
    for (left, right) in Likeness.pairs(
      olds.map { [before.listings[$0]] }, news.map { [after.listings[$0]] })
    {
      pair(olds[left], news[right])
    }
  }

  private mutating func pair(_ left: Int, _ right: Int) {
    counterparts[right] = left
    old.take(left)
    new.take(right)
  }
}
