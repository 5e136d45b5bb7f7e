/// The steps that an earlier build has left in the cache, to be found by what a step does.
struct CachedSteps: ~Copyable {
  let keys: StepKeys
  /// The first step that has each work, and each key.
  let firstOfWork: [Int]
  let firstOfKey: [Int]
  /// The steps by their numbers.
  private let byOperation: NumberGroups
  private let byWork: NumberGroups
  private let byKey: NumberGroups
  /// Works by operation, and keys by what they are built on and operation.
  private let works: NumberGroups
  private let successors: NumberGroups
  /// Beyond all numbers of operations and images.
  private let bound: Int
  /// The first step that is run for each text of an instruction.
  private var texts = ByteTable()
  private var firstOfText: [Int] = []

  init(_ side: BuildSide, _ names: inout ByteTable) {
    let keys = StepKeys(side, &names)
    let bound = names.count
    let firstOfKey = StepKeys.firstPlaces(of: keys.keys)
    firstOfWork = StepKeys.firstPlaces(of: keys.works)
    byOperation = NumberGroups(keys.operations)
    byWork = NumberGroups(keys.works)
    byKey = NumberGroups(keys.keys)
    var operations: [Int] = []
    for index in firstOfWork { operations.append(keys.operations[index]) }
    works = NumberGroups(operations)
    var pairs: [Int] = []
    for index in firstOfKey {
      pairs.append((keys.origins[index] + bound) * bound + keys.operations[index])
    }
    successors = NumberGroups(pairs)
    self.bound = bound
    self.firstOfKey = firstOfKey
    for index in keys.steps.indices where keys.operations[index] >= 0 {
      if texts.add(keys.steps[index].instruction.text) == firstOfText.count {
        firstOfText.append(index)
      }
    }
    self.keys = keys
  }
}

extension CachedSteps {
  /// The keys of the steps with that operation that are built on `origin`, ascending.
  func keys(of operation: Int, on origin: Int) -> [Int] {
    guard operation < bound else { return [] }
    return successors.order(of: (origin + bound) * bound + operation)
  }

  func works(of operation: Int) -> [Int] { works.order(of: operation) }

  /// The first step whose instruction is written so.
  func index(written text: [UInt8]) -> Int? {
    text.withUnsafeBufferPointer { texts.number(of: $0) }.map { firstOfText[$0] }
  }

  func nearest(to position: Int, operation: Int) -> Int {
    nearest(to: position, byOperation, operation)
  }

  func nearest(to position: Int, work: Int) -> Int { nearest(to: position, byWork, work) }

  func nearest(to position: Int, key: Int) -> Int { nearest(to: position, byKey, key) }

  /// Whether a step stands nearer to `position` than another, or as near and before it: by stage, then
  /// by line.
  func isNearer(_ index: Int, than other: Int, to position: Int) -> Bool {
    let (one, two) = (distance(index, position), distance(other, position))
    return one != two ? one < two : index < other
  }

  private func distance(_ index: Int, _ position: Int) -> Int {
    let other = keys.positions[index]
    return StepKeys.position(
      abs((other >> 32) - (position >> 32)),
      abs(Int(Int32(truncatingIfNeeded: other)) - Int(Int32(truncatingIfNeeded: position))))
  }

  /// Of the steps with a number, which are in the order of their positions, the first of those that
  /// stand nearest to `position`; -1 for none.
  private func nearest(to position: Int, _ groups: NumberGroups, _ number: Int) -> Int {
    let places = groups.places(of: number)
    var best = -1
    let next = start(places, groups, (position >> 32) << 32)
    for around in [next - 1, next] where places.contains(around) {
      let stage = keys.positions[groups.order[around]] >> 32
      let line = Int(Int32(truncatingIfNeeded: position))
      let below = start(places, groups, StepKeys.position(stage, line))
      for beside in [below - 1, below] where places.contains(beside) {
        let other = keys.positions[groups.order[beside]]
        guard other >> 32 == stage else { continue }
        let first = groups.order[start(places, groups, other)]
        if best < 0 || isNearer(first, than: best, to: position) { best = first }
      }
    }
    return best
  }

  /// The first of those places from which on no step stands before `position`.
  private func start(_ places: Range<Int>, _ groups: NumberGroups, _ position: Int) -> Int {
    let start = places.lowerBound
    return start
      + lowerBound(below: places.count) { keys.positions[groups.order[start + $0]] < position }
  }
}
