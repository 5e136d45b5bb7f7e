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

  /// Pairs the listings of a log with themselves.
  init(ofSame count: Int) {
    for index in 0..<count { pairs.append(Pair(before: index, after: index)) }
  }

  package init(_ before: BuildLog, _ after: BuildLog, _ builds: BuildPairing) {
    var pairer = Pairer(before, after, builds)
    if before.areLayers {
      pairer.pairLayers()
    } else {
      pairer.pairSteps()
      pairer.pairBuilds()
      pairer.pairLabels()
      pairer.pairRest()
    }
    for index in after.listings.indices {
      if let old = pairer.counterparts[index] {
        pairs.append(Pair(before: old, after: index))
      } else {
        onlyAfter.append(index)
      }
    }
    onlyBefore = pairer.openBefore
    findCachedSteps(pairer)
  }
}

extension ListingPairing {
  private mutating func findCachedSteps(_ pairer: borrowing Pairer) {
    let (before, after, builds) = (pairer.before, pairer.after, pairer.builds)
    for index in onlyBefore {
      guard let place = before.places[index] else { continue }
      for (number, old) in builds.counterparts.enumerated() where old == place.build {
        let step = before.builds[place.build].steps[place.step]
        if let found = pairer.newSteps[number].index(like: step),
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
      if let found = pairer.oldSteps[old].index(like: step),
        before.builds[old].steps[found].state == .cached
      {
        cachedBefore.append(BuildLog.Place(build: old, step: found))
      }
    }
  }
}
