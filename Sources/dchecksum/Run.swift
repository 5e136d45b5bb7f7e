import DirectoryChecksum

/// The program, from its arguments to its exit status.
func run(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  Process.prepare()
  do throws(CommandError) {
    let options = try CommandParser(bytes(of: arguments, count: Int(count))).parse()
    return try run(options).rawValue
  } catch {
    Console.complain(error.message)
    return ExitStatus.trouble.rawValue
  }
}

private func run(_ options: Options) throws(CommandError) -> ExitStatus {
  if let answer = options.answer {
    try Console.print([UInt8](answer))
    return .success
  }
  return switch options.command {
  case .scan: try ScanCommand(options).run()
  case .diff: try DiffCommand(options).run()
  case .extract: try ExtractCommand(options).run()
  case .why: try WhyCommand(options).run()
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
