import Foundation

/// What a finished program left.
public struct Outcome: Sendable {
  /// The exit status, or 128 and the signal's number as a shell has it.
  public let status: CInt
  public let output: [UInt8]
  public let errors: [UInt8]

  /// Standard output as text.
  public var text: String { String(decoding: output, as: UTF8.self) }
  /// Standard error as text.
  public var complaints: String { String(decoding: errors, as: UTF8.self) }
  public var lines: [String] { text.split(separator: "\n").map(String.init) }
}

/// Runs a program with arguments that are bytes, which Foundation's `Process` cannot.
///
/// - Parameter input: what the program reads; nothing for `/dev/null`.
public func execute(
  _ arguments: [[UInt8]], environment: [String: String] = [:], input: [UInt8]? = nil
) -> Outcome {
  let folder = TestTree()
  folder.file("input", input ?? [])
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  let stdin = input == nil ? "/dev/null" : "\(folder.string)/input"
  posix_spawn_file_actions_addopen(&actions, 0, stdin, O_RDONLY, 0)
  for (descriptor, name) in [(1, "output"), (2, "errors")] {
    posix_spawn_file_actions_addopen(
      &actions, CInt(descriptor), "\(folder.string)/\(name)", O_WRONLY | O_CREAT | O_APPEND, 0o600)
  }
  var variables = ProcessInfo.processInfo.environment
  variables.merge(environment) { $1 }
  let strings = arguments.map { strdup($0) }
  let settings = variables.map { strdup(Array("\($0)=\($1)".utf8)) }
  defer { for string in strings + settings { free(string) } }
  // Test runners block signals in their threads; the program is to start as from a shell.
  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  var signals = sigset_t()
  sigemptyset(&signals)
  posix_spawnattr_setsigmask(&attributes, &signals)
  posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
  var process = pid_t()
  let error = posix_spawn(
    &process, strings[0]!, &actions, &attributes, strings + [nil], settings + [nil])
  precondition(error == 0, "cannot run \(String(cString: strings[0]!)): \(error)")
  var status: CInt = 0
  while waitpid(process, &status, 0) < 0 { precondition(errno == EINTR) }
  let signal = status & 0x7f
  return Outcome(
    status: signal == 0 ? (status >> 8) & 0xff : 128 + signal,
    output: read(folder, "output"), errors: read(folder, "errors"))
}

/// Runs a shell script; `$1` and so on are `arguments`.
public func shell(_ script: String, _ arguments: [[UInt8]] = []) -> Outcome {
  execute(["/bin/sh", "-c", script, "sh"].map { Array($0.utf8) } + arguments)
}

private func strdup(_ bytes: [UInt8]) -> UnsafeMutablePointer<CChar>? {
  (bytes + [0]).withUnsafeBufferPointer { bytes in
    bytes.withMemoryRebound(to: CChar.self) { Foundation.strdup($0.baseAddress!) }
  }
}

private func read(_ folder: TestTree, _ name: String) -> [UInt8] {
  FileManager.default.contents(atPath: "\(folder.string)/\(name)").map { Array($0) } ?? []
}
