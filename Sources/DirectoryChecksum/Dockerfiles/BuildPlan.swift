/// What a build of a Dockerfile does: the stages that the target needs, and their steps.
public struct BuildPlan: Sendable {
  enum Base: Sendable {
    case stage(Int)
    case image([UInt8])
  }

  /// A stage that is built.
  struct Stage: Sendable {
    let index: Int
    let base: Base
  }

  public let dockerfile: Dockerfile
  /// The stages that are built, in the order of the file.
  private(set) var stages: [Stage] = []
  /// The steps of all stages that are built, in the order of the file.
  public private(set) var steps: [PlannedStep] = []

  /// - Parameters:
  ///   - target: The stage that is built; nil for the last one.
  ///   - arguments: The build arguments, `NAME=VALUE`.
  /// - Throws: What a build would refuse, whatever the context is.
  public init(
    _ dockerfile: Dockerfile, target: [UInt8]? = nil, arguments: [[UInt8]] = []
  ) throws(DockerfileError) {
    self.dockerfile = dockerfile
    var given = BuildEnvironment()
    for argument in arguments { given.set(assignment: argument) }
    let globals = try Self.globals(of: dockerfile, target: target, given)
    let links = try StageLinks(dockerfile, globals)
    let targetIndex = try Self.index(of: target, in: dockerfile)
    var evaluations = [StageEvaluation?](repeating: nil, count: dockerfile.stages.count)
    for index in links.needed(for: targetIndex) {
      let evaluation = StageEvaluation(given: given, globals: globals, escape: dockerfile.escape)
      var parent: StageEvaluation?
      if case .stage(let base) = links.bases[index] { parent = evaluations[base] }
      try appendSteps(of: index, links, from: parent, evaluation)
      evaluations[index] = evaluation
      stages.append(Stage(index: index, base: links.bases[index]))
    }
  }

  /// Appends the steps of a stage, of which one that is built on another goes on where that ended.
  private mutating func appendSteps(
    of index: Int, _ links: StageLinks, from parent: StageEvaluation?,
    _ evaluation: StageEvaluation
  ) throws(DockerfileError) {
    let stage = dockerfile.stages[index]
    steps.append(PlannedStep(stage.from, line: stage.from.line, stage: index))
    if let parent, case .stage(let base) = links.bases[index] {
      evaluation.inherit(parent)
      for trigger in dockerfile.stages[base].triggers {
        steps.append(try evaluation.step(trigger, at: stage.from.line, of: index, links))
      }
      if let fault = dockerfile.stages[base].triggerFault { throw fault.at(stage.from.line) }
    }
    for instruction in stage.instructions {
      steps.append(try evaluation.step(instruction, at: instruction.line, of: index, links))
    }
  }

  private static func index(
    of target: [UInt8]?, in dockerfile: Dockerfile
  ) throws(DockerfileError) -> Int {
    guard let target, !target.isEmpty else { return dockerfile.stages.count - 1 }
    let name = target.lowercased
    var found: Int?
    for (index, stage) in dockerfile.stages.enumerated() where stage.name == name { found = index }
    guard let found else { throw DockerfileFault(.unknownTarget, target).at(nil) }
    return found
  }

  /// What FROM lines know, and stages after an ARG without a value.
  private static func globals(
    of dockerfile: Dockerfile, target: [UInt8]?, _ given: BuildEnvironment
  ) throws(DockerfileError) -> BuildEnvironment {
    let last = dockerfile.stages[dockerfile.stages.count - 1].name
    let stage = target ?? (last.isEmpty ? [UInt8]("default") : last)
    var globals = BuildEnvironment.predefined(target: stage)
    for variable in globals.variables {
      if let value = given.value(of: variable.name) { globals.set(variable.name, value) }
    }
    for instruction in dockerfile.globals {
      do throws(DockerfileFault) {
        for word in instruction.words {
          let (name, value) = BuildEnvironment.split(word)
          if let value = given.value(of: name) {
            globals.set(name, value)
          } else if let value {
            let escape = dockerfile.escape
            globals.set(name, try WordExpander.expand(value, globals, escape: escape))
          }
        }
      } catch {
        throw error.at(instruction.line)
      }
    }
    return globals
  }
}

extension BuildPlan {
  /// What a report calls the stage of a step: its name, or its number.
  package func stageName(of step: PlannedStep) -> [UInt8] {
    let name = dockerfile.stages[step.stage].name
    if !name.isEmpty { return name }
    var number: [UInt8] = []
    number.append(decimal: UInt64(step.stage))
    return number
  }
}
