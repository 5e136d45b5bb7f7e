/// The stages of a build in an order in which each comes behind those that it copies from or begins
/// with; as far as the log tells, the order of the Dockerfile.
///
/// BuildKit writes what it does in the order in which that is done, so the stages of one Dockerfile
/// come in another order each time.
package struct StageOrder {
  /// The number of each step's stage.
  package private(set) var numbers: [Int] = []
  /// The steps of each stage, by their place; stages by first appearance.
  package private(set) var stages: [[Int]] = []
  /// The stages' numbers, in order.
  package private(set) var order: [Int] = []

  /// The stages of more are left as they come, since each is looked up among all.
  private static let maximumStages = 512

  package init(_ build: Build) {
    var table = ByteTable()
    for (index, step) in build.steps.enumerated() {
      var key = step.target
      key.append(0)
      key.append(step.platform)
      key.append(0)
      key.append(step.stage)
      let number = key.withUnsafeBufferPointer { table.insert($0) } ?? 0
      if number == stages.count { stages.append([]) }
      stages[number].append(index)
      numbers.append(number)
    }
    for number in stages.indices {
      sort(&stages[number]) {
        let (left, right) = (build.steps[$0].place, build.steps[$1].place)
        return left != right ? left < right : $0 < $1
      }
    }
    sortStages(of: build)
  }
}

extension StageOrder {
  /// The number of the stage that a step's FROM, COPY or mount names; nil where it is none.
  package func stage(named name: [UInt8], for step: BuildStep, in build: Build) -> Int? {
    var found: Int?
    for number in stages.indices {
      let first = build.steps[stages[number][0]]
      guard first.isStage(named: name), first.target == step.target else { continue }
      if first.platform == step.platform { return number }
      found = found ?? number
    }
    return found
  }

  /// The number of the stage that has the name, the target and, if any has it, the platform of a
  /// step's; nil where there is none.
  package func stage(like step: BuildStep, in build: Build) -> Int? {
    var found: Int?
    for number in stages.indices {
      let first = build.steps[stages[number][0]]
      guard first.stage == step.stage, first.target == step.target else { continue }
      if first.platform == step.platform { return number }
      found = found ?? number
    }
    return found
  }

  private mutating func sortStages(of build: Build) {
    guard stages.count > 1, stages.count <= Self.maximumStages else {
      order = Array(stages.indices)
      return
    }
    var sources: [[Int]] = []
    var isSource = [Bool](repeating: false, count: stages.count)
    for number in stages.indices {
      var found: [Int] = []
      for index in stages[number] {
        let step = build.steps[index]
        var names = step.sources
        if !step.baseName.isEmpty { names.append(step.baseName) }
        for name in names {
          guard let source = stage(named: name, for: step, in: build), source != number else {
            continue
          }
          found.append(source)
          isSource[source] = true
        }
      }
      sources.append(found)
    }
    var isDone = [Bool](repeating: false, count: stages.count)
    // Stages that name each other, which no Dockerfile can have, are roots in the second round.
    for round in 0..<2 {
      for root in stages.indices where !isDone[root] && (round == 1 || !isSource[root]) {
        var path = [root]
        var next = [0]
        isDone[root] = true
        while let stage = path.last, let place = next.last {
          if place < sources[stage].count {
            next[next.count - 1] += 1
            let source = sources[stage][place]
            guard !isDone[source] else { continue }
            isDone[source] = true
            path.append(source)
            next.append(0)
          } else {
            order.append(stage)
            path.removeLast()
            next.removeLast()
          }
        }
      }
    }
  }
}

extension BuildStep {
  /// Whether the step's stage is what others call `name`: by its own name, or by its number.
  func isStage(named name: [UInt8]) -> Bool {
    if stage.isEmpty { return false }
    if stage.count == name.count {
      // Stage names do not tell cases apart.
      for index in name.indices where stage[index].lowercased != name[index].lowercased {
        return false
      }
      return true
    }
    guard stage.hasPrefix("stage-"), name.first?.isDigit == true else { return false }
    return stage.dropFirst(6).elementsEqual(name)
  }
}
