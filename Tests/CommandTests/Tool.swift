import Foundation
import TestSupport

/// The program under test: the one that was built with the tests, or the one that the environment
/// names, so that the same tests run on every build of it.
enum Tool {
  /// `DCHECKSUM_BINARY`: the binary; `DCHECKSUM_RUNNER`: a program that runs it, such as qemu.
  static let command: [[UInt8]] = {
    let environment = ProcessInfo.processInfo.environment
    var words: [String] = []
    if let runner = environment["DCHECKSUM_RUNNER"], !runner.isEmpty { words.append(runner) }
    if let binary = environment["DCHECKSUM_BINARY"], !binary.isEmpty {
      words.append(binary)
    } else {
      words.append(built)
    }
    return words.map { Array($0.utf8) }
  }()

  /// The binary beside the test bundle.
  private static var built: String {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    while folder.path != "/" {
      let candidate = folder.appendingPathComponent("dchecksum")
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isFolder),
        !isFolder.boolValue
      {
        return candidate.path
      }
      folder.deleteLastPathComponent()
    }
    preconditionFailure("there is no binary beside the tests")
  }

  /// Runs the program.
  static func run(_ arguments: [UInt8]..., input: [UInt8]? = nil) -> Outcome {
    execute(command + arguments, input: input)
  }

  /// Runs the program with arguments that are text.
  static func run(_ arguments: String..., input: [UInt8]? = nil) -> Outcome {
    execute(command + arguments.map { Array($0.utf8) }, input: input)
  }

  /// Runs a shell script in which `"$@"` is the program with `arguments`.
  static func inShell(_ script: String, _ arguments: String...) -> Outcome {
    shell(script, command + arguments.map { Array($0.utf8) })
  }
}
