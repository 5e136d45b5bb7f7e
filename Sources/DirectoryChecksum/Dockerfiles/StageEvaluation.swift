/// What the instructions of a stage so far have set, and how the next one is to be understood.
///
/// A class: it is one thing that goes through a stage, and those that are made from that stage look
/// at where it has ended.
final class StageEvaluation {
  private let given: BuildEnvironment
  private let globals: BuildEnvironment
  let escape: UInt8
  private(set) var environment = BuildEnvironment()
  private var directory = [UInt8(ascii: "/")]
  private var user: [UInt8] = []
  private var shell: [UInt8] = []

  /// - Parameters:
  ///   - given: The build arguments.
  ///   - globals: What an ARG without a value takes its value from.
  init(given: BuildEnvironment, globals: BuildEnvironment, escape: UInt8) {
    self.given = given
    self.globals = globals
    self.escape = escape
    // Every stage has one, be it the base image's or the builder's own.
    environment.set(
      [UInt8]("PATH"), [UInt8]("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"))
  }

  /// Goes on where the stage that this one is made from ended.
  func inherit(_ parent: StageEvaluation) {
    environment = parent.environment
    directory = parent.directory
    user = parent.user
    shell = parent.shell
  }
}

extension StageEvaluation {
  /// Understands the next instruction.
  func step(
    _ instruction: Instruction, at line: Int, of stage: Int, _ links: StageLinks
  ) throws(DockerfileError) -> PlannedStep {
    var step = PlannedStep(instruction, line: line, stage: stage)
    do throws(DockerfileFault) {
      switch instruction.keyword {
      case .arg: try declare(&step)
      case .env: try set(instruction.assignments)
      case .workdir:
        directory = absolute(try expand(instruction.operands))
        // It is made, with the user as its owner.
        if directory.count > 1 { step.operation = operation("WORKDIR", [directory, user]) }
      case .user: user = try expand(instruction.operands)
      case .shell: shell = instruction.operands
      case .add, .copy: try copy(&step, links)
      case .run: try run(&step, links)
      case .label:
        for (name, value) in instruction.assignments { _ = (try expand(name), try expand(value)) }
      case .stopsignal, .volume, .expose:
        for word in instruction.words {
          if let value = try WordExpander.expandKnown(word, environment, escape: escape) {
            try InstructionValue.check(value, of: instruction.keyword)
          }
        }
      default: break
      }
      for reference in step.references {
        guard case .stage(let other) = reference.origin, other >= stage else { continue }
        throw DockerfileFault(.stageOrder, instruction.flags.value(.from) ?? [])
      }
    } catch {
      throw error.at(line)
    }
    return step
  }

  func expand(_ word: [UInt8]) throws(DockerfileFault) -> [UInt8] {
    try WordExpander.expand(word, environment, escape: escape)
  }

  private func declare(_ step: inout PlannedStep) throws(DockerfileFault) {
    for word in step.instruction.words {
      let (name, value) = BuildEnvironment.split(word)
      if let value = given.value(of: name) {
        environment.set(name, value)
      } else if let value {
        environment.set(name, try expand(value))
      } else if let value = globals.value(of: name) {
        environment.set(name, value)
      } else if environment.value(of: name) == nil, !name.lowercased.hasSuffix("_proxy") {
        step.unsetArguments.append(name)
      }
    }
  }

  /// All values are what they are before the line.
  private func set(
    _ assignments: [(name: [UInt8], value: [UInt8])]
  ) throws(DockerfileFault) {
    var expanded = assignments
    for index in expanded.indices {
      expanded[index] = (try expand(assignments[index].name), try expand(assignments[index].value))
    }
    for (name, value) in expanded { environment.set(name, value) }
  }

  /// `path` from the working directory, clean, a slash at its end kept.
  func absolute(_ path: [UInt8]) -> [UInt8] {
    if path.isEmpty { return directory }
    var whole: [UInt8] = []
    if path[0] != UInt8(ascii: "/") {
      whole = directory
      whole.append(UInt8(ascii: "/"))
    }
    whole.append(path)
    return Selector.rooted(whole)
  }

  /// A text for the parts of what a step does, none of which runs into the next.
  func operation(_ name: StaticString, _ parts: [[UInt8]]) -> [UInt8] {
    var text = [UInt8](name)
    for part in parts { text.append(part: part) }
    return text
  }
}

extension StageEvaluation {
  private func run(_ step: inout PlannedStep, _ links: StageLinks) throws(DockerfileFault) {
    let instruction = step.instruction
    guard !instruction.isJSON || !instruction.words.isEmpty else {
      throw DockerfileFault(.wrongArguments)
    }
    // Nothing but the words counts of an array, which no shell is asked to run.
    var parts = instruction.isJSON ? instruction.words : [instruction.operands, shell]
    parts.append([])
    parts.append(directory)
    parts.append(user)
    for variable in environment.variables {
      parts.append(variable.name)
      parts.append(variable.value)
    }
    parts.append([])
    for heredoc in instruction.heredocs { parts.append(heredoc.content) }
    for name in [.network, .security, .device] as [InstructionFlags.Name] {
      for value in flags(instruction, name) { parts.append(value) }
      parts.append([])
    }
    for var mount in instruction.mounts {
      try mount.evaluate(environment, escape: escape)
      parts.append([mount.kind.rawValue])
      for option in mount.options { parts.append(option) }
      if !mount.from.isEmpty {
        var paths = Selector.rooted(mount.source)
        paths.append(0)
        step.references.append(
          PlannedStep.Reference(origin: try links.origin(mount.from), paths: paths))
      } else if mount.kind == .bind {
        step.selectors.append(Selector(mount: mount.source))
        step.requested.append(Selector.rooted(mount.source))
      } else if mount.kind == .tmpfs {
        step.requested.append([UInt8(ascii: "/")])
      }
    }
    // The whole context counts alone.
    for selector in step.selectors where selector.path.count == 1 {
      step.selectors = [selector]
      break
    }
    step.operation = operation("RUN", parts)
  }

  private func flags(
    _ instruction: Instruction, _ name: InstructionFlags.Name
  ) -> [[UInt8]] { instruction.flags.values(name) }
}
