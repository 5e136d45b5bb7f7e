import DirectoryChecksum

/// The program, from its arguments to its exit status.
func run(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  Process.prepare()
  let command: Command
  do throws(UsageError) {
    command = try CommandParser.parse(bytes(of: arguments, count: Int(count)))
  } catch {
    Console.complain(Messages.usage(error))
    return ExitStatus.trouble.rawValue
  }
  return run(command).rawValue
}

private func run(_ command: Command) -> ExitStatus {
  switch command {
  case .scan(let command): command.run()
  case .diff(let command): command.run()
  case .extract(let command): command.run()
  case .why(let command): command.run()
  case .help(let topic): Console.print([UInt8](Help.text(topic)))
  case .version: Console.print([UInt8](Help.version))
  }
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
