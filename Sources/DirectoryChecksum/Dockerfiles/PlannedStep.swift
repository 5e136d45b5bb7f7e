/// An instruction of a stage that is built, its variables replaced.
public struct PlannedStep: Sendable {
  /// What it takes from a stage or an image, by `--from` or a mount's `from=`.
  struct Reference: Sendable {
    enum Origin: Sendable {
      case stage(Int)
      case image([UInt8])
    }

    let origin: Origin
    /// Where in it, each ended by a NUL.
    var paths: [UInt8] = []
  }

  public let instruction: Instruction
  /// The line at which it is reported: its own, or that of the FROM whose base has it as a trigger.
  public let line: Int
  /// The number of its stage, from 0.
  public let stage: Int
  /// What it does, but for the files: equal texts do the same to equal files. Empty where it makes
  /// no step of its own.
  var operation: [UInt8] = []
  /// Its part of the context, one for each source, in the order written.
  package var selectors: [Selector] = []
  /// What the client is asked for, as clean paths from the root `/`.
  var requested: [[UInt8]] = []
  var references: [Reference] = []
  /// Whether its key has nothing of the steps before it (`--link`).
  var isDetached = false
  /// Whether it also takes something from elsewhere, of which no context knows.
  var isRemote = false

  /// The names that an ARG declares and that nothing known here gives a value. Not those of proxies,
  /// which change no step.
  package var unsetArguments: [[UInt8]] = []

  init(_ instruction: Instruction, line: Int, stage: Int) {
    self.instruction = instruction
    self.line = line
    self.stage = stage
  }
}

extension PlannedStep {
  /// Whether it takes something from the context.
  public var takesContext: Bool { !selectors.isEmpty }

  /// Whether a build runs it, or finds it in the cache.
  public var isRun: Bool { !operation.isEmpty }
}

extension PlannedStep {
  /// A COPY or an ADD by itself, as a log or an image's history has it; nil where it does not tell
  /// what it takes of the context, or takes it from elsewhere.
  init?(copy instruction: [UInt8]) {
    for byte in instruction where byte == UInt8(ascii: "$") { return nil }
    var text = [UInt8]("FROM scratch\n")
    text.append(instruction)
    do throws(DockerfileError) {
      guard let step = try BuildPlan(try Dockerfile(text)).steps.last else { return nil }
      self = step
    } catch {
      return nil
    }
    if !references.isEmpty || isRemote || selectors.isEmpty { return nil }
  }
}
