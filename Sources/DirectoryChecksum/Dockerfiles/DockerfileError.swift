/// Why a build refuses a Dockerfile, or fails at one of its instructions.
public struct DockerfileError: Error, Equatable, Sendable {
  public let fault: DockerfileFault
  /// The line of the Dockerfile, from 1; nil where the fault is in no line of it.
  public let line: Int?

  init(_ fault: DockerfileFault, line: Int?) {
    self.fault = fault
    self.line = line
  }
}

/// What is wrong, and the words of the Dockerfile that it is about.
public struct DockerfileFault: Error, Equatable, Sendable {
  public enum Kind: UInt8, Sendable {
    // Of the file.
    case empty, noInstructions, noStage, duplicateDirective, badEscape
    // Of an instruction.
    case unknownInstruction, unterminatedHeredoc, heredocDestination, unknownFlag, duplicateFlag
    case badFlagValue, notStrings, wrongArguments, noDestination, badWord, badMount
    case misplacedTrigger, badSignal, badPort, emptyVolume
    // Of stages.
    case badStageName, badBase, badPlatform, badStageIndex, stageOrder, fromVariable, unknownTarget
    // Of what is copied.
    case addressInCopy, badChecksum, missingSource, linkLoop, badPattern, unreadable
  }

  public let kind: Kind
  /// The word in question; empty where the line says enough.
  public let subject: [UInt8]

  init(_ kind: Kind, _ subject: [UInt8] = []) {
    self.kind = kind
    self.subject = subject
  }

  func at(_ line: Int?) -> DockerfileError { DockerfileError(self, line: line) }
}
