/// Numbers for the steps of a build by what decides whether they come from a cache: steps that have
/// one key are one to it.
struct StepKeys: ~Copyable {
  let steps: [PlannedStep]
  /// Where each stands: the number of its stage, and below that its line.
  private(set) var positions: [Int] = []
  /// The step that each is built on, in its stage or in those that this is made from; -1 for none.
  private(set) var previous: [Int] = []
  /// The key of that step; of an image the number of its name, from -1 down.
  private(set) var origins: [Int] = []
  /// By what each does, but for the files; -1 for what makes no step.
  private(set) var operations: [Int] = []
  /// By what each does to which files, and what it takes from elsewhere.
  private(set) var works: [Int] = []
  /// By that and all that is before it.
  private(set) var keys: [Int] = []
  /// What each stage gives, as an origin, and its last step.
  private(set) var ends: [Int]
  private var lastSteps: [Int]
  private var workNumbers = ByteTable()
  private var keyNumbers = ByteTable()

  /// `names` are those of images and operations, which two builds share.
  init(_ side: BuildSide, _ names: inout ByteTable) {
    steps = side.plan.steps
    ends = [Int](repeating: 0, count: side.plan.dockerfile.stages.count)
    lastSteps = [Int](repeating: -1, count: ends.count)
    let stages = side.plan.stages
    var next = 0
    for index in steps.indices {
      let stage = steps[index].stage
      if next < stages.count, stages[next].index == stage {
        begin(stages[next], &names)
        next += 1
      }
      positions.append(Self.position(stage, steps[index].line))
      previous.append(lastSteps[stage])
      origins.append(ends[stage])
      let operation = steps[index].isRun ? names.add(steps[index].operation) : -1
      operations.append(operation)
      works.append(-1)
      keys.append(-1)
      guard operation >= 0 else { continue }
      let request = side.use.place(of: index).map { side.takings[$0].request } ?? -1
      works[index] = work(operation, request, steps[index].references)
      var key: [UInt8] = []
      key.append(number: works[index])
      key.append(number: origins[index])
      keys[index] = keyNumbers.add(key)
      ends[stage] = keys[index]
      lastSteps[stage] = index
    }
  }
}

extension StepKeys {
  private mutating func begin(_ stage: BuildPlan.Stage, _ names: inout ByteTable) {
    switch stage.base {
    case .image(let image): ends[stage.index] = -1 - names.add(image)
    case .stage(let base):
      ends[stage.index] = ends[base]
      lastSteps[stage.index] = lastSteps[base]
    }
  }

  private mutating func work(
    _ operation: Int, _ request: Int, _ references: [PlannedStep.Reference]
  ) -> Int {
    var work: [UInt8] = []
    work.append(number: operation)
    work.append(number: request)
    for reference in references {
      switch reference.origin {
      case .stage(let stage): work.append(number: ends[stage])
      case .image(let image): work.append(part: image)
      }
      work.append(part: reference.paths)
    }
    return workNumbers.add(work)
  }

  static func position(_ stage: Int, _ line: Int) -> Int { stage << 32 | line }

  /// The first place of each number, numbers being given in the order of places.
  static func firstPlaces(of numbers: [Int]) -> [Int] {
    var places: [Int] = []
    for (place, number) in numbers.enumerated() where number == places.count {
      places.append(place)
    }
    return places
  }
}

extension [UInt8] {
  fileprivate mutating func append(number: Int) {
    append(decimal: UInt64(bitPattern: Int64(number)))
    append(UInt8(ascii: " "))
  }
}
