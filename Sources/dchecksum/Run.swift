import DirectoryChecksum

/// The program, from its arguments to its exit status.
func run(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  Process.prepare()
  let arguments = bytes(of: arguments, count: Int(count))
  let command: Command
  do throws(UsageError) { command = try Command(arguments) } catch {
    return fail((mistypedCommand(arguments) ?? error).message)
  }
  // Help for what is not there is none.
  if case .answer = command, let mistyped = mistypedCommand(arguments) {
    return fail(mistyped.message)
  }
  do throws(CommandError) {
    return try run(command).rawValue
  } catch {
    if case .scan = command, let mistyped = mistypedCommand(arguments) {
      return fail(mistyped.message)
    }
    return fail(error.message)
  }
}

private func run(_ command: Command) throws(CommandError) -> ExitStatus {
  switch command {
  case .scan(let options): return try ScanCommand(options).run()
  case .diff(let options): return try DiffCommand(options).run()
  case .steps(let options): return try StepsCommand(options).run()
  case .explain(let options): return try ExplainCommand(options).run()
  case .why(let options): return try WhyCommand(options).run()
  case .extract(let options): return try ExtractCommand(options).run()
  case .answer(let text):
    try Console.print(text)
    return .success
  }
}

private func fail(_ message: [UInt8]) -> CInt {
  Console.complain(message)
  return ExitStatus.trouble.rawValue
}

/// Whether a command line that could not be carried out as a scan begins with a word that is
/// neither a command nor anything in the current directory: then a command was meant.
private func mistypedCommand(_ arguments: [[UInt8]]) -> UsageError? {
  guard arguments.count > 1, let first = arguments[1].first, first != UInt8(ascii: "-") else {
    return nil
  }
  let word = arguments[1]
  if Verb(word) != nil || word.contains(UInt8(ascii: "/")) { return nil }
  guard Verb.nearest(to: word) != nil || arguments.count > 2 else { return nil }
  do throws(Errno) { _ = try InputFile.kind(of: word) } catch {
    return error == .noSuchFile ? UsageError(.scan, .unknownCommand(word)) : nil
  }
  return nil
}

/// The arguments as the system gave them.
private func bytes(
  of arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>, count: Int
) -> [[UInt8]] {
  var all: [[UInt8]] = []
  for index in 0..<count {
    var argument: [UInt8] = []
    if var next = arguments[index] {
      while next.pointee != 0 {
        argument.append(UInt8(bitPattern: next.pointee))
        next += 1
      }
    }
    all.append(argument)
  }
  return all
}
