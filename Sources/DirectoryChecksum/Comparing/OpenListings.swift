/// The listings of one log while their counterparts are looked for in another.
struct OpenListings {
  let log: BuildLog
  /// Whether a listing has no counterpart yet, and is not an earlier run of a step.
  private(set) var isOpen: [Bool]
  private var isTaken: [Bool]
  /// The number of steps in the builds before each build.
  private var stepCounts = [0]
  /// For each step of all builds its first listing that is no earlier run; negative for none.
  private var byStep: [Int] = []
  /// For each build, as soon as one is asked for.
  private var counterparts: [StepCounterparts?]

  init(_ log: BuildLog) {
    self.log = log
    isOpen = [Bool](repeating: true, count: log.listings.count)
    isTaken = [Bool](repeating: false, count: log.listings.count)
    counterparts = [StepCounterparts?](repeating: nil, count: log.builds.count)
    for build in log.builds {
      stepCounts.append(stepCounts[stepCounts.count - 1] + build.steps.count)
    }
    supersede()
  }
}

extension OpenListings {
  /// Closes those of which a later listing is of the same step, so that they are another run of it;
  /// one that lost its root is no run beside one that has its own.
  private mutating func supersede() {
    var listings = [[Int]](repeating: [], count: stepCounts[stepCounts.count - 1])
    for (index, place) in log.places.enumerated() {
      if let place { listings[number(of: place)].append(index) }
    }
    for group in listings {
      supersede(group)
      byStep.append(group.first { isOpen[$0] } ?? -1)
    }
    let unplaced = KeyedIndexes(log.listings.count) {
      log.places[$0] == nil && !log.listings[$0].origin.step.isEmpty ? key(of: $0, true) : nil
    }
    unplaced.forEachGroup(with: unplaced) { group, _ in supersede(group) }
  }

  private mutating func supersede(_ group: [Int]) {
    guard let last = group.last(where: { log.listings[$0].integrity != .partial }) else { return }
    for index in group where index != last { isOpen[index] = false }
  }

  private func number(of place: BuildLog.Place) -> Int { stepCounts[place.build] + place.step }

  /// What a listing is called before and in its label, numbers aside.
  private func key(of index: Int, _ hasNames: Bool) -> [UInt8] {
    let origin = log.listings[index].origin
    var key = origin.stepName
    if hasNames {
      for name in origin.names {
        key.append(0)
        key.append(name)
      }
    }
    return key
  }
}

extension OpenListings {
  /// Marks a listing as one that has a counterpart.
  mutating func take(_ index: Int) {
    isTaken[index] = true
    isOpen[index] = false
  }

  /// The listing of a step; nil for none.
  func listing(of place: BuildLog.Place) -> Int? {
    let index = byStep[number(of: place)]
    return index < 0 ? nil : index
  }

  /// The step of a build that `step` of the other log is compared with.
  mutating func index(like step: BuildStep, in build: Int) -> Int? {
    let known = counterparts[build] ?? StepCounterparts(log.builds[build])
    counterparts[build] = known
    return known.index(like: step)
  }

  /// For each build the listings of its steps.
  var listingsByBuild: [[Int]] {
    var listings = [[Int]](repeating: [], count: log.builds.count)
    for (index, place) in log.places.enumerated() {
      if let place { listings[place.build].append(index) }
    }
    return listings
  }

  /// Those of no known step and without a counterpart, by their labels, earlier runs as well.
  func unplaced(_ hasNames: Bool) -> KeyedIndexes {
    KeyedIndexes(log.listings.count) {
      log.places[$0] == nil && !isTaken[$0] ? key(of: $0, hasNames) : nil
    }
  }
}
