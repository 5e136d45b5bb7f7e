/// Which stages of a Dockerfile rest on which.
struct StageLinks {
  /// What each stage is made from.
  private(set) var bases: [BuildPlan.Base] = []
  private let dockerfile: Dockerfile
  /// The stages by their names, those with the same as they stand.
  private let order: [Int]

  /// - Throws: For a base that can be none, and for a stage that there is not.
  init(_ dockerfile: Dockerfile, _ globals: BuildEnvironment) throws(DockerfileError) {
    self.dockerfile = dockerfile
    order = sortedIndexes(dockerfile.stages.count) {
      precedes(dockerfile.stages[$0].name, dockerfile.stages[$1].name)
    }
    for (index, stage) in dockerfile.stages.enumerated() {
      do throws(DockerfileFault) {
        bases.append(try base(of: stage, index, globals))
      } catch {
        throw error.at(stage.from.line)
      }
      for instruction in stage.instructions {
        do throws(DockerfileFault) { _ = try origins(of: instruction) } catch {
          throw error.at(instruction.line)
        }
      }
    }
  }

  private func base(
    of stage: Dockerfile.Stage, _ index: Int, _ globals: BuildEnvironment
  ) throws(DockerfileFault) -> BuildPlan.Base {
    let escape = dockerfile.escape
    let name = try WordExpander.expand(stage.from.words[0], globals, escape: escape)
    var platform: [UInt8] = []
    if let value = stage.from.flags.value(.platform), !value.isEmpty {
      platform = try WordExpander.expand(value, globals, escape: escape)
      guard platform.withUnsafeBufferPointer({ InstructionValue.isPlatform($0) }) else {
        throw DockerfileFault(.badPlatform, platform.isEmpty ? value : platform)
      }
    }
    guard !name.isEmpty else { throw DockerfileFault(.badBase, stage.from.words[0]) }
    if let other = self.stage(name, before: index) { return .stage(other) }
    guard ImageName.isValid(name) else { throw DockerfileFault(.badBase, name) }
    var image = name
    image.append(0)
    image.append(platform)
    return .image(image)
  }
}

extension StageLinks {
  /// What an instruction takes from other stages and images.
  func origins(
    of instruction: Instruction
  ) throws(DockerfileFault) -> [PlannedStep.Reference.Origin] {
    var origins: [PlannedStep.Reference.Origin] = []
    if let from = instruction.flags.value(.from), !from.isEmpty {
      for byte in from where byte == UInt8(ascii: "$") {
        throw DockerfileFault(.fromVariable, from)
      }
      if let number = from.withUnsafeBufferPointer({ $0.decimal(0..<$0.count) }) {
        guard number < dockerfile.stages.count else { throw DockerfileFault(.badStageIndex, from) }
        origins.append(.stage(Int(number)))
      } else {
        origins.append(try origin(from))
      }
    }
    for mount in instruction.mounts where !mount.from.isEmpty {
      origins.append(try origin(mount.from))
    }
    return origins
  }

  func origin(_ name: [UInt8]) throws(DockerfileFault) -> PlannedStep.Reference.Origin {
    if let index = stage(name.lowercased, before: order.count) { return .stage(index) }
    guard ImageName.isValid(name) else { throw DockerfileFault(.badBase, name) }
    return .image(name)
  }

  /// The last of the stages before `end` that is called `name`.
  private func stage(_ name: [UInt8], before end: Int) -> Int? {
    let place = lowerBound(below: order.count) {
      let other = dockerfile.stages[order[$0]].name
      return other == name ? order[$0] < end : precedes(other, name)
    }
    guard place > 0, !name.isEmpty, dockerfile.stages[order[place - 1]].name == name else {
      return nil
    }
    return order[place - 1]
  }

  /// The stages that a build of `target` needs, ascending.
  func needed(for target: Int) -> [Int] {
    var isNeeded = [Bool](repeating: false, count: dockerfile.stages.count)
    var waiting = [target]
    while let index = waiting.popLast() {
      if isNeeded[index] { continue }
      isNeeded[index] = true
      var instructions = dockerfile.stages[index].instructions
      if case .stage(let base) = bases[index] {
        waiting.append(base)
        for trigger in dockerfile.stages[base].triggers { instructions.append(trigger) }
      }
      for instruction in instructions {
        do throws(DockerfileFault) {
          for origin in try origins(of: instruction) {
            if case .stage(let other) = origin { waiting.append(other) }
          }
        } catch {
          // A trigger's fault is told where it is evaluated.
        }
      }
    }
    var needed: [Int] = []
    for index in isNeeded.indices where isNeeded[index] { needed.append(index) }
    return needed
  }
}
