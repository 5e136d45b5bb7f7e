/// A Dockerfile as BuildKit's frontend reads it: variables before the first stage, then stages.
public struct Dockerfile: Sendable {
  /// One FROM and what follows it.
  public struct Stage: Sendable {
    public let from: Instruction
    /// In lower case; empty where it has none.
    public let name: [UInt8]
    /// All behind the FROM.
    public internal(set) var instructions: [Instruction] = []
    /// The instructions that stand behind ONBUILD, at the ONBUILD's line.
    var triggers: [Instruction] = []
    /// What is wrong with one of them; it counts where a stage is made from this one.
    var triggerFault: DockerfileFault?
  }

  /// The ARGs before the first FROM.
  let globals: [Instruction]
  public private(set) var stages: [Stage] = []
  let escape: UInt8
  /// The image that reads the file in place of what is built in, so that its rules may be others;
  /// empty where there is none.
  public let syntax: [UInt8]

  /// - Throws: What a build would refuse, wherever it stands and whatever is built.
  public init(_ bytes: [UInt8]) throws(DockerfileError) {
    // The file is taken apart before any of its instructions is looked at.
    var statements: [Statement] = []
    (escape, syntax) = try bytes.withBytes { bytes throws(DockerfileError) in
      var reader = try DockerfileStatements(bytes)
      while let statement = try reader.next() { statements.append(statement) }
      return (reader.escape, reader.syntax)
    }
    guard !statements.isEmpty else { throw DockerfileFault(.noInstructions).at(nil) }
    var globals: [Instruction] = []
    for statement in statements {
      do throws(DockerfileFault) {
        let instruction = try Instruction(statement, escape: escape)
        if instruction.keyword == .from {
          stages.append(try Self.stage(instruction))
        } else if !stages.isEmpty {
          let last = stages.count - 1
          stages[last].instructions.append(instruction)
          guard instruction.keyword == .onbuild else { continue }
          do throws(DockerfileFault) {
            stages[last].triggers.append(try Self.trigger(statement, instruction, escape))
          } catch {
            if error.kind == .misplacedTrigger || error.kind == .notStrings { throw error }
            stages[last].triggerFault = stages[last].triggerFault ?? error
          }
        } else if instruction.keyword == .arg {
          globals.append(instruction)
        } else {
          throw DockerfileFault(.noStage)
        }
      } catch {
        throw error.at(statement.line)
      }
    }
    self.globals = globals
    guard !stages.isEmpty else { throw DockerfileFault(.noStage).at(nil) }
  }

  private static func stage(_ from: Instruction) throws(DockerfileFault) -> Stage {
    guard from.words.count == 3 else { return Stage(from: from, name: []) }
    let name = from.words[2].lowercased
    var isValid = name.first?.isLetter ?? false
    for byte in name {
      switch byte {
      case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): break
      default: if !byte.isLetter && !byte.isDigit { isValid = false }
      }
    }
    guard isValid else { throw DockerfileFault(.badStageName, from.words[2]) }
    return Stage(from: from, name: name)
  }

  private static func trigger(
    _ statement: Statement, _ onbuild: Instruction, _ escape: UInt8
  ) throws(DockerfileFault) -> Instruction {
    let trigger = try Instruction(
      Statement(
        line: statement.line, endLine: statement.endLine, text: onbuild.operands,
        heredocs: statement.heredocs), escape: escape)
    switch trigger.keyword {
    case .onbuild, .from, .maintainer: throw DockerfileFault(.misplacedTrigger, trigger.text)
    default: return trigger
    }
  }
}

extension Dockerfile {
  /// Whether an image reads it that is not one of BuildKit's own frontend.
  package var hasForeignSyntax: Bool {
    let name = [UInt8]("docker/dockerfile")
    return !syntax.isEmpty
      && !(syntax.count >= name.count && syntax[..<name.count].elementsEqual(name))
  }
}

extension [UInt8] {
  /// The same with small letters in place of capitals.
  var lowercased: [UInt8] {
    var text = self
    for index in text.indices { text[index] = text[index].lowercased }
    return text
  }
}
